/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

#include "dp-countdown.h"
#include "dp-status-line.h"
#include "dp-window-asker.h"

G_BEGIN_DECLS

/** Asks for the MFA code whenever a job wants one: the field, what is said under
 * it, and the way of that to a screen reader.
 *
 * Signal: "asked", when the job wants a code, before the focus goes to the field:
 * whoever has the form shows it now. */
#define DP_TYPE_CODE_FORM (dp_code_form_get_type ())
G_DECLARE_FINAL_TYPE (DpCodeForm, dp_code_form, DP, CODE_FORM, GtkBox)

void     dp_code_form_set_actions (DpCodeForm    *self,
                                   DpCountdown   *countdown,
                                   GtkWidget     *send_button);
void     dp_code_form_set_device  (DpCodeForm    *self,
                                   const char    *device);
void     dp_code_form_show_field  (DpCodeForm    *self,
                                   gboolean       visible);
void     dp_code_form_say         (DpCodeForm    *self,
                                   DpStatusKind   kind,
                                   const char    *text);
void     dp_code_form_listen      (DpCodeForm    *self,
                                   DpWindowAsker *asker);
gboolean dp_code_form_has_sent    (DpCodeForm    *self);

G_END_DECLS
