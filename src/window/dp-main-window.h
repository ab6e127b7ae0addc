/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The first day's page, then a row per account. */
#define DP_TYPE_MAIN_WINDOW (dp_main_window_get_type ())
G_DECLARE_FINAL_TYPE (DpMainWindow, dp_main_window, DP, MAIN_WINDOW, GtkApplicationWindow)

DpMainWindow *dp_main_window_new        (GtkApplication *application);
void          dp_main_window_refresh    (DpMainWindow   *self);
void          dp_main_window_show_error (DpMainWindow   *self,
                                         const GError   *error);
gboolean      dp_main_window_asks_for   (DpMainWindow   *self,
                                         const char     *profile);

G_END_DECLS
