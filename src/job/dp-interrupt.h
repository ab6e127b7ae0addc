/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** Ctrl-C, a kill or a deadline, as one GCancellable for everything that waits. */
GCancellable *dp_interrupt_start        (int deadline_seconds);
gboolean      dp_interrupt_was_deadline (void);
void          dp_interrupt_set_error    (GError **error);
gboolean      dp_interrupt_must_end     (void);
void          dp_interrupt_die_if_killed (void);

G_END_DECLS
