/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The one instance that tray, notifications and launcher reach by D-Bus.
 * Action "renew" (a profile) opens that account's dialog. */
#define DP_TYPE_APPLICATION (dp_application_get_type ())
G_DECLARE_FINAL_TYPE (DpApplication, dp_application, DP, APPLICATION, GtkApplication)

GApplication *dp_application_new (void);

G_END_DECLS
