/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void     dp_report_guard_streams (void);
gboolean dp_report_use_colour    (int           fd);
void     dp_report_error         (const GError *error);
void     dp_report_note          (const char   *format,
                                  ...) G_GNUC_PRINTF (1, 2);
gboolean dp_report_result        (const char   *text,
                                  GError      **error);

G_END_DECLS
