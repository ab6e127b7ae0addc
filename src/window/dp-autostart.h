/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean dp_autostart_is_enabled (void);
void     dp_autostart_set        (gboolean            enabled,
                                  GAsyncReadyCallback callback,
                                  gpointer            data);
gboolean dp_autostart_set_finish (GAsyncResult       *result,
                                  GError            **error);

G_END_DECLS
