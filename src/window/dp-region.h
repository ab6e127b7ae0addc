/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint       dp_region_count   (void);
const char *dp_region_get_id  (guint       position);
char       *dp_region_format  (const char *id);
gboolean    dp_region_matches (guint       position,
                               const char *search);
int         dp_region_find    (const char *search);
char       *dp_region_guess   (void);

G_END_DECLS
