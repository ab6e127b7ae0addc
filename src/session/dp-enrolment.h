/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-access-key.h"
#include "dp-asker.h"
#include "dp-aws-client.h"
#include "dp-keyring.h"
#include "dp-shared-files.h"
#include "dp-sts.h"

G_BEGIN_DECLS

/** What "add" and "import" share: finding out what an account needs, and
 * proving its key, before anything is stored or written. */
char             *dp_enrolment_ask_missing  (DpAsker          *asker,
                                             const char       *question,
                                             const char       *suggestion,
                                             const char       *incomplete,
                                             GCancellable     *cancellable,
                                             GError          **error);
gboolean          dp_enrolment_check_key_id (const char       *access_key_id,
                                             GError          **error);
char             *dp_enrolment_find_region  (DpSharedFiles    *files,
                                             const char       *profile,
                                             const char       *given,
                                             DpAsker          *asker,
                                             GCancellable     *cancellable,
                                             GError          **error);
DpCallerIdentity *dp_enrolment_prove_key    (DpAwsClient      *client,
                                             DpAccessKey      *key,
                                             DpAsker          *asker,
                                             GCancellable     *cancellable,
                                             GError          **error);
char             *dp_enrolment_find_device  (DpAwsClient      *client,
                                             DpAccessKey      *key,
                                             const DpCallerIdentity *identity,
                                             const char       *given,
                                             const char       *noted,
                                             DpAsker          *asker,
                                             GCancellable     *cancellable,
                                             GError          **error);
gboolean          dp_enrolment_check_config (DpSharedFiles    *files,
                                             const DpAccount  *account,
                                             DpAsker          *asker,
                                             GError          **error);
gboolean          dp_enrolment_offer_rename (DpSharedFiles    *files,
                                             const char       *profile,
                                             DpAsker          *asker,
                                             gboolean         *rename,
                                             GCancellable     *cancellable,
                                             GError          **error);
void              dp_enrolment_fill_account (DpAccount        *account,
                                             const char       *region,
                                             const DpCallerIdentity *identity,
                                             const char       *mfa_serial,
                                             const char       *mfa_process);
void              dp_enrolment_write_account (const DpAccount *account,
                                             gboolean          rename,
                                             DpProfileFile    *config);

G_END_DECLS
