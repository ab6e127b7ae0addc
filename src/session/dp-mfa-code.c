/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mfa-code.h"

#define DIGITS 6

/**
 * Takes what a person types or pastes: six digits, also full-width ones (０–９)
 * as an input method gives them, with white space anywhere. Returns six ASCII
 * digits, owned, or NULL when @text is not a code.
 */
char *
dp_mfa_code_normalize (const char *text)
{
  char digits[DIGITS + 1] = { 0 };
  int count = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p)) {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isspace (c))
      continue;
    int value = g_unichar_digit_value (c);
    if (value < 0 || count == DIGITS)
      return NULL;
    digits[count++] = (char) ('0' + value);
  }
  return count == DIGITS ? g_strdup (digits) : NULL;
}

/** When the device shows its next code. @now by AWS's clock, in seconds. */
gint64
dp_mfa_code_next_at (gint64 now)
{
  return now - now % DP_MFA_CODE_SECONDS + DP_MFA_CODE_SECONDS;
}
