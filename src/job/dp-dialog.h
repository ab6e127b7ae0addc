/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** Has renewals done by a dialog, daypass-window --prompt, as our child. */
#define DP_TYPE_DIALOG (dp_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DpDialog, dp_dialog, DP, DIALOG, GObject)

DpAsker *dp_dialog_new (void);

G_END_DECLS
