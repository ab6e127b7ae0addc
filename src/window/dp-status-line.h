/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  DP_STATUS_HINT,
  DP_STATUS_BUSY,
  DP_STATUS_WARNING,
  DP_STATUS_ERROR,
} DpStatusKind;

/** One line that tells what goes on, with a spinner or an icon. */
#define DP_TYPE_STATUS_LINE (dp_status_line_get_type ())
G_DECLARE_FINAL_TYPE (DpStatusLine, dp_status_line, DP, STATUS_LINE, GtkBox)

void        dp_status_line_set      (DpStatusLine *self,
                                     DpStatusKind  kind,
                                     const char   *text);
const char *dp_status_line_get_text (DpStatusLine *self);

G_END_DECLS
