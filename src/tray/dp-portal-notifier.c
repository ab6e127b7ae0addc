/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-portal-notifier.h"

#define BUS_NAME "org.freedesktop.portal.Desktop"
#define OBJECT_PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Notification"

/* The portal hands an action of this prefix to the application's own D-Bus name,
 * which is that of the window, together with a token for the focus. */
#define RENEW "app.renew"
#define OPEN "app.open"

static void
call (GDBusConnection *bus, const char *method, GVariant *parameters)
{
  g_dbus_connection_call (bus, BUS_NAME, OBJECT_PATH, INTERFACE, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static GVariant *
make_button (const char *label, const char *action, const char *profile)
{
  g_auto (GVariantDict) button = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&button, "label", "s", label);
  g_variant_dict_insert (&button, "action", "s", action);
  if (profile != NULL)
    g_variant_dict_insert (&button, "target", "s", profile);
  return g_variant_dict_end (&button);
}

/** Shows the bubble of @profile, in place of the one that it has. */
void
dp_portal_notifier_show (GDBusConnection *bus, const char *profile, const DpNotification *notification)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  gboolean of_several = g_str_equal (profile, DP_BUBBLE_OF_SEVERAL);
  const char *action = of_several ? OPEN : RENEW;
  GVariant *button = make_button (notification->button, action, of_several ? NULL : profile);

  g_variant_dict_insert (&fields, "title", "s", notification->title);
  g_variant_dict_insert (&fields, "body", "s", notification->body);
  g_variant_dict_insert (&fields, "priority", "s", "normal");
  g_variant_dict_insert (&fields, "default-action", "s", action);
  if (!of_several)
    g_variant_dict_insert (&fields, "default-action-target", "s", profile);
  g_variant_dict_insert_value (&fields, "buttons", g_variant_new_array (NULL, &button, 1));
  call (bus, "AddNotification", g_variant_new ("(s@a{sv})", profile, g_variant_dict_end (&fields)));
}

/** Takes the bubble of @profile away, if there is one. */
void
dp_portal_notifier_withdraw (GDBusConnection *bus, const char *profile)
{
  call (bus, "RemoveNotification", g_variant_new ("(s)", profile));
}
