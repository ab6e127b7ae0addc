/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-reminder.h"

#define HOUR 3600

/* An end that is longer ago is no news to a person who comes back: a weekend. */
#define NEWS_SECONDS (3 * 24 * HOUR)

/* Lead times are meant for sessions of an hour or more; of a shorter one they
 * are the same share: 15 minutes a quarter, 5 minutes a twelfth. */
static gint64
get_lead_seconds (const DpTrayAccount *account, int minutes)
{
  gint64 seconds = (gint64) minutes * 60;

  return account->duration_seconds < HOUR ? seconds * account->duration_seconds / HOUR : seconds;
}

/**
 * Tells what to say of @account at @now, from its absolute end alone: whoever
 * was asleep at the moments before learns only what is true now. @lead_minutes
 * (element-type int) are minutes before the end, in any order. A session whose
 * whole length is not longer than a lead time skips that one.
 */
DpReminder
dp_reminder_evaluate (const DpTrayAccount *account, GArray *lead_minutes, gint64 now)
{
  DpReminder reminder = { 0, DP_REMINDER_NEVER };

  if (!account->has_session)
    return reminder;
  if (now >= account->expires_at) {
    reminder.stage = now - account->expires_at < NEWS_SECONDS ? lead_minutes->len + 1 : 0;
    return reminder;
  }

  reminder.next = account->expires_at;
  for (guint i = 0; i < lead_minutes->len; i++) {
    gint64 lead = get_lead_seconds (account, g_array_index (lead_minutes, int, i));
    /* The same moment as the state “ending” of dp_session_get_state(). */
    gint64 moment = account->expires_at - lead + 1;
    if (lead <= 0 || lead >= account->duration_seconds)
      continue;
    if (now >= moment)
      reminder.stage++;
    else
      reminder.next = MIN (reminder.next, moment);
  }
  return reminder;
}
