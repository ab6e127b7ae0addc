/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** Lets a job, which runs in a thread of its own and blocks, ask a window, which
 * lives in the main loop.
 *
 * Signals, in the main loop: "code-asked" (the MFA device, why the code before was
 * refused or NULL, Unix time of the next code or 0); "text-asked" (question,
 * suggestion or NULL); "choice-asked" (question, options, one of which is the
 * answer); "confirm-asked" (question of yes or no); "noted" (who the
 * key belongs to); "told" (a sentence). */
#define DP_TYPE_WINDOW_ASKER (dp_window_asker_get_type ())

/** The answer of yes. */
#define DP_WINDOW_ASKER_YES "yes"

G_DECLARE_FINAL_TYPE (DpWindowAsker, dp_window_asker, DP, WINDOW_ASKER, GObject)

DpWindowAsker *dp_window_asker_new    (void);
void           dp_window_asker_answer (DpWindowAsker *self,
                                       const char    *answer);

G_END_DECLS
