/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-credentials.h"

#include <glib/gi18n.h>

#include "dp-aws-error.h"
#include "dp-moment.h"
#include "dp-profile-endpoint.h"
#include "dp-role.h"
#include "dp-session.h"
#include "dp-session-error.h"

/* What CloudTrail shows where the profile has no role_session_name. */
#define ROLE_SESSION_NAME "daypass"

static DpSession *
read_session (DpSharedFiles *files,
              const DpAccount *account,
              GError **error)
{
  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (session != NULL && session->expires_at > now)
    return g_steal_pointer (&session);
  if (session == NULL) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NO_SESSION,
                 _("“%s” has no session. “daypass renew %s” gets one"), account->profile, account->profile);
    return NULL;
  }
  g_autofree char *moment = dp_moment_format (session->expires_at, now);
  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NO_SESSION,
               /* Translators: the session ended at this moment. */
               _("The session of “%s” ended at %s. “daypass renew %s” gets a new one"), account->profile, moment, account->profile);
  return NULL;
}

/* AWS never tells which of these it is: that would help who tries at random. */
static char *
explain_distrust (const DpRole *role,
                  const DpRole *through,
                  const DpAccount *account,
                  const DpSession *session)
{
  g_autofree char *external_id = g_strdup_printf (role->external_id != NULL ? _("it wants another external_id than “%s” has")
                                                                            : _("it wants an external_id, and “%s” has none"),
                                                                                 role->profile);
  if (through != NULL)
    /* Translators: the second %s is one of the two above. */
    return g_strdup_printf (_("Perhaps there is no such role, or its trust policy does not let “%s” in, or %s, or it wants MFA, which a role does not pass on to the next"),
                               through->role_arn, external_id);

  g_autofree char *moment = dp_moment_format (session->expires_at - session->duration_seconds, g_get_real_time () / G_USEC_PER_SEC);
  /* Translators: the first %s is one of the two above, the second a time of day. */
  return g_strdup_printf (_("Perhaps there is no such role, or its trust policy does not let this user in, or %s, or it wants a younger MFA code than that of %s: “daypass renew %s” takes a new one"),
                             external_id, moment, account->profile);
}

static void
explain (GError *refusal,
         const DpRole *role,
         const DpRole *through,
         const DpAccount *account,
         const DpSession *session,
         GError **error)
{
  g_autoptr (GError) owned = refusal;
  g_autofree char *advice = NULL;

  if (g_error_matches (refusal, DP_AWS_ERROR, DP_AWS_ERROR_ROLE_NOT_TRUSTED))
    advice = explain_distrust (role, through, account, session);
  else if (g_error_matches (refusal, DP_AWS_ERROR, DP_AWS_ERROR_ROLE_DENIED) && through == NULL)
    advice = g_strdup_printf (_("If the sessions of “%s” were revoked, “daypass renew %s” gets one that is not"), account->profile, account->profile);
  if (advice == NULL)
    g_propagate_error (error, g_steal_pointer (&owned));
  else
    /* Translators: what AWS refused, and what may be the reason: two sentences. */
    g_set_error (error, refusal->domain, refusal->code, _("%s. %s"), refusal->message, advice);
}

/* One role after the other, from the account's session to the profile itself. */
static DpStsCredentials *
assume_chain (DpAwsClient *client,
              GPtrArray *chain,
              const DpAccount *account,
              const DpSession *session,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (DpStsCredentials) given = NULL;
  const DpRole *through = NULL;

  for (guint i = chain->len; i-- > 0;) {
    const DpRole *role = chain->pdata[i];
    g_autoptr (GError) refusal = NULL;
    const DpCredentials credentials = {
      .access_key_id = given != NULL ? given->access_key_id : session->access_key_id,
      .secret_access_key = given != NULL ? given->secret_access_key : session->secret_access_key,
      .session_token = given != NULL ? given->session_token : session->session_token,
    };
    const DpStsRole wanted = {
      .role_arn = role->role_arn,
      .role_session_name = role->role_session_name != NULL ? role->role_session_name : ROLE_SESSION_NAME,
      .external_id = role->external_id,
      .duration_seconds = role->duration_seconds,
    };
    DpStsCredentials *next = dp_sts_assume_role (client, &credentials, &wanted, cancellable, &refusal);
    if (next == NULL) {
      explain (g_steal_pointer (&refusal), role, through, account, session, error);
      return NULL;
    }
    g_clear_pointer (&given, dp_sts_credentials_free);
    given = next;
    through = role;
  }
  return g_steal_pointer (&given);
}

static DpStsCredentials *
take_session (DpSession *session)
{
  DpStsCredentials *credentials = g_new0 (DpStsCredentials, 1);

  credentials->access_key_id = g_steal_pointer (&session->access_key_id);
  credentials->secret_access_key = g_steal_pointer (&session->secret_access_key);
  credentials->session_token = g_steal_pointer (&session->session_token);
  credentials->expires_at = session->expires_at;
  credentials->lifetime = session->duration_seconds;
  return credentials;
}

/* It does not stop us, but others. */
static void
tell_mfa_serials (GPtrArray *chain,
                  DpAsker *asker)
{
  for (guint i = 0; i < chain->len; i++) {
    const DpRole *role = chain->pdata[i];
    if (role->has_mfa_serial)
      dp_asker_tell (asker, _("The role profile “%s” has an mfa_serial line, with which Terraform refuses the session and the AWS CLI asks for a second code. Take the line out"), role->profile);
  }
}

/* The environment's region counts first, as with the SDKs. */
static const char *
get_region_in_force (const char *own)
{
  const char *regions[] = { g_getenv ("AWS_REGION"), g_getenv ("AWS_DEFAULT_REGION") };

  for (size_t i = 0; i < G_N_ELEMENTS (regions); i++) {
    if (regions[i] != NULL && *regions[i] != '\0')
      return regions[i];
  }
  return own;
}

/**
 * Gets what an SDK would sign with for @profile, which is @account or a role
 * that is reached through it: from the files, and for a role by AssumeRole with
 * the profile's own external_id, role_session_name, duration_seconds, region and
 * endpoint. Never asks for a code; @asker is told what the person should know.
 * Returns an owned value, or NULL with DP_SESSION_ERROR_NO_SESSION or AWS's
 * refusal in plain words.
 */
DpProfileCredentials *
dp_profile_credentials_get (DpSharedFiles *files,
                            const DpAccount *account,
                            const char *profile,
                            DpAsker *asker,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (DpSession) session = read_session (files, account, error);
  if (session == NULL)
    return NULL;

  g_autoptr (GPtrArray) chain = dp_role_list_chain (files->config, profile);
  g_autoptr (DpProfileCredentials) self = g_new0 (DpProfileCredentials, 1);
  const DpRole *role = chain->len > 0 ? chain->pdata[0] : NULL;
  self->is_role = role != NULL;
  self->region = g_strdup (role != NULL && role->region != NULL ? role->region : account->region);

  g_autoptr (DpEndpointConfig) config = dp_profile_endpoint_config (files, profile, get_region_in_force (self->region));
  self->client = dp_aws_client_new (config);
  self->session = self->is_role ? assume_chain (self->client, chain, account, session, cancellable, error) : take_session (session);
  if (self->session == NULL)
    return NULL;
  tell_mfa_serials (chain, asker);
  return g_steal_pointer (&self);
}

/** Asks AWS who this is: GetCallerIdentity, which no policy can forbid. Owned. */
DpCallerIdentity *
dp_profile_credentials_identify (DpProfileCredentials *self,
                                 GCancellable *cancellable,
                                 GError **error)
{
  const DpCredentials credentials = {
    .access_key_id = self->session->access_key_id,
    .secret_access_key = self->session->secret_access_key,
    .session_token = self->session->session_token,
  };

  return dp_sts_get_caller_identity (self->client, &credentials, cancellable, error);
}

/** Whether the account that @profile reaches is the one that was meant;
 * DP_SESSION_ERROR_ACCOUNT if not. */
gboolean
dp_profile_credentials_check_account (const char *profile,
                                      const DpCallerIdentity *identity,
                                      const char *expected,
                                      GError **error)
{
  if (g_str_equal (identity->account_id, expected))
    return TRUE;

  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_ACCOUNT,
               _("“%s” reaches account %s (%s), and not %s"), profile, identity->account_id, identity->arn, expected);
  return FALSE;
}

/** Wipes and frees. */
void
dp_profile_credentials_free (DpProfileCredentials *self)
{
  g_free (self->region);
  g_clear_object (&self->client);
  g_clear_pointer (&self->session, dp_sts_credentials_free);
  g_free (self);
}
