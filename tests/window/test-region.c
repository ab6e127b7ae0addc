/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-region.h"

/* What somebody types, and the region that Return takes; NULL for none. */
static const struct {
  const char *search;
  const char *found;
} rows[] = {
  { "tokyo", "ap-northeast-1" },
  { "TOK", "ap-northeast-1" },
  { "ap-northeast-1", "ap-northeast-1" },
  { "northeast-3", "ap-northeast-3" },
  { "us-west", "us-west-1" },
  { "oregon", "us-west-2" },
  { "virginia", "us-east-1" },
  { "sao paulo", "sa-east-1" },
  { "gov", "us-gov-east-1" },
  { "okyo", NULL },
  { "atlantis", NULL },
};

static void
test_search (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    int position = dp_region_find (rows[i].search);
    g_test_message ("%s", rows[i].search);
    g_assert_cmpstr (position >= 0 ? dp_region_get_id ((guint) position) : NULL, ==, rows[i].found);
  }
}

static void
test_format (void)
{
  g_autofree char *known = dp_region_format ("eu-central-1");
  g_autofree char *newer = dp_region_format ("xx-future-1");

  g_assert_cmpstr (known, ==, "Frankfurt (eu-central-1)");
  g_assert_cmpstr (newer, ==, "xx-future-1");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/region/search", test_search);
  g_test_add_func ("/region/format", test_format);
  return g_test_run ();
}
