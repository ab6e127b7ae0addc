/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-clock-note.h"

#include <glib/gi18n.h>

/* A clock that is this wrong is worth a word; less is nobody's business. */
#define TOLERANCE_SECONDS 60
#define HOURS_FROM_SECONDS (2 * 3600)

static void
tell_hours (DpAsker *asker,
            gboolean slow,
            int hours)
{
  dp_asker_tell (asker,
                 slow ? ngettext ("This computer’s clock is %d hour slow. The request was signed with AWS’s time; set the clock right",
                                  "This computer’s clock is %d hours slow. The request was signed with AWS’s time; set the clock right", (gulong) hours)
                      : ngettext ("This computer’s clock is %d hour fast. The request was signed with AWS’s time; set the clock right",
                                  "This computer’s clock is %d hours fast. The request was signed with AWS’s time; set the clock right", (gulong) hours),
                 hours);
}

static void
tell_minutes (DpAsker *asker,
              gboolean slow,
              int minutes)
{
  dp_asker_tell (asker,
                 slow ? ngettext ("This computer’s clock is %d minute slow. The request was signed with AWS’s time; set the clock right",
                                  "This computer’s clock is %d minutes slow. The request was signed with AWS’s time; set the clock right", (gulong) minutes)
                      : ngettext ("This computer’s clock is %d minute fast. The request was signed with AWS’s time; set the clock right",
                                  "This computer’s clock is %d minutes fast. The request was signed with AWS’s time; set the clock right", (gulong) minutes),
                 minutes);
}

/** Tells the person that AWS found the clock wrong, if it did. */
void
dp_clock_note_tell (DpAwsClient *client,
                    DpAsker *asker)
{
  gint64 offset = dp_aws_client_get_clock_offset (client);
  gint64 seconds = ABS (offset);

  if (seconds >= HOURS_FROM_SECONDS)
    tell_hours (asker, offset > 0, (int) ((seconds + 1800) / 3600));
  else if (seconds >= TOLERANCE_SECONDS)
    tell_minutes (asker, offset > 0, (int) ((seconds + 30) / 60));
}
