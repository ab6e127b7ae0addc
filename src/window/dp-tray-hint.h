/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Says once that this desktop shows no tray icons, and what helps there. Hidden
 * otherwise. */
#define DP_TYPE_TRAY_HINT (dp_tray_hint_get_type ())
G_DECLARE_FINAL_TYPE (DpTrayHint, dp_tray_hint, DP, TRAY_HINT, GtkBox)

void dp_tray_hint_start (DpTrayHint *self);

G_END_DECLS
