/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "replace-file.h"

#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool
sync_folder (const char *path)
{
  char *copy = strdup (path);
  int fd = open (dirname (copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool synced = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);
  free (copy);
  return synced;
}

static bool
replace (const char *path, bool with_folder)
{
  size_t length = 0;
  char *bytes = read_file (path, &length);
  bool replaced = bytes != NULL && replace_file (path, bytes, length) && (!with_folder || sync_folder (path));

  free (bytes);
  return replaced;
}

/* What an edit costs at least: replace-floor [--sync-folder] FILE TIMES replaces it
 * by its own bytes. */
int
main (int argc, char **argv)
{
  bool with_folder = argc == 4 && strcmp (argv[1], "--sync-folder") == 0;
  if (argc != 3 && !with_folder)
    return 2;

  const char *path = argv[argc - 2];
  int times = atoi (argv[argc - 1]);
  for (int i = 0; i < times; i++) {
    if (!replace (path, with_folder)) {
      perror (path);
      return 1;
    }
  }
  return 0;
}
