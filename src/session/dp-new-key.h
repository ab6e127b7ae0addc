/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-access-key.h"
#include "dp-keyring.h"

G_BEGIN_DECLS

gboolean dp_new_key_store (DpAccessKey    *key,
                           DpKeyringPrompt prompt,
                           gboolean       *is_new,
                           GCancellable   *cancellable,
                           GError        **error);

G_END_DECLS
