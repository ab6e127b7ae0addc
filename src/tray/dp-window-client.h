/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Asks daypass-window to show itself, for a person who clicked. @token is the
 * panel's or the notification's leave to take the focus; it may be NULL. */
void dp_window_client_renew (GDBusConnection *bus,
                             const char      *profile,
                             const char      *token);
void dp_window_client_open  (GDBusConnection *bus,
                             const char      *token);

G_END_DECLS
