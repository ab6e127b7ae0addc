/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-section-index.h"

/* A file's lines: the hash of a header's name, or no header. */
#define NO_HEADER 0

static guint32
find_slowly (GArray *lines, guint line, guint32 name_hash)
{
  while (line < lines->len && g_array_index (lines, guint32, line) != name_hash)
    line++;
  return line < lines->len ? line : DP_NO_SECTION;
}

static gboolean
has_twice (GArray *lines)
{
  for (guint i = 0; i < lines->len; i++) {
    guint32 hash = g_array_index (lines, guint32, i);
    if (hash != NO_HEADER && find_slowly (lines, i + 1, hash) != DP_NO_SECTION)
      return TRUE;
  }
  return FALSE;
}

static void
change_once (GArray *lines, DpSectionIndex *sections)
{
  guint line = (guint) g_test_rand_int_range (0, (gint32) lines->len + 1);
  guint32 no_header = NO_HEADER;

  if (g_test_rand_bit ()) {
    guint32 hash = (guint32) g_test_rand_int_range (1, 40);
    dp_section_index_append (sections, lines->len, hash);
    g_array_append_val (lines, hash);
  } else if (g_test_rand_bit ()) {
    dp_section_index_shift (sections, line);
    g_array_insert_val (lines, line, no_header);
  } else {
    guint end = MIN (line + 3, lines->len);
    dp_section_index_remove_lines (sections, line, end);
    g_array_remove_range (lines, line, end - line);
  }
}

static void
test_random_changes (void)
{
  for (int i = 0; i < 200; i++) {
    g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint32));
    g_autoptr (DpSectionIndex) sections = dp_section_index_new ();
    for (int j = 0; j < 60; j++) {
      change_once (lines, sections);
      guint line = (guint) g_test_rand_int_range (0, (gint32) lines->len + 1);
      for (guint32 hash = 1; hash < 40; hash++)
        g_assert_cmpuint (dp_section_index_find (sections, line, hash), ==, find_slowly (lines, line, hash));
      g_assert_cmpint (dp_section_index_may_repeat (sections), ==, has_twice (lines));
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/section-index/random-changes", test_random_changes);
  return g_test_run ();
}
