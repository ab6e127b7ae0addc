/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Offers to start the tray at login: a switch and what it is good for. */
#define DP_TYPE_AUTOSTART_ROW (dp_autostart_row_get_type ())
G_DECLARE_FINAL_TYPE (DpAutostartRow, dp_autostart_row, DP, AUTOSTART_ROW, GtkBox)

void dp_autostart_row_refresh (DpAutostartRow *self);

G_END_DECLS
