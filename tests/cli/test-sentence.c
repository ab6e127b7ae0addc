/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-sentence.h"

static const struct {
  const char *text;
  const char *shown;
} rows[] = {
  { "The keyring is locked", "The keyring is locked." },
  { "The keyring is locked.", "The keyring is locked." },
  { "Is it unlocked?", "Is it unlocked?" },
  { "These profiles:\n  work\n", "These profiles:\n  work\n" },
};

static void
test_end (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *shown = dp_sentence_end (rows[i].text);
    g_test_message ("%s", rows[i].text);
    g_assert_cmpstr (shown, ==, rows[i].shown);
  }
}

static void
test_join (void)
{
  g_autofree char *both = dp_sentence_join ("One.", "Two.");

  g_assert_cmpstr (both, ==, "One. Two.");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentence/end", test_end);
  g_test_add_func ("/sentence/join", test_join);
  return g_test_run ();
}
