/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-background-portal.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

static const char portal_xml[] = "<node><interface name='org.freedesktop.portal.Background'>"
                                 "<method name='RequestBackground'><arg type='s' direction='in'/><arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
                                 "</interface></node>";

/** A portal that gives one answer. */
typedef struct {
  guint32 response;
  gboolean autostart; /* what it answers */
  gboolean wanted;    /* what it was asked for */
} Portal;

static void
called_cb (GDBusConnection *bus,
           const char *sender,
           const char *path,
           const char *interface,
           const char *method,
           GVariant *parameters,
           GDBusMethodInvocation *invocation,
           gpointer data)
{
  Portal *self = data;
  g_autoptr (GVariant) options = g_variant_get_child_value (parameters, 1);
  g_autofree const char **command = NULL;
  const char *token = NULL;

  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &self->wanted));
  g_assert_true (g_variant_lookup (options, "commandline", "^a&s", &command));
  g_assert_cmpstr (command[0], ==, "daypass-tray");
  g_assert_null (command[1]);

  g_autofree char *caller = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request = g_strconcat (PORTAL_PATH "/request/", caller, "/", token, NULL);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_auto (GVariantDict) results = G_VARIANT_DICT_INIT (NULL);
  g_variant_dict_insert (&results, "autostart", "b", self->autostart);
  g_dbus_connection_emit_signal (bus, sender, request, "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(u@a{sv})", self->response, g_variant_dict_end (&results)), NULL);
}

static const GDBusInterfaceVTable vtable = { called_cb, NULL, NULL, { NULL } };

static void
answered_cb (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static gboolean
request (gboolean autostart,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  dp_background_portal_request (autostart, answered_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return dp_background_portal_request_finish (result, error);
}

/* What is wanted, what the portal answers, and whether that is a success. */
static const struct {
  gboolean wanted;
  guint32 response;
  gboolean answered;
  gboolean granted;
} rows[] = {
  { TRUE, 0, TRUE, TRUE },
  { FALSE, 0, FALSE, TRUE },
  { TRUE, 0, FALSE, FALSE },
  { TRUE, 1, FALSE, FALSE },
};

static void
test_answers (gconstpointer data)
{
  GDBusConnection *bus = (GDBusConnection *) data;
  Portal portal = { 0 };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (portal_xml, NULL);
  guint id = g_dbus_connection_register_object (bus, PORTAL_PATH, node->interfaces[0], &vtable, &portal, NULL, NULL);

  g_autoptr (GVariant) owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                                            g_variant_new ("(su)", PORTAL, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (owned);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("row %zu", i);
    portal = (Portal){ .response = rows[i].response, .autostart = rows[i].answered };
    g_assert_cmpint (request (rows[i].wanted, &error), ==, rows[i].granted);
    g_assert_cmpint (error == NULL, ==, rows[i].granted);
    g_assert_cmpint (portal.wanted, ==, rows[i].wanted);
  }
  g_dbus_connection_unregister_object (bus, id);
}

static void
test_no_portal (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (request (TRUE, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, "This desktop has no portal"));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GTestDBus) dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (dbus);
  g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (dbus),
                                                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                                                            NULL, NULL, NULL);
  g_test_add_func ("/background-portal/none", test_no_portal);
  g_test_add_data_func ("/background-portal/answers", bus, test_answers);
  int status = g_test_run ();
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_test_dbus_stop (dbus);
  return status;
}
