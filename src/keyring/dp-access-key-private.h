/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <libsecret/secret.h>

#include "dp-access-key.h"

G_BEGIN_DECLS

DpAccessKey *dp_access_key_new_with_value (const char  *profile,
                                           const char  *access_key_id,
                                           SecretValue *value,
                                           gint64       created);
SecretValue *dp_access_key_get_value      (DpAccessKey *self);

G_END_DECLS
