/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_core_dump_forbid  (void);
void dp_core_dump_restore (void);

G_END_DECLS
