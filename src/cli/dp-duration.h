/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean dp_duration_parse  (const char *text,
                             int        *seconds);
char    *dp_duration_format (int         seconds);

G_END_DECLS
