/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** A renewal in a thread of its own; the main loop goes on. */
void   dp_renewal_task_run    (const char         *profile,
                               int                 lock_fd,
                               DpAsker            *asker,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            data);
gint64 dp_renewal_task_finish (GAsyncResult       *result,
                               GError            **error);

G_END_DECLS
