/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"
#include "dp-asker.h"
#include "dp-aws-client.h"
#include "dp-shared-files.h"
#include "dp-sts.h"

G_BEGIN_DECLS

/** What an SDK signs with when it is given a profile: the session of its
 * account, or what AWS gives for the role that is reached through that. */
typedef struct {
  char *region;              /* (nullable): the profile's, else its account's */
  gboolean is_role;
  DpAwsClient *client;       /* (owned) */
  DpStsCredentials *session; /* (owned): secrets are wiped when freed */
} DpProfileCredentials;

DpProfileCredentials *dp_profile_credentials_get      (DpSharedFiles          *files,
                                                       const DpAccount        *account,
                                                       const char             *profile,
                                                       DpAsker                *asker,
                                                       GCancellable           *cancellable,
                                                       GError                **error);
DpCallerIdentity     *dp_profile_credentials_identify (DpProfileCredentials   *self,
                                                       GCancellable           *cancellable,
                                                       GError                **error);
void                  dp_profile_credentials_free     (DpProfileCredentials   *self);

gboolean dp_profile_credentials_check_account (const char             *profile,
                                               const DpCallerIdentity *identity,
                                               const char             *expected,
                                               GError                **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpProfileCredentials, dp_profile_credentials_free)

G_END_DECLS
