/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-revocation.h"

#include <glib/gi18n.h>

#include "dp-file-editor.h"
#include "dp-iam.h"
#include "dp-profile-endpoint.h"
#include "dp-session-error.h"
#include "dp-shared-files.h"
#include "dp-sts.h"
#include "dp-time.h"

/* White space is free: IAM does not count it. */
#define POLICY                                 \
  "{\n"                                        \
  "  \"Version\": \"2012-10-17\",\n"           \
  "  \"Statement\": [\n"                       \
  "    {\n"                                    \
  "      \"Effect\": \"Deny\",\n"              \
  "      \"Action\": \"*\",\n"                 \
  "      \"Resource\": \"*\",\n"               \
  "      \"Condition\": {\n"                   \
  "        \"DateLessThan\": {\n"              \
  "          \"aws:TokenIssueTime\": \"%s\"\n" \
  "        }\n"                                \
  "      }\n"                                  \
  "    }\n"                                    \
  "  ]\n"                                      \
  "}\n"

struct _DpRevocation {
  char *profile;
  DpSession *session; /* signs the request, and goes with the others */
  DpAwsClient *client;
  DpCallerIdentity *identity;
  gint64 effective_at; /* g_get_monotonic_time() from which on new sessions are not meant */
  char *policy;
};

/* What could keep the session in the file is found before AWS is told. */
static gboolean
check_credentials (DpSharedFiles *files,
                   GError **error)
{
  const char *path = files->places->credentials;

  return dp_profile_file_check (files->credentials, path, error)
         && dp_file_editor_check_writable (path, error);
}

static gboolean
find_user (DpRevocation *self,
           GCancellable *cancellable,
           GError **error)
{
  const DpCredentials credentials = { self->session->access_key_id, self->session->secret_access_key, self->session->session_token };

  self->identity = dp_sts_get_caller_identity (self->client, &credentials, cancellable, error);
  if (self->identity == NULL || self->identity->user_name != NULL)
    return self->identity != NULL;
  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_KEY,
               _("The session of “%s” is not one of an IAM user (%s), so that no policy of a user can deny it"), self->profile, self->identity->arn);
  return FALSE;
}

/* The moment of issue has whole seconds. The next one denies what was issued in
 * the present second as well, and not what is issued after it. It is AWS's second:
 * this computer's clock may be minutes away from it, and nobody would notice. */
static void
write_policy (DpRevocation *self)
{
  g_autofree char *moment = dp_time_format (self->identity->answered_at + 1);

  self->effective_at = g_get_monotonic_time () + G_USEC_PER_SEC;
  self->policy = g_strdup_printf (POLICY, moment);
}

/**
 * Gets ready to revoke the sessions of the account in @renewal: renews its own,
 * where less is left than @renewal wants, asks AWS who the user is, and writes
 * the policy. Nothing is revoked yet. Owned.
 */
DpRevocation *
dp_revocation_prepare (const DpRenewal *renewal,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (DpRevocation) self = g_new0 (DpRevocation, 1);
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL || !check_credentials (files, error))
    return NULL;
  g_autoptr (DpAccount) account = dp_account_read (files->config, renewal->profile, error);
  if (account == NULL)
    return NULL;

  self->profile = g_strdup (renewal->profile);
  self->session = dp_renewal_run (renewal, cancellable, error);
  if (self->session == NULL)
    return NULL;
  g_autoptr (DpEndpointConfig) config = dp_profile_endpoint_config (files, self->profile, account->region);
  self->client = dp_aws_client_new (config);
  if (!find_user (self, cancellable, error))
    return NULL;
  write_policy (self);
  return g_steal_pointer (&self);
}

typedef struct {
  const char *profile;
  const char *access_key_id; /* (nullable) */
} Forgetting;

static gboolean
forget_session_cb (DpProfileFile *credentials,
                   gpointer data,
                   GError **error)
{
  const Forgetting *forgetting = data;
  g_autofree char *present = dp_profile_file_dup_value (credentials, forgetting->profile, "aws_access_key_id");

  if (forgetting->access_key_id == NULL || g_strcmp0 (present, forgetting->access_key_id) == 0)
    dp_session_unwrite (credentials, forgetting->profile);
  return TRUE;
}

/**
 * Takes the session of @profile out of the credentials file; with @access_key_id
 * (nullable) only that one. AWS is not told.
 */
gboolean
dp_revocation_forget_session (const char *profile,
                              const char *access_key_id,
                              GError **error)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  Forgetting forgetting = { profile, access_key_id };

  return dp_file_editor_edit (places->credentials, DP_PROFILE_FILE_CREDENTIALS, forget_session_cb, &forgetting, error);
}

/* A renewal that follows at once must not fall under the policy too. */
static void
wait_until_effective (DpRevocation *self)
{
  gint64 left = self->effective_at - g_get_monotonic_time ();

  if (left > 0)
    g_usleep ((gulong) left);
}

/**
 * Puts the policy and takes the session out of the file. With DP_AWS_ERROR_ACCESS_DENIED
 * or DP_AWS_ERROR_LIMIT_EXCEEDED nothing was changed, and an administrator can put
 * the same policy.
 */
gboolean
dp_revocation_carry_out (DpRevocation *self,
                         GCancellable *cancellable,
                         GError **error)
{
  const DpCredentials credentials = { self->session->access_key_id, self->session->secret_access_key, self->session->session_token };

  if (!dp_iam_put_user_policy (self->client, &credentials, self->identity->user_name, DP_REVOCATION_POLICY_NAME, self->policy, cancellable, error))
    return FALSE;
  if (!dp_revocation_forget_session (self->profile, self->session->access_key_id, error)) {
    g_prefix_error (error, _("AWS denies the sessions from now on, but that of “%s” is still in the file. "), self->profile);
    return FALSE;
  }
  wait_until_effective (self);
  return TRUE;
}

/** The IAM user whose sessions are meant; borrowed. */
const char *
dp_revocation_get_user_name (DpRevocation *self)
{
  return self->identity->user_name;
}

/** The policy as JSON in lines; borrowed. */
const char *
dp_revocation_get_policy (DpRevocation *self)
{
  return self->policy;
}

void
dp_revocation_free (DpRevocation *self)
{
  g_free (self->profile);
  g_clear_pointer (&self->session, dp_session_free);
  g_clear_object (&self->client);
  g_clear_pointer (&self->identity, dp_caller_identity_free);
  g_free (self->policy);
  g_free (self);
}
