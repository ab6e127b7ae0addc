/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-keyring.h"

G_BEGIN_DECLS

/* The access keys that aws-vault keeps in the Secret Service. They are only read,
 * unless one is to be removed. */

gboolean   dp_aws_vault_is_used (GCancellable   *cancellable);
GPtrArray *dp_aws_vault_list    (DpKeyringPrompt prompt,
                                 GCancellable   *cancellable,
                                 GError        **error);
gboolean   dp_aws_vault_remove  (DpAccessKey    *key,
                                 DpKeyringPrompt prompt,
                                 GCancellable   *cancellable,
                                 GError        **error);

G_END_DECLS
