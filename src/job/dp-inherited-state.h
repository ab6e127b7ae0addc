/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What this process got from its parent and changed for its own use, kept for
 * the command that it becomes. */
void  dp_inherited_state_save            (void);
GStrv dp_inherited_state_dup_environment (void);
void  dp_inherited_state_restore_signals (void);

G_END_DECLS
