/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Finds out whether this desktop shows tray icons: whether there is a
 * StatusNotifierWatcher with a host. */
typedef struct _DpTrayHost DpTrayHost;

typedef void (*DpTrayHostFunc) (gboolean exists,
                                gpointer data);

DpTrayHost *dp_tray_host_new        (GDBusConnection *bus,
                                     DpTrayHostFunc   found,
                                     gpointer         data);
void        dp_tray_host_free       (DpTrayHost      *self);

const char *dp_tray_host_get_advice (const char      *current_desktop);

G_END_DECLS
