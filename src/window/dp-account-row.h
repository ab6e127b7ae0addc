/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

#include "dp-account-facts.h"

G_BEGIN_DECLS

/** One account of the accounts page. */
#define DP_TYPE_ACCOUNT_ROW (dp_account_row_get_type ())
G_DECLARE_FINAL_TYPE (DpAccountRow, dp_account_row, DP, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget *dp_account_row_new (void);
void       dp_account_row_set (DpAccountRow         *self,
                               const DpAccountFacts *facts);

G_END_DECLS
