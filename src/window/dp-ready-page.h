/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The end of the first day: there is a session, how to use it, and the offer to
 * start at login. */
#define DP_TYPE_READY_PAGE (dp_ready_page_get_type ())
G_DECLARE_FINAL_TYPE (DpReadyPage, dp_ready_page, DP, READY_PAGE, GtkBox)

void dp_ready_page_show (DpReadyPage *self,
                         const char  *profile);

G_END_DECLS
