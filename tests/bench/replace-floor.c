/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "replace-file.h"

#include <stdio.h>
#include <stdlib.h>

/* What an edit costs at least: replace-floor FILE replaces it by its own bytes. */
int
main (int argc, char **argv)
{
  if (argc != 2)
    return 2;

  size_t length = 0;
  char *bytes = read_file (argv[1], &length);
  bool replaced = bytes != NULL && replace_file (argv[1], bytes, length);
  if (!replaced)
    perror (argv[1]);
  free (bytes);
  return replaced ? 0 : 1;
}
