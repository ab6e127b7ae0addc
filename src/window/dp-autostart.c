/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-autostart.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "dp-background-portal.h"
#include "dp-installation.h"

#define FOLDER "autostart"
#define FILE_NAME APP_ID ".desktop"

static char *
dup_own_path (void)
{
  return g_build_filename (g_get_user_config_dir (), FOLDER, FILE_NAME, NULL);
}

/* An administrator may start the tray for everybody. */
static char *
find_system_file (void)
{
  for (const char *const *folder = g_get_system_config_dirs (); *folder != NULL; folder++) {
    g_autofree char *path = g_build_filename (*folder, FOLDER, FILE_NAME, NULL);
    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return NULL;
}

static gboolean
starts (const char *path)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return FALSE;
  if (g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL))
    return FALSE;
  /* So GNOME's own tools switch it off. */
  return !g_key_file_has_key (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL)
         || g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL);
}

/** Whether the desktop starts the tray at the next login. */
gboolean
dp_autostart_is_enabled (void)
{
  g_autofree char *own = dup_own_path ();
  g_autofree char *of_system = find_system_file ();

  if (g_file_test (own, G_FILE_TEST_EXISTS))
    return starts (own);
  return of_system != NULL && starts (of_system);
}

/* As the Desktop Entry Specification quotes an argument of Exec. */
static char *
quote (const char *path)
{
  g_autoptr (GString) text = g_string_new ("\"");

  for (const char *p = path; *p != '\0'; p++) {
    if (strchr ("\"`$\\", *p) != NULL)
      g_string_append_c (text, '\\');
    g_string_append_c (text, *p);
    if (*p == '%')
      g_string_append_c (text, *p);
  }
  g_string_append_c (text, '"');
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_entries (GKeyFile *file,
             gboolean enabled)
{
  g_autofree char *program = dp_installation_find_program ("daypass-tray");
  g_autofree char *command = quote (program);

  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Daypass");
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, APP_ID);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TRY_EXEC, program);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, command);
  if (!enabled)
    g_key_file_set_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, TRUE);
}

/* Only what the administrator starts must be hidden; our own file goes. */
static gboolean
save (gboolean enabled,
      GError **error)
{
  g_autofree char *path = dup_own_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *of_system = find_system_file ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) failure = NULL;

  if (!enabled && of_system == NULL) {
    if (g_unlink (path) == 0 || errno == ENOENT)
      return TRUE;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” could not be removed: %s"), path, g_strerror (errno));
    return FALSE;
  }
  set_entries (file, enabled);
  if (g_mkdir_with_parents (folder, 0700) == 0 && g_key_file_save_to_file (file, path, &failure))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("“%s” could not be written: %s"), path, failure != NULL ? failure->message : g_strerror (errno));
  return FALSE;
}

/* What the portal was asked for cannot be read from within the sandbox: the file in
 * the application's own configuration remembers it. */
static void
portal_answered_cb (GObject *source,
                    GAsyncResult *result,
                    gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (dp_background_portal_request_finish (result, &error) && save (GPOINTER_TO_INT (g_task_get_task_data (task)), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * Has the tray started at login, or not any more: by the person's own autostart
 * file, in a sandbox by the portal, which may ask them.
 */
void
dp_autostart_set (gboolean enabled,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_autoptr (GError) error = NULL;

  g_task_set_source_tag (task, dp_autostart_set);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  if (dp_installation_is_flatpak ())
    dp_background_portal_request (enabled, portal_answered_cb, g_steal_pointer (&task));
  else if (save (enabled, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/** The error is a sentence for the person. */
gboolean
dp_autostart_set_finish (GAsyncResult *result,
                         GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
