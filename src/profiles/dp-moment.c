/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-moment.h"

#include <glib/gi18n.h>

/**
 * The local time of day, with the date when that is another day than @now; both
 * are Unix times. Owned.
 */
char *
dp_moment_format (gint64 moment,
                  gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (moment);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);

  /* GDateTime ends with the year 9999. */
  if (then == NULL)
    return g_strdup ("-");
  gboolean same_day = g_date_time_get_year (then) == g_date_time_get_year (today) && g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today);

  /* Translators: date and time of day. */
  return g_date_time_format (then, same_day ? "%H:%M" : _("%b %-d, %H:%M"));
}
