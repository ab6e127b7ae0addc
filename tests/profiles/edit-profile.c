/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dp-file-editor.h"
#include "dp-profile-file.h"

/* The library as a program: one operation on one file, for the Python tests and
 * for strace. Exit status: 0, 1 (no such value), 2 (usage), or 3 with the error's
 * code and message on standard error. */

static gboolean
edit_cb (DpProfileFile *file, gpointer data, GError **error)
{
  const char *const *args = data;
  const char *operation = args[0];

  if (g_str_equal (operation, "set")) {
    for (size_t i = 2; args[i] != NULL && args[i + 1] != NULL; i += 2)
      dp_profile_file_set_value (file, args[1], args[i], args[i + 1]);
  } else if (g_str_equal (operation, "rename")) {
    dp_profile_file_rename_key (file, args[1], args[2], args[3]);
  } else if (g_str_equal (operation, "remove-key")) {
    dp_profile_file_remove_key (file, args[1], args[2]);
  } else if (g_str_equal (operation, "remove")) {
    dp_profile_file_remove_profile (file, args[1]);
  } else {
    g_autofree char *old = dp_profile_file_dup_value (file, args[1], args[2]);
    g_autofree char *sum = g_strdup_printf ("%d", (old != NULL ? atoi (old) : 0) + 1);
    dp_profile_file_set_value (file, args[1], args[2], sum);
  }
  return TRUE;
}

static int
fail (const GError *error)
{
  fprintf (stderr, "%d %s\n", error->code, error->message);
  return 3;
}

static int
edit (const char *path, DpProfileFileKind kind, char **args)
{
  int times = g_str_equal (args[0], "count") ? atoi (args[3]) : 1;

  for (int i = 0; i < times; i++) {
    g_autoptr (GError) error = NULL;
    if (!dp_file_editor_edit (path, kind, edit_cb, args, &error))
      return fail (error);
  }
  return 0;
}

static void
print_problems (DpProfileFile *file)
{
  g_autoptr (GPtrArray) problems = dp_profile_file_list_problems (file);

  for (guint i = 0; i < problems->len; i++) {
    const DpProfileFileProblem *problem = g_ptr_array_index (problems, i);
    printf ("%u %s %s\n", problem->line, problem->fatal ? "fatal" : "note", problem->message);
  }
}

static int
show (const char *path, DpProfileFileKind kind, char **args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpProfileFile) file = dp_profile_file_load (kind, path, &error);
  if (file == NULL)
    return fail (error);

  g_autofree char *text = NULL;
  if (g_str_equal (args[0], "problems")) {
    print_problems (file);
    return 0;
  }
  if (g_str_equal (args[0], "list")) {
    g_auto (GStrv) names = dp_profile_file_list_profiles (file);
    text = g_strjoinv ("\n", names);
  } else if (g_str_equal (args[0], "get")) {
    text = dp_profile_file_dup_value (file, args[1], args[2]);
  } else {
    text = dp_profile_file_dup_nested (file, args[1], args[2], args[3]);
  }
  if (text == NULL)
    return 1;
  puts (text);
  return 0;
}

int
main (int argc, char **argv)
{
  static const char *const shows[] = { "problems", "list", "get", "nested", NULL };

  if (argc < 4)
    return 2;

  gboolean is_config = g_str_equal (argv[1], "config");
  DpProfileFileKind kind = is_config ? DP_PROFILE_FILE_CONFIG : DP_PROFILE_FILE_CREDENTIALS;
  if (g_strv_contains (shows, argv[3]))
    return show (argv[2], kind, argv + 3);
  if (!g_str_equal (argv[3], "check-writable"))
    return edit (argv[2], kind, argv + 3);

  g_autoptr (GError) error = NULL;
  return dp_file_editor_check_writable (argv[2], &error) ? 0 : fail (error);
}
