/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Moments are Unix time in whole seconds; texts are RFC 3339 in UTC with "Z"
 * (RFC 3339 §5.6), the form that Starship and the SDKs read. */
char    *dp_time_format (gint64      unix_seconds);
gboolean dp_time_parse  (const char *text,
                         gint64     *unix_seconds);

G_END_DECLS
