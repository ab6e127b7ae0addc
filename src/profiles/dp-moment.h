/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dp_moment_format (gint64 moment,
                        gint64 now);

G_END_DECLS
