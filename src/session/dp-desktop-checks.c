/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>

#define WATCHER "org.kde.StatusNotifierWatcher"
#define NOTIFICATIONS "org.freedesktop.Notifications"

/* NULL when nobody answers. */
static GVariant *
get_host_registered (DpExamination *examination)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (examination->bus, WATCHER, "/StatusNotifierWatcher", "org.freedesktop.DBus.Properties", "Get",
                                                            g_variant_new ("(ss)", WATCHER, "IsStatusNotifierHostRegistered"), G_VARIANT_TYPE ("(v)"),
                                                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, examination->cancellable, NULL);

  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  return g_steal_pointer (&value);
}

void
dp_check_tray_host (DpExamination *examination)
{
  if (dp_examination_skip_without_desktop (examination, _("The tray")))
    return;

  g_autoptr (GVariant) registered = get_host_registered (examination);
  if (registered != NULL && g_variant_is_of_type (registered, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (registered))
    dp_examination_tick (examination, NULL, _("The panel shows tray icons"));
  else
    dp_examination_cross (examination, NULL, _("No panel shows tray icons here"), _("On GNOME, install and turn on the extension “AppIndicator and KStatusNotifierItem Support”; elsewhere, add the status tray to the panel. The window and the notifications work without it"));
}

/* Starts the service if it is not running, as the first notification would. */
void
dp_check_notifications (DpExamination *examination)
{
  if (dp_examination_skip_without_desktop (examination, _("Notifications")))
    return;

  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (examination->bus, NOTIFICATIONS, "/org/freedesktop/Notifications", NOTIFICATIONS, "GetServerInformation",
                                                            NULL, G_VARIANT_TYPE ("(ssss)"), G_DBUS_CALL_FLAGS_NONE, -1, examination->cancellable, NULL);
  if (reply == NULL) {
    dp_examination_cross (examination, NULL, _("No program shows notifications here"), _("Install a notification service, such as xfce4-notifyd, dunst or mako, and start it with your desktop; else nothing tells that a session ends"));
    return;
  }
  const char *name = NULL;
  g_variant_get_child (reply, 0, "&s", &name);
  dp_examination_tick (examination, NULL, _("Notifications are shown by “%s”"), name);
}

/* The person's own, which hides the administrator's; NULL for neither. */
static char *
find_autostart_file (void)
{
  const char *const *folders = g_get_system_config_dirs ();
  char *path = g_build_filename (g_get_user_config_dir (), "autostart", APP_ID ".desktop", NULL);

  for (; !g_file_test (path, G_FILE_TEST_EXISTS); folders++) {
    g_clear_pointer (&path, g_free);
    if (*folders == NULL)
      return NULL;
    path = g_build_filename (*folders, "autostart", APP_ID ".desktop", NULL);
  }
  return path;
}

/* Hidden is what the specification has, the other is how GNOME switches it off. */
static gboolean
is_switched_off (GKeyFile *entry)
{
  static const char gnome_key[] = "X-GNOME-Autostart-enabled";

  return g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL)
         || (g_key_file_has_key (entry, G_KEY_FILE_DESKTOP_GROUP, gnome_key, NULL)
             && !g_key_file_get_boolean (entry, G_KEY_FILE_DESKTOP_GROUP, gnome_key, NULL));
}

/* The program that the file starts; NULL when it is to start none. */
static char *
read_program (GKeyFile *entry)
{
  g_autofree char *command = g_key_file_get_string (entry, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, NULL);
  g_auto (GStrv) words = NULL;

  if (is_switched_off (entry))
    return NULL;
  if (command == NULL || !g_shell_parse_argv (command, NULL, &words, NULL))
    return g_strdup ("");
  return g_strdup (words[0]);
}

/* Not to start at login is the person's choice, to start nothing is a fault. */
void
dp_check_autostart (DpExamination *examination)
{
  if (dp_examination_skip_without_desktop (examination, _("Start at login")))
    return;

  g_autofree char *path = find_autostart_file ();
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  if (path == NULL || !g_key_file_load_from_file (entry, path, G_KEY_FILE_NONE, NULL)) {
    dp_examination_tick (examination, NULL, _("Daypass does not start at login"));
    return;
  }
  g_autofree char *program = read_program (entry);
  g_autofree char *found = program != NULL ? g_find_program_in_path (program) : NULL;
  if (program == NULL) {
    dp_examination_tick (examination, NULL, _("Daypass does not start at login"));
  } else if (found != NULL) {
    dp_examination_tick (examination, NULL, _("Daypass starts at login"));
  } else {
    g_autofree char *message = g_strdup_printf (_("Daypass is to start at login, but the program that “%s” names is not there (“%s”)"), path, program);
    dp_examination_cross (examination, NULL, message, _("Delete the file, and turn on the start at login again"));
  }
}
