/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Registers the item of a connection with org.kde.StatusNotifierWatcher, again
 * whenever that comes back: panels restart, and GNOME's leaves while the screen
 * is locked. */
typedef struct _DpStatusNotifierWatcher DpStatusNotifierWatcher;

DpStatusNotifierWatcher *dp_status_notifier_watcher_new  (GDBusConnection         *bus);
void                     dp_status_notifier_watcher_free (DpStatusNotifierWatcher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpStatusNotifierWatcher, dp_status_notifier_watcher_free)

G_END_DECLS
