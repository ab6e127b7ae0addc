/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** The person at the controlling terminal. Standard input and output are left
 * alone: they may belong to an SDK. */
#define DP_TYPE_TERMINAL (dp_terminal_get_type ())
G_DECLARE_FINAL_TYPE (DpTerminal, dp_terminal, DP, TERMINAL, GObject)

DpAsker *dp_terminal_new (void);

G_END_DECLS
