/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib.h>

#include "dp-time.h"

static void
test_parse (void)
{
  static const struct {
    const char *text;
    gboolean valid;
    gint64 seconds;
  } cases[] = {
    { "1970-01-01T00:00:00Z", TRUE, 0 },
    { "2026-11-24T08:56:23Z", TRUE, 1795510583 },
    { "2026-11-24t08:56:23z", TRUE, 1795510583 },
    { "2026-11-24T08:56:23.987654321Z", TRUE, 1795510583 },
    { "2026-11-24T17:56:23+09:00", TRUE, 1795510583 },
    { "2026-11-24T03:26:23.5-05:30", TRUE, 1795510583 },
    { "2024-02-29T00:00:00Z", TRUE, 1709164800 },
    { "2016-12-31T23:59:60Z", TRUE, 1483228800 },
    { "2100-01-01T00:00:00Z", TRUE, 4102444800 },
    { "1969-12-31T23:59:59Z", TRUE, -1 },
    { "", FALSE, 0 },
    { "2026-11-24", FALSE, 0 },
    { "2026-11-24T08:56:23", FALSE, 0 },
    { "2026-11-24 08:56:23", FALSE, 0 },
    { "2026-11-24T08:56Z", FALSE, 0 },
    { "2026-11-24T08:56:23.Z", FALSE, 0 },
    { "2026-11-24T08:56:23Z ", FALSE, 0 },
    { " 2026-11-24T08:56:23Z", FALSE, 0 },
    { "2026-11-24T24:00:00Z", FALSE, 0 },
    { "2026-11-24T08:60:23Z", FALSE, 0 },
    { "2026-11-24T08:56:61Z", FALSE, 0 },
    { "2026-02-29T00:00:00Z", FALSE, 0 },
    { "2026-13-01T00:00:00Z", FALSE, 0 },
    { "2026-00-01T00:00:00Z", FALSE, 0 },
    { "2026-11-00T00:00:00Z", FALSE, 0 },
    { "0000-01-01T00:00:00Z", FALSE, 0 },
    { "2026-11-24T08:56:23+0900", FALSE, 0 },
    { "2026-11-24T08:56:23+24:00", FALSE, 0 },
    { "2026-11-24T08:56:23+09:60", FALSE, 0 },
    { "+026-11-24T08:56:23Z", FALSE, 0 },
    { "1795510583", FALSE, 0 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint64 seconds = 42;
    g_test_message ("%s", cases[i].text);
    g_assert_cmpint (dp_time_parse (cases[i].text, &seconds), ==, cases[i].valid);
    g_assert_cmpint (seconds, ==, cases[i].valid ? cases[i].seconds : 42);
  }
}

static void
test_format (void)
{
  static const gint64 moments[] = { 0, 1, 951782400, 1795510583, 4102444800, 253402300799 };

  g_autofree char *text = dp_time_format (1795510583);
  g_assert_cmpstr (text, ==, "2026-11-24T08:56:23Z");
  for (size_t i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autofree char *written = dp_time_format (moments[i]);
    gint64 seconds = 0;
    g_assert_true (dp_time_parse (written, &seconds));
    g_assert_cmpint (seconds, ==, moments[i]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/format", test_format);
  return g_test_run ();
}
