/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks for a secret in this process's own memory. The needle is kept masked,
 * so that it is no find itself. */

GBytes  *memory_search_mask      (const char *secret);
int      memory_search_count     (GBytes     *masked);
gboolean memory_search_is_locked (const void *address);

G_END_DECLS
