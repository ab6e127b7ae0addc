/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-files-watch.h"

#include <glib/gstdio.h>
#include <unistd.h>

/* A script: the world before, what somebody does, and whether it is told. Words
 * are separated by blanks; paths are below a new folder; the watched file is
 * “aws/credentials”. */
static const struct {
  const char *name;
  const char *before[6];
  const char *action[4];
  gboolean told;
} rows[] = {
  { "written", { "mkdir aws", "write aws/credentials" }, { "write aws/credentials" }, TRUE },
  { "made", { "mkdir aws" }, { "write aws/credentials" }, TRUE },
  { "removed", { "mkdir aws", "write aws/credentials" }, { "remove aws/credentials" }, TRUE },
  { "renamed over", { "mkdir aws", "write aws/credentials", "write aws/new" }, { "rename aws/new aws/credentials" }, TRUE },
  { "made readable", { "mkdir aws", "write aws/credentials" }, { "chmod aws/credentials" }, TRUE },
  { "another file", { "mkdir aws", "write aws/credentials" }, { "write aws/cache", "write other", "mkdir aws/cli" }, FALSE },
  { "read", { "mkdir aws", "write aws/credentials" }, { "read aws/credentials" }, FALSE },

  { "folder made", { NULL }, { "mkdir aws" }, TRUE },
  { "folder moved away", { "mkdir aws", "write aws/credentials" }, { "rename aws elsewhere" }, TRUE },
  { "folder moved in", { "mkdir ready", "write ready/credentials" }, { "rename ready aws" }, TRUE },
  { "folder removed", { "mkdir aws" }, { "remove aws" }, TRUE },

  { "link: written behind it", { "mkdir aws", "mkdir dot", "write dot/c", "link ../dot/c aws/credentials" }, { "write dot/c" }, TRUE },
  { "link: renamed over behind it", { "mkdir aws", "mkdir dot", "write dot/new", "link ../dot/c aws/credentials" }, { "rename dot/new dot/c" }, TRUE },
  { "link: its target comes", { "mkdir aws", "mkdir dot", "link ../dot/c aws/credentials" }, { "write dot/c" }, TRUE },
  { "link: the folder of its target comes", { "mkdir aws", "link ../dot/c aws/credentials" }, { "mkdir dot" }, TRUE },
  { "link: points elsewhere now", { "mkdir aws", "write one", "write two", "link ../one aws/credentials", "link ../two aws/new" }, { "rename aws/new aws/credentials" }, TRUE },
  { "chain: the far end", { "mkdir aws", "mkdir dot", "write end", "link ../end dot/c", "link ../dot/c aws/credentials" }, { "write end" }, TRUE },
  { "chain: the middle", { "mkdir aws", "mkdir dot", "write end", "link ../end dot/c", "link ../dot/c aws/credentials" }, { "remove dot/c" }, TRUE },
  { "linked folder: written", { "mkdir dot", "write dot/credentials", "link dot aws" }, { "write dot/credentials" }, TRUE },
  { "linked folder: points elsewhere", { "mkdir dot", "mkdir other", "link dot aws", "link other new" }, { "rename new aws" }, TRUE },
  { "linked folder: its target comes", { "link dot aws" }, { "mkdir dot" }, TRUE },
  { "link in a circle", { "mkdir aws", "link credentials aws/credentials" }, { "write other" }, FALSE },
  { "link in a circle is broken", { "mkdir aws", "link credentials aws/credentials" }, { "remove aws/credentials" }, TRUE },
};

static void
do_step (const char *folder, const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", 3);
  g_autofree char *first = g_build_filename (folder, words[1], NULL);
  g_autofree char *second = words[2] != NULL ? g_build_filename (folder, words[2], NULL) : NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (words[0], "mkdir"))
    g_assert_cmpint (g_mkdir (first, 0700), ==, 0);
  else if (g_str_equal (words[0], "write"))
    g_file_set_contents_full (first, "x", 1, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  else if (g_str_equal (words[0], "read"))
    g_file_get_contents (first, &text, NULL, &error);
  else if (g_str_equal (words[0], "chmod"))
    g_assert_cmpint (g_chmod (first, 0640), ==, 0);
  else if (g_str_equal (words[0], "remove"))
    g_assert_cmpint (g_remove (first), ==, 0);
  else if (g_str_equal (words[0], "rename"))
    g_assert_cmpint (g_rename (first, second), ==, 0);
  else if (g_str_equal (words[0], "link"))
    g_assert_cmpint (symlink (words[1], second), ==, 0);
  else
    g_assert_not_reached ();
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
    const char *name = NULL;
    while ((name = g_dir_read_name (folder)) != NULL) {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
count_cb (gpointer data)
{
  (*(int *) data)++;
}

/* inotify has an event ready as soon as the call that made it has returned. */
static int
count_events (int *calls)
{
  *calls = 0;
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return *calls;
}

static void
test_row (gconstpointer data)
{
  size_t i = GPOINTER_TO_SIZE (data);
  int calls = 0;
  g_autofree char *folder = g_dir_make_tmp ("daypass-watch-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "aws", "credentials", NULL);
  const char *paths[] = { path, NULL };

  for (size_t j = 0; j < G_N_ELEMENTS (rows[i].before) && rows[i].before[j] != NULL; j++)
    do_step (folder, rows[i].before[j]);
  g_autoptr (DpFilesWatch) watch = dp_files_watch_new (paths, count_cb, &calls);
  g_assert_nonnull (watch);
  g_assert_cmpint (count_events (&calls), ==, 0);
  for (size_t j = 0; j < G_N_ELEMENTS (rows[i].action) && rows[i].action[j] != NULL; j++)
    do_step (folder, rows[i].action[j]);
  g_assert_cmpint (count_events (&calls) > 0, ==, rows[i].told);
  remove_tree (folder);
}

/* Once the way has changed, the new way is watched and not the old one. */
static void
test_walks_anew (void)
{
  int calls = 0;
  g_autofree char *folder = g_dir_make_tmp ("daypass-watch-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "aws", "credentials", NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (DpFilesWatch) watch = dp_files_watch_new (paths, count_cb, &calls);
  g_assert_nonnull (watch);
  do_step (folder, "mkdir aws");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "mkdir dot");
  g_assert_cmpint (count_events (&calls), ==, 0);
  do_step (folder, "link ../dot/c aws/credentials");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "write dot/c");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "remove aws/credentials");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "write dot/c");
  g_assert_cmpint (count_events (&calls), ==, 0);
  do_step (folder, "write aws/credentials");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "rename aws old");
  g_assert_cmpint (count_events (&calls), >, 0);
  do_step (folder, "write old/credentials");
  g_assert_cmpint (count_events (&calls), ==, 0);
  remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = g_strconcat ("/files-watch/", rows[i].name, NULL);
    g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_row);
  }
  g_test_add_func ("/files-watch/walks-anew", test_walks_anew);
  return g_test_run ();
}
