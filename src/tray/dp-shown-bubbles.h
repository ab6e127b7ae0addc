/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Which bubbles a notification service shows, for the next run of the tray: they
 * outlive a tray that was killed. */

GVariant *dp_shown_bubbles_load (GDBusConnection *bus,
                                 const char      *owner);
void      dp_shown_bubbles_save (GDBusConnection *bus,
                                 const char      *owner,
                                 GVariant        *ids);

G_END_DECLS
