/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** A region in a list, which a screen reader can read and choose. Action:
 * "region.choose", as if the row was clicked. */
#define DP_TYPE_REGION_ROW (dp_region_row_get_type ())
G_DECLARE_FINAL_TYPE (DpRegionRow, dp_region_row, DP, REGION_ROW, GtkListBoxRow)

GtkWidget *dp_region_row_new (const char *text);

G_END_DECLS
