/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <glib.h>
#include <stdio.h>
#include <string.h>

/* What an answer from the file costs at least in a program of GLib's:
 * read-floor FILE PROFILE prints the lines of that section. */
int
main (int argc, char **argv)
{
  g_autofree char *text = NULL;
  if (argc != 3 || !g_file_get_contents (argv[1], &text, NULL, NULL))
    return 2;

  g_autofree char *header = g_strdup_printf ("[%s]\n", argv[2]);
  const char *section = strstr (text, header);
  if (section == NULL)
    return 1;

  const char *lines = section + strlen (header);
  const char *next = strchr (lines, '[');
  size_t length = next != NULL ? (size_t) (next - lines) : strlen (lines);
  return fwrite (lines, 1, length, stdout) == length && fflush (stdout) == 0 ? 0 : 1;
}
