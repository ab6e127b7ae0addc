/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-portal-notifier.h"
#include "recorded-service.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char portal_xml[] = "<node><interface name='org.freedesktop.portal.Notification'>"
                                 "<method name='AddNotification'><arg name='id' type='s'/><arg name='notification' type='a{sv}'/></method>"
                                 "<method name='RemoveNotification'><arg name='id' type='s'/></method>"
                                 "</interface></node>";

static void
check_button (GVariant *fields)
{
  g_autoptr (GVariant) buttons = g_variant_lookup_value (fields, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  const char *label = NULL;
  const char *action = NULL;
  const char *target = NULL;

  g_assert_nonnull (buttons);
  g_assert_cmpuint (g_variant_n_children (buttons), ==, 1);
  g_autoptr (GVariant) button = g_variant_get_child_value (buttons, 0);
  g_variant_lookup (button, "label", "&s", &label);
  g_variant_lookup (button, "action", "&s", &action);
  g_variant_lookup (button, "target", "&s", &target);
  g_assert_cmpstr (label, ==, "Renew now");
  g_assert_cmpstr (action, ==, "app.renew");
  g_assert_cmpstr (target, ==, "work");
}

/* The portal itself calls the window's action “renew” with the profile. */
static void
test_show (void)
{
  RecordedService portal = { 0 };
  DpNotification notification = { "icon", "The title", "The body", "Renew now" };
  g_autoptr (GVariant) expected = g_variant_parse (G_VARIANT_TYPE ("(sa{sv})"),
                                                   "('work', {"
                                                   "'title': <'The title'>, 'body': <'The body'>, 'priority': <'normal'>,"
                                                   "'default-action': <'app.renew'>, 'default-action-target': <'work'>})",
                                                   NULL, NULL, NULL);
  g_autoptr (GVariant) expected_fields = g_variant_get_child_value (expected, 1);

  recorded_service_set_up (&portal, PORTAL, PORTAL_PATH, portal_xml);
  dp_portal_notifier_show (portal.client_bus, "work", &notification);
  const RecordedCall *call = recorded_service_wait_for (&portal, 1);
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 1);
  const char *id = NULL;
  g_variant_get_child (call->parameters, 0, "&s", &id);
  g_assert_cmpstr (call->method, ==, "AddNotification");
  g_assert_cmpstr (id, ==, "work");
  g_assert_cmpuint (g_variant_n_children (fields), ==, g_variant_n_children (expected_fields) + 1);
  check_button (fields);

  GVariantIter iter;
  const char *name = NULL;
  GVariant *value = NULL;
  g_variant_iter_init (&iter, expected_fields);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &value)) {
    g_autoptr (GVariant) owned = value;
    g_autoptr (GVariant) actual = g_variant_lookup_value (fields, name, NULL);
    g_test_message ("%s", name);
    g_assert_nonnull (actual);
    g_assert_cmpvariant (actual, owned);
  }
  recorded_service_tear_down (&portal);
}

/* No profile to renew: the window is to show them all. */
static void
test_show_several (void)
{
  RecordedService portal = { 0 };
  DpNotification notification = { "icon", "The title", "The body", "Open Daypass" };

  recorded_service_set_up (&portal, PORTAL, PORTAL_PATH, portal_xml);
  dp_portal_notifier_show (portal.client_bus, DP_BUBBLE_OF_SEVERAL, &notification);
  const RecordedCall *call = recorded_service_wait_for (&portal, 1);
  g_autoptr (GVariant) fields = g_variant_get_child_value (call->parameters, 1);
  g_autoptr (GVariant) buttons = g_variant_lookup_value (fields, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  g_autofree char *text = g_variant_print (buttons, FALSE);
  const char *action = NULL;
  g_assert_true (g_variant_lookup (fields, "default-action", "&s", &action));
  g_assert_cmpstr (action, ==, "app.open");
  g_assert_false (g_variant_lookup (fields, "default-action-target", "&s", &action));
  g_assert_nonnull (strstr (text, "<'Open Daypass'>"));
  g_assert_nonnull (strstr (text, "<'app.open'>"));
  g_assert_null (strstr (text, "target"));
  recorded_service_tear_down (&portal);
}

static void
test_withdraw (void)
{
  RecordedService portal = { 0 };

  recorded_service_set_up (&portal, PORTAL, PORTAL_PATH, portal_xml);
  dp_portal_notifier_withdraw (portal.client_bus, "work");
  const RecordedCall *call = recorded_service_wait_for (&portal, 1);
  g_assert_cmpstr (call->method, ==, "RemoveNotification");
  const char *id = NULL;
  g_variant_get (call->parameters, "(&s)", &id);
  g_assert_cmpstr (id, ==, "work");
  recorded_service_tear_down (&portal);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/portal-notifier/show", test_show);
  g_test_add_func ("/portal-notifier/show-several", test_show_several);
  g_test_add_func ("/portal-notifier/withdraw", test_withdraw);
  return g_test_run ();
}
