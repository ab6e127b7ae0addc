/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-time.h"

#include <string.h>
#include <time.h>

/** Returns: (transfer full): "2026-11-24T08:56:23Z". */
char *
dp_time_format (gint64 unix_seconds)
{
  time_t seconds = (time_t) unix_seconds;
  struct tm parts;

  g_return_val_if_fail (gmtime_r (&seconds, &parts) != NULL, NULL);
  return g_strdup_printf ("%04d-%02d-%02dT%02d:%02d:%02dZ",
                          parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/* Reads exactly @n digits and goes past them. */
static gboolean
read_digits (const char **text, int n, int *number)
{
  int value = 0;

  for (int i = 0; i < n; i++, (*text)++) {
    if (!g_ascii_isdigit (**text))
      return FALSE;
    value = value * 10 + (**text - '0');
  }
  *number = value;
  return TRUE;
}

static gboolean
read_char (const char **text, const char *allowed)
{
  if (**text == '\0' || strchr (allowed, **text) == NULL)
    return FALSE;

  (*text)++;
  return TRUE;
}

static gboolean
read_date (const char **text, struct tm *parts)
{
  if (!read_digits (text, 4, &parts->tm_year) || !read_char (text, "-")
      || !read_digits (text, 2, &parts->tm_mon) || !read_char (text, "-") || !read_digits (text, 2, &parts->tm_mday))
    return FALSE;
  if (parts->tm_mon < 1 || parts->tm_mon > 12 || parts->tm_year < 1)
    return FALSE;
  if (parts->tm_mday < 1 || parts->tm_mday > g_date_get_days_in_month ((GDateMonth) parts->tm_mon, (GDateYear) parts->tm_year))
    return FALSE;

  parts->tm_year -= 1900;
  parts->tm_mon -= 1;
  return TRUE;
}

/* A second of 60 is a leap second; a fraction is cut off. */
static gboolean
read_time (const char **text, struct tm *parts)
{
  if (!read_digits (text, 2, &parts->tm_hour) || !read_char (text, ":")
      || !read_digits (text, 2, &parts->tm_min) || !read_char (text, ":") || !read_digits (text, 2, &parts->tm_sec))
    return FALSE;
  if (parts->tm_hour > 23 || parts->tm_min > 59 || parts->tm_sec > 60)
    return FALSE;
  if (!read_char (text, "."))
    return TRUE;
  if (!g_ascii_isdigit (**text))
    return FALSE;

  while (g_ascii_isdigit (**text))
    (*text)++;
  return TRUE;
}

static gboolean
read_offset (const char **text, gint64 *offset)
{
  int hours = 0;
  int minutes = 0;

  *offset = 0;
  if (read_char (text, "Zz"))
    return TRUE;

  int sign = **text == '-' ? -1 : 1;
  if (!read_char (text, "+-") || !read_digits (text, 2, &hours) || !read_char (text, ":") || !read_digits (text, 2, &minutes))
    return FALSE;

  *offset = sign * (hours * 3600 + minutes * 60);
  return hours <= 23 && minutes <= 59;
}

/** Reads a moment as RFC 3339 §5.6 has it; saml2aws and others write an offset
 * where we write "Z". Anything else, a moment without offset too, is refused. */
gboolean
dp_time_parse (const char *text, gint64 *unix_seconds)
{
  g_return_val_if_fail (text != NULL && unix_seconds != NULL, FALSE);

  struct tm parts = { 0 };
  gint64 offset = 0;
  if (!read_date (&text, &parts) || !read_char (&text, "Tt") || !read_time (&text, &parts) || !read_offset (&text, &offset) || *text != '\0')
    return FALSE;

  *unix_seconds = (gint64) timegm (&parts) - offset;
  return TRUE;
}
