/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-duration.h"

static void
test_parse (void)
{
  static const struct {
    const char *text;
    int seconds; /* -1: refused */
  } cases[] = {
    { "90m", 5400 },
    { "2h", 7200 },
    { "1h30m", 5400 },
    { "900", 900 },
    { "0", 0 },
    { "0m", 0 },
    { "1h90m", 9000 },
    { "129600", 129600 },
    { "0090m", 5400 },
    { "", -1 },
    { "m", -1 },
    { "h30m", -1 },
    { "30m1h", -1 },
    { "1h1h", -1 },
    { "1h30", -1 },
    { "30s", -1 },
    { "1d", -1 },
    { "1.5h", -1 },
    { "1,5h", -1 },
    { "-5", -1 },
    { "+5", -1 },
    { " 5", -1 },
    { "5 ", -1 },
    { "1h 30m", -1 },
    { "2H", -1 },
    { "0x10", -1 },
    { "５", -1 },
    { "99999999999999999999", -1 },
    { "99999999h", -1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    int seconds = -1;
    g_test_message ("“%s”", cases[i].text);
    gboolean taken = dp_duration_parse (cases[i].text, &seconds);
    g_assert_cmpint (taken, ==, cases[i].seconds >= 0);
    g_assert_cmpint (seconds, ==, cases[i].seconds);
  }
}

static void
test_format (void)
{
  static const struct {
    int seconds;
    const char *text;
  } cases[] = {
    { 0, "0 s" },
    { 59, "59 s" },
    { 60, "1 min" },
    { 3599, "59 min" },
    { 3600, "1 h" },
    { 3659, "1 h" },
    { 5400, "1 h 30 min" },
    { 129600, "36 h" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = dp_duration_format (cases[i].seconds);
    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duration/parse", test_parse);
  g_test_add_func ("/duration/format", test_format);
  return g_test_run ();
}
