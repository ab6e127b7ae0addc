/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** A button that opens a list of the regions with a search: by place, in the
 * person's language or in English, or by id.
 *
 * Signal: "changed". */
#define DP_TYPE_REGION_BUTTON (dp_region_button_get_type ())
G_DECLARE_FINAL_TYPE (DpRegionButton, dp_region_button, DP, REGION_BUTTON, GtkWidget)

const char *dp_region_button_get_region (DpRegionButton *self);
void        dp_region_button_set_region (DpRegionButton *self,
                                         const char     *region);

G_END_DECLS
