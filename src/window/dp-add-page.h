/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The form for a new access key, and its first code.
 *
 * Signal: "enrolled" (profile), when there is a session. */
#define DP_TYPE_ADD_PAGE (dp_add_page_get_type ())
G_DECLARE_FINAL_TYPE (DpAddPage, dp_add_page, DP, ADD_PAGE, GtkWidget)

void     dp_add_page_start    (DpAddPage  *self,
                               const char *profile);
void     dp_add_page_cancel   (DpAddPage  *self);
gboolean dp_add_page_asks_for (DpAddPage  *self,
                               const char *profile);

G_END_DECLS
