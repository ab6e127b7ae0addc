/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib.h>

#include "dp-mfa-code.h"

static const struct {
  const char *name;
  const char *text;
  const char *code; /* NULL: not a code */
} cases[] = {
  { "plain", "123456", "123456" },
  { "leading zeros", "000001", "000001" },
  { "a space in the middle", "123 456", "123456" },
  { "pasted with line end", " 123456\r\n", "123456" },
  { "no-break and ideographic spaces", "123\xc2\xa0"
                                       "456\xe3\x80\x80",
    "123456" },
  { "full-width", "０１２３４５", "012345" },
  { "mixed widths", "12３４56", "123456" },
  { "Arabic-Indic", "١٢٣٤٥٦", "123456" },
  { "Devanagari", "१२३४५६", "123456" },
  { "empty", "", NULL },
  { "blanks", "   ", NULL },
  { "five digits", "12345", NULL },
  { "seven digits", "1234567", NULL },
  { "two codes", "123456 123457", NULL },
  { "a letter", "12345a", NULL },
  { "O for 0", "12345O", NULL },
  { "a dash", "123-456", NULL },
  { "a sign", "+12345", NULL },
  { "a superscript", "12345²", NULL },
  { "a Roman numeral", "12345Ⅵ", NULL },
  { "a sentence", "Your code is 123456", NULL },
  { "bytes that are no UTF-8", "123456\xff", NULL },
};

static void
test_normalize (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *code = dp_mfa_code_normalize (cases[i].text);
    g_test_message ("%s", cases[i].name);
    g_assert_cmpstr (code, ==, cases[i].code);
  }
}

static void
test_next_at (void)
{
  g_assert_cmpint (dp_mfa_code_next_at (1700000010), ==, 1700000040);
  g_assert_cmpint (dp_mfa_code_next_at (1700000039), ==, 1700000040);
  g_assert_cmpint (dp_mfa_code_next_at (1700000040), ==, 1700000070);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mfa-code/normalize", test_normalize);
  g_test_add_func ("/mfa-code/next-at", test_next_at);
  return g_test_run ();
}
