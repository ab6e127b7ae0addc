/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

#include "dp-window-asker.h"

G_BEGIN_DECLS

/** Asks for a line of text, or for yes or no.
 *
 * Signal: "answered" (the text, DP_WINDOW_ASKER_YES, "no", or NULL when closed). */
#define DP_TYPE_QUESTION (dp_question_get_type ())
G_DECLARE_FINAL_TYPE (DpQuestion, dp_question, DP, QUESTION, GtkWindow)

DpQuestion *dp_question_new_text    (GtkWindow     *parent,
                                     const char    *question,
                                     const char    *suggestion);
DpQuestion *dp_question_new_confirm (GtkWindow     *parent,
                                     const char    *question,
                                     const char    *yes_label,
                                     gboolean       destructive);
void        dp_question_answer_for  (GtkWindow     *parent,
                                     DpWindowAsker *asker);

G_END_DECLS
