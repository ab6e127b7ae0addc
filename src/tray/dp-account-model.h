/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-tray-account.h"

G_BEGIN_DECLS

/** What one icon shows of all accounts. */
typedef struct {
  const DpTrayAccount *account; /* (nullable) (unowned): the one that it shows */
  DpSessionState state;
  int eighths;                  /* of the session that are left, 1 to 8, when active */
} DpAccountSummary;

DpAccountSummary     dp_account_model_summarize   (GPtrArray *accounts,
                                                   gint64     now);
const DpTrayAccount *dp_account_model_find_needy  (GPtrArray *accounts,
                                                   gint64     now);
gint64               dp_account_model_next_change (GPtrArray *accounts,
                                                   gint64     now);

G_END_DECLS
