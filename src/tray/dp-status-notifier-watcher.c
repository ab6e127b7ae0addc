/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-status-notifier-watcher.h"

#define BUS_NAME "org.kde.StatusNotifierWatcher"
#define OBJECT_PATH "/StatusNotifierWatcher"
#define INTERFACE BUS_NAME

struct _DpStatusNotifierWatcher {
  guint watch_id;
};

static void
registered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  /* It is tried again when another watcher comes. */
  if (reply == NULL)
    g_debug ("watcher: not registered: %s", error->message);
  else
    g_debug ("watcher: registered");
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  g_dbus_connection_call (bus, owner, OBJECT_PATH, INTERFACE, "RegisterStatusNotifierItem",
                          g_variant_new ("(s)", g_dbus_connection_get_unique_name (bus)),
                          NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, registered_cb, NULL);
}

/** @bus already has the item at /StatusNotifierItem: KDE drops a registration
 * whose object does not answer. */
DpStatusNotifierWatcher *
dp_status_notifier_watcher_new (GDBusConnection *bus)
{
  DpStatusNotifierWatcher *self = g_new0 (DpStatusNotifierWatcher, 1);

  self->watch_id = g_bus_watch_name_on_connection (bus, BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, NULL, self, NULL);
  return self;
}

void
dp_status_notifier_watcher_free (DpStatusNotifierWatcher *self)
{
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  g_free (self);
}
