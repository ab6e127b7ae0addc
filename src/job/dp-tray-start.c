/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray-start.h"

#include <gio/gio.h>

#define BUS_NAME APP_ID ".Tray"
#define OBJECT_PATH "/io/github/daypass/Daypass/Tray"
#define INTERFACE "org.freedesktop.Application"

/**
 * Sees to it that the tray runs, so that the first day needs no log-out. Waits
 * for nothing but the message to be on its way, and one that already runs takes
 * no notice; where it is not installed as a D-Bus service nothing happens.
 */
void
dp_tray_start (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);

  if (bus == NULL) {
    g_debug ("tray-start: %s", error->message);
    return;
  }
  g_autoptr (GDBusMessage) call = g_dbus_message_new_method_call (BUS_NAME, OBJECT_PATH, INTERFACE, "Activate");
  g_dbus_message_set_body (call, g_variant_new ("(a{sv})", NULL));
  g_dbus_message_set_flags (call, G_DBUS_MESSAGE_FLAGS_NO_REPLY_EXPECTED);
  if (!g_dbus_connection_send_message (bus, call, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, &error) || !g_dbus_connection_flush_sync (bus, NULL, &error))
    g_debug ("tray-start: %s", error->message);
}
