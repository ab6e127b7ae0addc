/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Six large boxes for the digits of an MFA code, over one text entry that
 * holds the text, the focus and the accessible name. It takes only digits,
 * full-width ones too, and drops spaces.
 *
 * Signals: "changed"; "completed" when the sixth digit is there; "refused" when
 * something did not fit. */
#define DP_TYPE_CODE_ENTRY (dp_code_entry_get_type ())
G_DECLARE_FINAL_TYPE (DpCodeEntry, dp_code_entry, DP, CODE_ENTRY, GtkWidget)

char *dp_code_entry_dup_code        (DpCodeEntry *self);
void  dp_code_entry_clear           (DpCodeEntry *self);
void  dp_code_entry_set_busy        (DpCodeEntry *self,
                                     gboolean     busy);
void  dp_code_entry_set_wrong       (DpCodeEntry *self,
                                     gboolean     wrong);
void  dp_code_entry_set_label       (DpCodeEntry *self,
                                     GtkWidget   *label);
void  dp_code_entry_set_description (DpCodeEntry *self,
                                     const char  *description);

G_END_DECLS
