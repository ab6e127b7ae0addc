/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "random-text.h"

#include <string.h>

/** As g_test_init(), with the same random numbers in every run unless "--seed" says
 * others; GLib prints which. */
void
random_text_init (int *argc, char ***argv)
{
  static char *arguments[16];
  gboolean has_seed = FALSE;
  int n = 0;

  for (int i = 0; i < *argc && n < (int) G_N_ELEMENTS (arguments) - 2; i++) {
    has_seed = has_seed || g_str_has_prefix ((*argv)[i], "--seed");
    arguments[n++] = (*argv)[i];
  }
  if (!has_seed)
    arguments[n++] = (char *) "--seed=R02S4aefe0d4dd2a3b1fd4f1ac7b0ae04b23";
  *argv = arguments;
  *argc = n;
  g_test_init (argc, argv, NULL);
}

static int
pick (int end)
{
  return end > 0 ? g_test_rand_int_range (0, end) : 0;
}

static const char *
pick_text (const char *const *texts)
{
  return texts[pick ((int) g_strv_length ((GStrv) texts))];
}

static void
change (GString *text, const char *const *pieces)
{
  int start = pick ((int) text->len + 1);
  int longest = pick (24);
  int length = MIN (longest, (int) text->len - start);

  switch (pick (6)) {
    case 0:
      if (length > 0)
        text->str[start] = (char) pick (256);
      break;
    case 1:
      g_string_erase (text, start, length);
      break;
    case 2: {
      g_autofree char *part = g_memdup2 (text->str + start, (size_t) length);
      g_string_insert_len (text, pick ((int) text->len + 1), part, length);
      break;
    }
    case 3:
      g_string_truncate (text, (size_t) start);
      break;
    default:
      g_string_insert (text, start, pick_text (pieces));
  }
}

static GString *
make (const char *const *samples, const char *const *pieces)
{
  GString *text = g_string_new (pick_text (samples));

  for (int n = pick (8); n > 0; n--)
    change (text, pieces);
  return text;
}

/** One of @samples, changed at a few places: bytes, cuts, repeats, and @pieces that
 * mean something to whoever reads it.
 * Returns: (transfer full): bytes without one that ends them, so that reading on is
 * seen by the sanitizer. */
char *
random_text_make (const char *const *samples, const char *const *pieces, size_t *length)
{
  g_autoptr (GString) text = make (samples, pieces);

  *length = text->len;
  return text->len > 0 ? g_memdup2 (text->str, text->len) : g_malloc (1);
}

/** The same as a string, in an allocation that ends with it. */
char *
random_text_make_string (const char *const *samples, const char *const *pieces)
{
  g_autoptr (GString) text = make (samples, pieces);

  return g_strdup (text->str);
}
