/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How the terminal treats what is typed, from the first question to the end.
 * One in a process, since it must survive Ctrl-Z in a signal handler. */
void     dp_terminal_mode_enter       (int      fd,
                                       gboolean hidden);
void     dp_terminal_mode_leave       (void);
gboolean dp_terminal_mode_was_resumed (void);

G_END_DECLS
