/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-sts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-error.h"
#include "dp-aws-secret.h"

static char *
dup_required (DpAwsAnswer *answer, const char *name)
{
  const char *value = dp_aws_answer_get_value (answer, name);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

/* When AWS answered, by its own clock as far as it is known. */
static gint64
get_moment (DpAwsClient *client, DpAwsAnswer *answer)
{
  gint64 server_time = dp_aws_answer_get_server_time (answer);

  return server_time != 0 ? server_time : dp_aws_client_get_time (client);
}

/* They become lines of a file that all SDKs read: a break or a blank in them
 * would be read as something else. */
static gboolean
is_plain (const char *text)
{
  if (text == NULL)
    return FALSE;
  while (g_ascii_isgraph (*text))
    text++;
  return *text == '\0';
}

/* The Credentials element below @result, or NULL when it is not whole. */
static DpStsCredentials *
read_credentials (DpAwsClient *client, DpAwsAnswer *answer, const char *result)
{
  gint64 now = get_moment (client, answer);
  const char *const names[] = { "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration" };
  char *values[G_N_ELEMENTS (names)] = { NULL };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_strdup_printf ("%s/Credentials/%s", result, names[i]);
    values[i] = dup_required (answer, path);
  }
  g_autoptr (DpStsCredentials) self = g_new0 (DpStsCredentials, 1);
  self->access_key_id = values[0];
  self->secret_access_key = values[1];
  self->session_token = values[2];
  g_autofree char *end = values[3];
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) expiration = end != NULL ? g_date_time_new_from_iso8601 (end, utc) : NULL;
  self->expires_at = expiration != NULL ? g_date_time_to_unix (expiration) : 0;
  if (!is_plain (self->access_key_id) || !is_plain (self->secret_access_key) || !is_plain (self->session_token) || self->expires_at <= now)
    return NULL;

  self->lifetime = (int) CLAMP (self->expires_at - now, G_MININT, G_MAXINT);
  return g_steal_pointer (&self);
}

/**
 * dp_sts_get_session_token:
 * @credentials: a long-term access key
 * @code: the six digits that the device @mfa_serial shows
 * @duration_seconds: 900 to 129600
 *
 * Sends @code once, except when AWS refused the time of the request (which it
 * checks before the code) or no connection was made.
 *
 * Returns: (transfer full): the session, or %NULL with an error
 */
DpStsCredentials *
dp_sts_get_session_token (DpAwsClient *client,
                          const DpCredentials *credentials,
                          const char *mfa_serial,
                          const char *code,
                          int duration_seconds,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *duration = g_strdup_printf ("%d", duration_seconds);
  const DpAwsParameter parameters[] = {
    { "DurationSeconds", duration },
    { "SerialNumber", mfa_serial },
    { "TokenCode", code },
    { NULL, NULL },
  };

  g_autoptr (DpAwsAnswer) answer = dp_aws_client_call (client, DP_SERVICE_STS, "GetSessionToken", parameters, credentials,
                                                       DP_AWS_CALL_WITH_CODE, cancellable, error);
  if (answer == NULL)
    return NULL;

  DpStsCredentials *session = read_credentials (client, answer, "GetSessionTokenResult");
  if (session == NULL)
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                         _("The session that came back is incomplete, and the code is used up. Take the next one; if it happens again, check the custom endpoint or the proxy"));
  return session;
}

/**
 * dp_sts_assume_role:
 * @credentials: of a session, or of a role that passes into the next
 *
 * Returns: (transfer full): the role's credentials, or %NULL with an error
 */
DpStsCredentials *
dp_sts_assume_role (DpAwsClient *client,
                    const DpCredentials *credentials,
                    const DpStsRole *role,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *duration = role->duration_seconds > 0 ? g_strdup_printf ("%d", role->duration_seconds) : NULL;
  const DpAwsParameter parameters[] = {
    { "RoleArn", role->role_arn },
    { "RoleSessionName", role->role_session_name },
    { "ExternalId", role->external_id },
    { "DurationSeconds", duration },
    { NULL, NULL },
  };

  g_autoptr (DpAwsAnswer) answer = dp_aws_client_call (client, DP_SERVICE_STS, "AssumeRole", parameters, credentials,
                                                       DP_AWS_CALL_NONE, cancellable, error);
  if (answer == NULL)
    return NULL;

  DpStsCredentials *session = read_credentials (client, answer, "AssumeRoleResult");
  if (session == NULL)
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                         _("The role’s credentials that came back are incomplete. Check the custom endpoint or the proxy"));
  return session;
}

/**
 * dp_sts_get_caller_identity:
 *
 * Asks whose @credentials these are. No policy can forbid it.
 *
 * Returns: (transfer full): the identity, or %NULL with an error
 */
DpCallerIdentity *
dp_sts_get_caller_identity (DpAwsClient *client,
                            const DpCredentials *credentials,
                            GCancellable *cancellable,
                            GError **error)
{
  const DpAwsParameter no_parameters[] = { { NULL, NULL } };
  g_autoptr (DpCallerIdentity) self = g_new0 (DpCallerIdentity, 1);

  g_autoptr (DpAwsAnswer) answer = dp_aws_client_call (client, DP_SERVICE_STS, "GetCallerIdentity", no_parameters, credentials,
                                                       DP_AWS_CALL_NONE, cancellable, error);
  if (answer == NULL)
    return NULL;

  self->account_id = dup_required (answer, "GetCallerIdentityResult/Account");
  self->arn = dup_required (answer, "GetCallerIdentityResult/Arn");
  self->answered_at = get_moment (client, answer);
  if (self->account_id == NULL || self->arn == NULL) {
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                         _("The answer does not say whose access key this is. Check the custom endpoint or the proxy"));
    return NULL;
  }

  /* arn:PARTITION:iam::ACCOUNT:user/PATH/NAME */
  g_auto (GStrv) parts = g_strsplit (self->arn, ":", 6);
  gboolean is_arn = g_strv_length (parts) == 6;
  const char *resource = is_arn ? parts[5] : "";
  self->partition = g_strdup (is_arn ? parts[1] : "aws");
  self->is_root = strcmp (resource, "root") == 0;
  if (g_str_has_prefix (resource, "user/"))
    self->user_name = g_strdup (strrchr (resource, '/') + 1);
  return g_steal_pointer (&self);
}

void
dp_sts_credentials_free (DpStsCredentials *self)
{
  g_free (self->access_key_id);
  dp_aws_secret_free (self->secret_access_key);
  dp_aws_secret_free (self->session_token);
  g_free (self);
}

void
dp_caller_identity_free (DpCallerIdentity *self)
{
  g_free (self->account_id);
  g_free (self->arn);
  g_free (self->partition);
  g_free (self->user_name);
  g_free (self);
}
