/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-tray-account.h"

G_BEGIN_DECLS

#define DP_REMINDER_NEVER G_MAXINT64

/** What there is to say about the end of a session at one moment. */
typedef struct {
  guint stage;  /* 0: nothing; else it differs for every thing to say */
  gint64 next;  /* Unix time of the next change, or DP_REMINDER_NEVER */
} DpReminder;

DpReminder dp_reminder_evaluate (const DpTrayAccount *account,
                                 GArray              *lead_minutes,
                                 gint64               now);

G_END_DECLS
