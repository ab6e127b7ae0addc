/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dp_display_exists (void);
gboolean dp_display_is_own (void);

G_END_DECLS
