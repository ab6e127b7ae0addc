/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-duration.h"

#include <glib/gi18n.h>

/* A year: more than any session, and far from overflow. */
#define SECONDS_MAX (366 * 24 * 3600)

static int
unit_seconds (char unit)
{
  switch (unit) {
    case 'h':
      return 3600;
    case 'm':
      return 60;
    default:
      return 0;
  }
}

/**
 * Reads "90m", "2h", "1h30m" or plain seconds, and nothing else: the contract
 * names these forms. Returns FALSE, and leaves @seconds alone, for anything else.
 */
gboolean
dp_duration_parse (const char *text,
                   int *seconds)
{
  gint64 total = 0;
  int last_unit = G_MAXINT;

  if (*text == '\0')
    return FALSE;
  while (*text != '\0') {
    if (!g_ascii_isdigit (*text))
      return FALSE;
    gint64 number = 0;
    for (; g_ascii_isdigit (*text); text++) {
      number = number * 10 + (*text - '0');
      if (number > SECONDS_MAX)
        return FALSE;
    }
    gboolean plain = *text == '\0' && last_unit == G_MAXINT;
    int unit = plain ? 1 : unit_seconds (*text);
    if (unit == 0 || unit >= last_unit)
      return FALSE;
    total += number * unit;
    if (total > SECONDS_MAX)
      return FALSE;
    last_unit = unit;
    if (!plain)
      text++;
  }

  *seconds = (int) total;
  return TRUE;
}

/** A length of time in words, to the minute; under a minute in seconds. Owned. */
char *
dp_duration_format (int seconds)
{
  int hours = seconds / 3600;
  int minutes = seconds % 3600 / 60;

  /* Translators: here and below, a length of time: seconds, minutes, hours. */
  if (seconds < 60)
    return g_strdup_printf (_("%d s"), seconds);
  if (hours == 0)
    return g_strdup_printf (_("%d min"), minutes);
  if (minutes == 0)
    return g_strdup_printf (_("%d h"), hours);
  /* Translators: hours and minutes. */
  return g_strdup_printf (_("%d h %d min"), hours, minutes);
}
