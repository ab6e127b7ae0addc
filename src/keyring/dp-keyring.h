/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-access-key.h"

G_BEGIN_DECLS

/** Whether the person may be shown the keyring's own unlock prompt. */
typedef enum {
  DP_KEYRING_QUIET,
  DP_KEYRING_MAY_PROMPT,
} DpKeyringPrompt;

gboolean   dp_keyring_store  (DpAccessKey    *key,
                              DpKeyringPrompt prompt,
                              GCancellable   *cancellable,
                              GError        **error);
GPtrArray *dp_keyring_lookup (const char     *profile,
                              DpKeyringPrompt prompt,
                              GCancellable   *cancellable,
                              GError        **error);
GPtrArray *dp_keyring_list   (GCancellable   *cancellable,
                              GError        **error);
gboolean   dp_keyring_remove (const char     *profile,
                              const char     *access_key_id,
                              DpKeyringPrompt prompt,
                              GCancellable   *cancellable,
                              GError        **error);
gboolean   dp_keyring_get_locked (gboolean     *locked,
                                  GCancellable *cancellable,
                                  GError      **error);

G_END_DECLS
