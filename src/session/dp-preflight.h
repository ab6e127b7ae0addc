/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-aws-client.h"
#include "dp-sts.h"

G_BEGIN_DECLS

/** A call to GetCallerIdentity that runs while the person types: it opens the
 * TLS connection and finds a dead key, a wrong clock or a missing network
 * before a code is spent. */
typedef struct _DpPreflight DpPreflight;

DpPreflight      *dp_preflight_start      (DpAwsClient  *client,
                                           GPtrArray    *keys,
                                           GCancellable *cancellable);
int               dp_preflight_get_fd     (DpPreflight  *self);
gboolean          dp_preflight_finish     (DpPreflight  *self,
                                           GError      **error);
guint             dp_preflight_get_index  (DpPreflight  *self);
DpCallerIdentity *dp_preflight_get_identity (DpPreflight *self);
void              dp_preflight_free       (DpPreflight  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPreflight, dp_preflight_free)

G_END_DECLS
