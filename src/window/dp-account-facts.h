/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"
#include "dp-session.h"

G_BEGIN_DECLS

/** An account and its session as the files tell them at one moment, without a
 * secret. */
typedef struct {
  char *profile;
  char *account_id;     /* (nullable) */
  char *device;         /* (nullable): the MFA device as a person calls it */
  gboolean has_process; /* a command gives the codes */
  DpSessionState state;
  gint64 expires_at;    /* 0 when there never was a session */
  double left;          /* of the session, from 0 to 1 */
} DpAccountFacts;

DpAccountFacts *dp_account_facts_new  (const DpAccount *account,
                                       const DpSession *session);
DpAccountFacts *dp_account_facts_load (const char      *profile);
GPtrArray      *dp_account_facts_list (GError         **error);
gboolean        dp_account_facts_check_files (GError **error);
char           *dp_account_facts_dup_device (const char *mfa_serial);
char           *dp_account_facts_format_device (const char *mfa_serial);
void            dp_account_facts_free (DpAccountFacts  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAccountFacts, dp_account_facts_free)

G_END_DECLS
