/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void     dp_background_portal_request        (gboolean            autostart,
                                              GAsyncReadyCallback callback,
                                              gpointer            data);
gboolean dp_background_portal_request_finish (GAsyncResult       *result,
                                              GError            **error);

G_END_DECLS
