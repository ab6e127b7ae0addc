/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

#include "dp-window-job.h"

G_BEGIN_DECLS

/** Asks for the six digits of one account until there is a session.
 *
 * Signal: "answered" (DpExitStatus, what went wrong or NULL), once, as soon as the
 * answer is final: on success while the dialog still tells it, else when the
 * person has closed it. dp_mfa_dialog_ask_again() brings another answer. */
#define DP_TYPE_MFA_DIALOG (dp_mfa_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpMfaDialog, dp_mfa_dialog, DP, MFA_DIALOG, GtkWindow)

DpMfaDialog *dp_mfa_dialog_new         (const char    *profile,
                                        GtkWindow     *parent,
                                        int            lock_fd);
void         dp_mfa_dialog_ask_again   (DpMfaDialog   *self);
const char  *dp_mfa_dialog_get_profile (DpMfaDialog   *self);

G_END_DECLS
