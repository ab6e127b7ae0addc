/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Tells for how long the next MFA code is to be waited for; hidden while there
 * is nothing to wait for.
 *
 * Signal: "over" (what it tells then), when the next code is there. */
#define DP_TYPE_COUNTDOWN (dp_countdown_get_type ())
G_DECLARE_FINAL_TYPE (DpCountdown, dp_countdown, DP, COUNTDOWN, GtkBox)

void dp_countdown_start (DpCountdown *self,
                         gint64       next_code_at);
void dp_countdown_stop  (DpCountdown *self);

G_END_DECLS
