/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray-host.h"

#include <glib/gi18n.h>

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

struct _DpTrayHost {
  GDBusConnection *bus; /* (owned) */
  DpTrayHostFunc found;
  gpointer data;
  GCancellable *cancellable;
  guint watch_id;
  guint subscription;
};

/* Words of XDG_CURRENT_DESKTOP; what to do on each desktop is a whole sentence. */
/* A table with N_() becomes stairs. */
/* clang-format off */
static const struct {
  const char *desktop;
  const char *advice;
} advices[] = {
  { "GNOME", N_("To see the icon of Daypass, install the GNOME extension “AppIndicator and KStatusNotifierItem Support” (package gnome-shell-extension-appindicator) and log in again.") },
  { "sway", N_("To see the icon of Daypass, use Waybar (package waybar) with its “tray” module.") },
  { "Hyprland", N_("To see the icon of Daypass, use Waybar (package waybar) with its “tray” module.") },
  { "river", N_("To see the icon of Daypass, use Waybar (package waybar) with its “tray” module.") },
  { "wlroots", N_("To see the icon of Daypass, use Waybar (package waybar) with its “tray” module.") },
  { "KDE", N_("To see the icon of Daypass, add the “System Tray” to your panel.") },
  { "XFCE", N_("To see the icon of Daypass, add the “Status Tray Plugin” to your panel.") },
  { "MATE", N_("To see the icon of Daypass, add the “Notification Area” to your panel.") },
  { "LXQt", N_("To see the icon of Daypass, add the “Status Notifier” to your panel.") },
  { "X-Cinnamon", N_("To see the icon of Daypass, add the “XApp Status Applet” to your panel and install the package xapp-sn-watcher.") },
};
/* clang-format on */

/** What to install on the desktop of XDG_CURRENT_DESKTOP (nullable) to see tray
 * icons. */
const char *
dp_tray_host_get_advice (const char *current_desktop)
{
  g_auto (GStrv) words = g_strsplit (current_desktop != NULL ? current_desktop : "", ":", 0);

  for (size_t w = 0; words[w] != NULL; w++) {
    for (size_t i = 0; i < G_N_ELEMENTS (advices); i++) {
      if (g_ascii_strcasecmp (words[w], advices[i].desktop) == 0)
        return _(advices[i].advice);
    }
  }
  return _("To see the icon of Daypass, add a tray for StatusNotifierItem to your panel, such as snixembed for an older one.");
}

static void
got_cb (GObject *source,
        GAsyncResult *result,
        gpointer data)
{
  DpTrayHost *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autoptr (GVariant) value = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  self->found (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value), self->data);
}

static void
look (DpTrayHost *self)
{
  g_dbus_connection_call (self->bus, WATCHER, WATCHER_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, got_cb, self);
}

static void
appeared_cb (GDBusConnection *bus,
             const char *name,
             const char *owner,
             gpointer data)
{
  look (data);
}

static void
vanished_cb (GDBusConnection *bus,
             const char *name,
             gpointer data)
{
  DpTrayHost *self = data;

  self->found (FALSE, self->data);
}

/* Of the watcher's signals MATE's says the contrary now and then: the property is
 * right. */
static void
signalled_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer data)
{
  if (g_str_has_prefix (signal, "StatusNotifierHost"))
    look (data);
}

/** Calls @found soon, and again whenever it may have changed. */
DpTrayHost *
dp_tray_host_new (GDBusConnection *bus,
                  DpTrayHostFunc found,
                  gpointer data)
{
  DpTrayHost *self = g_new0 (DpTrayHost, 1);

  self->bus = g_object_ref (bus);
  self->found = found;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->subscription = g_dbus_connection_signal_subscribe (bus, WATCHER, WATCHER, NULL, WATCHER_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, signalled_cb, self, NULL);
  self->watch_id = g_bus_watch_name_on_connection (bus, WATCHER, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, vanished_cb, self, NULL);
  return self;
}

void
dp_tray_host_free (DpTrayHost *self)
{
  g_cancellable_cancel (self->cancellable);
  g_dbus_connection_signal_unsubscribe (self->bus, self->subscription);
  g_bus_unwatch_name (self->watch_id);
  g_object_unref (self->cancellable);
  g_object_unref (self->bus);
  g_free (self);
}
