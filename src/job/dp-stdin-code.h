/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** A code that a script hands over on standard input: one line, one try. */
#define DP_TYPE_STDIN_CODE (dp_stdin_code_get_type ())
G_DECLARE_FINAL_TYPE (DpStdinCode, dp_stdin_code, DP, STDIN_CODE, GObject)

DpAsker *dp_stdin_code_new       (void);
char    *dp_stdin_code_read_line (GCancellable *cancellable,
                                  GError      **error);

G_END_DECLS
