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
  const char *own_folder;     /* what the program's own folder ends in */
  const char *program_folder; /* libexec programs, below the same root */
  const char *locale_folder;
} Layout;

static const Layout layouts[] = {
  { "/" BINDIR, LIBEXECDIR "/daypass", LOCALEDIR },
  { "/" LIBEXECDIR "/daypass", LIBEXECDIR "/daypass", LOCALEDIR },
  { "/src/cli", "src/job", "po" },
  { "/src/job", "src/job", "po" },
};

static const Layout *
find_layout (char **root)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (size_t i = 0; folder != NULL && i < G_N_ELEMENTS (layouts); i++) {
    if (!g_str_has_suffix (folder, layouts[i].own_folder))
      continue;
    *root = g_strndup (folder, strlen (folder) - strlen (layouts[i].own_folder));
    return &layouts[i];
  }
  *root = g_strdup (PREFIX);
  return &layouts[0];
}

/** The path of one of our programs that is not on the PATH. Owned. */
char *
dp_installation_find_program (const char *name)
{
  g_autofree char *root = NULL;
  const Layout *layout = find_layout (&root);

  return g_build_filename (root, layout->program_folder, name, NULL);
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
  const Layout *layout = find_layout (&root);
  g_autofree char *folder = g_build_filename (root, layout->locale_folder, NULL);
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
