/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A long-lived access key. The secret lies in non-pageable memory where the
 * system grants it, and is wiped when the last reference goes. */
typedef struct _DpAccessKey DpAccessKey;

DpAccessKey *dp_access_key_new        (const char  *profile,
                                       const char  *access_key_id,
                                       const char  *secret);
DpAccessKey *dp_access_key_ref        (DpAccessKey *self);
void         dp_access_key_unref      (DpAccessKey *self);
const char  *dp_access_key_get_profile (DpAccessKey *self);
const char  *dp_access_key_get_id     (DpAccessKey *self);
const char  *dp_access_key_get_secret (DpAccessKey *self);
gint64       dp_access_key_get_created (DpAccessKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAccessKey, dp_access_key_unref)

G_END_DECLS
