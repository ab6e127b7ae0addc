/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** How it ended, in a large headline and a few sentences. */
#define DP_TYPE_OUTCOME (dp_outcome_get_type ())
G_DECLARE_FINAL_TYPE (DpOutcome, dp_outcome, DP, OUTCOME, GtkBox)

void  dp_outcome_show_success (DpOutcome    *self,
                               const char   *headline,
                               const char   *text);
void  dp_outcome_show_failure (DpOutcome    *self,
                               const GError *error);
char *dp_outcome_dup_text     (DpOutcome    *self);

G_END_DECLS
