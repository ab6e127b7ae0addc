/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-renewal.h"

G_BEGIN_DECLS

/** The name of the inline policy; one of that name is moved forward. */
#define DP_REVOCATION_POLICY_NAME "DaypassRevokeOlderSessions"

/** Denies everything to the sessions of an IAM user that were issued until now.
 * A session cannot be taken back, but a policy can name the moment of its issue
 * (IAM User Guide, "Disabling permissions for temporary security credentials"). */
typedef struct _DpRevocation DpRevocation;

DpRevocation *dp_revocation_prepare        (const DpRenewal *renewal,
                                            GCancellable    *cancellable,
                                            GError         **error);
gboolean      dp_revocation_carry_out      (DpRevocation    *self,
                                            GCancellable    *cancellable,
                                            GError         **error);
gboolean      dp_revocation_forget_session (const char      *profile,
                                            const char      *access_key_id,
                                            GError         **error);
const char   *dp_revocation_get_user_name  (DpRevocation    *self);
const char   *dp_revocation_get_policy     (DpRevocation    *self);
void          dp_revocation_free           (DpRevocation    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRevocation, dp_revocation_free)

G_END_DECLS
