/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The tray: reads the files when something happens and shows what they say by
 * icon, menu and notifications. */
typedef struct _DpTray DpTray;

typedef void (*DpTrayFunc) (gpointer data);

DpTray *dp_tray_new      (GDBusConnection *bus,
                          DpTrayFunc       quit,
                          gpointer         data);
void    dp_tray_withdraw (DpTray          *self);
void    dp_tray_free     (DpTray          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTray, dp_tray_free)

G_END_DECLS
