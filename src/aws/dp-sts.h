/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-aws-client.h"

G_BEGIN_DECLS

/** Temporary credentials as STS gave them; secrets are wiped when freed. */
typedef struct {
  char *access_key_id;
  char *secret_access_key;
  char *session_token;
  gint64 expires_at;  /* Unix time in seconds, by AWS's clock */
  int lifetime;       /* seconds from the server's own now to the end */
} DpStsCredentials;

/** What AssumeRole is asked for. Borrowed. */
typedef struct {
  const char *role_arn;
  const char *role_session_name;
  const char *external_id; /* (nullable) */
  int duration_seconds;    /* 0: AWS's default, an hour */
} DpStsRole;

/** GetCallerIdentity's answer. */
typedef struct {
  char *account_id;
  char *arn;
  char *user_name; /* (nullable): the last part of an IAM user's ARN */
  char *partition; /* aws, aws-cn, aws-us-gov … */
  gboolean is_root;
  gint64 answered_at; /* Unix time in seconds, by AWS's clock */
} DpCallerIdentity;

DpStsCredentials *dp_sts_get_session_token   (DpAwsClient         *client,
                                              const DpCredentials *credentials,
                                              const char          *mfa_serial,
                                              const char          *code,
                                              int                  duration_seconds,
                                              GCancellable        *cancellable,
                                              GError             **error);
DpStsCredentials *dp_sts_assume_role         (DpAwsClient         *client,
                                              const DpCredentials *credentials,
                                              const DpStsRole     *role,
                                              GCancellable        *cancellable,
                                              GError             **error);
DpCallerIdentity *dp_sts_get_caller_identity (DpAwsClient         *client,
                                              const DpCredentials *credentials,
                                              GCancellable        *cancellable,
                                              GError             **error);
void              dp_sts_credentials_free    (DpStsCredentials    *self);
void              dp_caller_identity_free    (DpCallerIdentity    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpStsCredentials, dp_sts_credentials_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpCallerIdentity, dp_caller_identity_free)

G_END_DECLS
