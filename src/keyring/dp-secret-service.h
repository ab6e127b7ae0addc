/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <libsecret/secret.h>

#include "dp-keyring.h"

G_BEGIN_DECLS

/* What the operations on the keyring share: the Secret Service, reached by
 * libsecret, with its errors told apart. Internal to this folder. */

const SecretSchema *dp_secret_service_get_schema (void);

GHashTable       *dp_secret_service_new_attributes (const char       *profile,
                                                    const char       *access_key_id);
SecretService    *dp_secret_service_open           (GCancellable     *cancellable,
                                                    GError          **error);
SecretCollection *dp_secret_service_get_default    (SecretService    *service,
                                                    GCancellable     *cancellable,
                                                    GError          **error);
SecretCollection *dp_secret_service_create_default (SecretService    *service,
                                                    GCancellable     *cancellable,
                                                    GError          **error);
gboolean          dp_secret_service_unlock         (SecretService    *service,
                                                    GList            *objects,
                                                    DpKeyringPrompt   prompt,
                                                    GCancellable     *cancellable,
                                                    GError          **error);
gboolean          dp_secret_service_search         (SecretService    *service,
                                                    GHashTable       *attributes,
                                                    GList           **items,
                                                    GCancellable     *cancellable,
                                                    GError          **error);
void              dp_secret_service_take_error     (GError           *cause,
                                                    GCancellable     *cancellable,
                                                    GError          **error);
void              dp_secret_service_set_dismissed  (GError          **error);

G_END_DECLS
