/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-installation.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

/* Where the parts are, seen from the running program: an installation can be
 * moved (a Flatpak's /app, a staged package), and a build folder works as well. */
typedef struct {
  const char *own_folder; /* what the program's own folder ends in */
  gboolean is_build;
} Layout;

static const Layout layouts[] = {
  { "/" BINDIR, FALSE },
  { "/" LIBEXECDIR "/daypass", FALSE },
  { "/src/cli", TRUE },
  { "/src/job", TRUE },
  { "/src/tray", TRUE },
  { "/src/window", TRUE },
};

static const struct {
  const char *name;
  const char *installed_folder; /* below the root that all share */
  const char *build_folder;
} programs[] = {
  { "daypass", BINDIR, "src/cli" },
  { "daypass-job", LIBEXECDIR "/daypass", "src/job" },
  { "daypass-tray", BINDIR, "src/tray" },
  { "daypass-window", BINDIR, "src/window" },
};

static gboolean
find_layout (char **root)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (size_t i = 0; folder != NULL && i < G_N_ELEMENTS (layouts); i++) {
    if (!g_str_has_suffix (folder, layouts[i].own_folder))
      continue;
    *root = g_strndup (folder, strlen (folder) - strlen (layouts[i].own_folder));
    return layouts[i].is_build;
  }
  *root = g_strdup (PREFIX);
  return FALSE;
}

/** The path of another of our programs. Owned. */
char *
dp_installation_find_program (const char *name)
{
  g_autofree char *root = NULL;
  gboolean is_build = find_layout (&root);

  for (size_t i = 0; i < G_N_ELEMENTS (programs); i++) {
    if (g_str_equal (programs[i].name, name))
      return g_build_filename (root, is_build ? programs[i].build_folder : programs[i].installed_folder, name, NULL);
  }
  g_return_val_if_reached (NULL);
}

/** Whether this runs inside Flatpak (flatpak-metadata(5), "/.flatpak-info"). */
gboolean
dp_installation_is_flatpak (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

/** Sets the person's language for every message from here on. */
void
dp_installation_init_locale (void)
{
  /* Not the others: each is a file to be opened. */
  setlocale (LC_CTYPE, "");
  setlocale (LC_MESSAGES, "");
  setlocale (LC_TIME, "");

  g_autofree char *root = NULL;
  gboolean is_build = find_layout (&root);
  g_autofree char *folder = g_build_filename (root, is_build ? "po" : LOCALEDIR, NULL);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
