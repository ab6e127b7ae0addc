/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-error.h"
#include "dp-profile-endpoint.h"
#include "dp-session.h"
#include "dp-sts.h"

/* AWS allows fifteen minutes; but expiry times are read by this clock too. */
#define CLOCK_TOLERANCE_SECONDS 60

static DpEndpointConfig *
get_config (DpExamination *examination,
            const DpAccount *account)
{
  const char *region = g_getenv ("AWS_REGION");

  if (account != NULL)
    return dp_profile_endpoint_config (examination->files, account->profile, account->region);
  return dp_endpoint_config_new (region != NULL ? region : g_getenv ("AWS_DEFAULT_REGION"), NULL, NULL);
}

static const DpReach *
find_reach (DpExamination *examination,
            const char *url)
{
  for (guint i = 0; i < examination->reaches->len; i++) {
    const DpReach *reach = examination->reaches->pdata[i];
    if (g_strcmp0 (reach->url, url) == 0)
      return reach;
  }
  return NULL;
}

/* AWS answers the unsigned request by a refusal, and that will do: no secret is
 * needed to see that it is there, and what its clock says. */
static void
try_to_reach (DpExamination *examination,
              const DpEndpointConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (config, DP_SERVICE_STS, &error);
  if (endpoint != NULL && find_reach (examination, endpoint->url) != NULL)
    return;

  DpReach *reach = g_new0 (DpReach, 1);
  g_ptr_array_add (examination->reaches, reach);
  if (endpoint == NULL) {
    reach->error = g_steal_pointer (&error);
    return;
  }
  g_autoptr (DpAwsClient) client = dp_aws_client_new (config);
  DpCallerIdentity *nobody = dp_sts_get_caller_identity (client, NULL, examination->cancellable, &error);
  g_clear_pointer (&nobody, dp_caller_identity_free);
  reach->url = g_strdup (endpoint->url);
  reach->offset = dp_aws_client_get_last_offset (client);
  if (error != NULL && !dp_aws_error_is_refusal (error))
    reach->error = g_steal_pointer (&error);
}

static gboolean
is_failure (const DpReach *reach,
            DpAwsError code)
{
  return g_error_matches (reach->error, DP_AWS_ERROR, (int) code);
}

/* Those of the accounts; before there is one, that of the environment's region. */
void
dp_check_endpoint (DpExamination *examination)
{
  for (guint i = 0; i < MAX (examination->accounts->len, 1); i++) {
    const DpAccount *account = i < examination->accounts->len ? examination->accounts->pdata[i] : NULL;
    g_autoptr (DpEndpointConfig) config = get_config (examination, account);
    try_to_reach (examination, config);
  }
  for (guint i = 0; i < examination->reaches->len; i++) {
    const DpReach *reach = examination->reaches->pdata[i];
    if (reach->error == NULL) {
      dp_examination_tick (examination, NULL, _("AWS answers at “%s”"), reach->url);
    } else if (!is_failure (reach, DP_AWS_ERROR_PROXY) && !is_failure (reach, DP_AWS_ERROR_TLS)) {
      g_autofree char *message = reach->url != NULL ? g_strdup_printf (_("AWS does not answer at “%s”"), reach->url)
                                                    : g_strdup (_("The settings give no address of AWS"));
      dp_examination_cross (examination, NULL, message, reach->error->message);
    }
  }
}

/* The first that libcurl takes for HTTPS; never its value, which may have a
 * password in it. */
static const char *
find_proxy_variable (void)
{
  static const char *const names[] = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    const char *value = g_getenv (names[i]);
    if (value != NULL && *value != '\0')
      return names[i];
  }
  return NULL;
}

void
dp_check_proxy (DpExamination *examination)
{
  const char *variable = find_proxy_variable ();
  gboolean has_failed = FALSE;

  for (guint i = 0; i < examination->reaches->len; i++) {
    const DpReach *reach = examination->reaches->pdata[i];
    if (!is_failure (reach, DP_AWS_ERROR_PROXY))
      continue;
    g_autofree char *message = g_strdup_printf (_("The proxy on the way to “%s” fails"), reach->url);
    has_failed = TRUE;
    dp_examination_cross (examination, NULL, message, reach->error->message);
  }
  if (has_failed)
    return;
  if (variable != NULL)
    dp_examination_tick (examination, NULL, _("The variable %s names a proxy for requests to AWS"), variable);
  else
    dp_examination_tick (examination, NULL, _("No proxy is set"));
}

/* Whether the file that an account's tools trust has a certificate in it. */
static gboolean
check_bundle (DpExamination *examination,
              const DpAccount *account)
{
  g_autoptr (DpEndpointConfig) config = get_config (examination, account);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  if (config->ca_bundle == NULL)
    return TRUE;
  if (g_file_get_contents (config->ca_bundle, &text, NULL, &error) && strstr (text, "-----BEGIN ") != NULL)
    return TRUE;

  g_autofree char *message = error != NULL ? g_strdup_printf (_("The file of certificate authorities cannot be read: %s"), error->message)
                                           : g_strdup_printf (_("The file of certificate authorities “%s” has no certificate in it"), config->ca_bundle);
  dp_examination_cross (examination, account != NULL ? account->profile : NULL, message,
                        _("Fix AWS_CA_BUNDLE, or ca_bundle in the profile; without it the system’s authorities count"));
  return FALSE;
}

void
dp_check_certificates (DpExamination *examination)
{
  gboolean is_good = TRUE;

  for (guint i = 0; i < MAX (examination->accounts->len, 1); i++)
    is_good = check_bundle (examination, i < examination->accounts->len ? examination->accounts->pdata[i] : NULL) && is_good;
  for (guint i = 0; is_good && i < examination->reaches->len; i++) {
    const DpReach *reach = examination->reaches->pdata[i];
    if (!is_failure (reach, DP_AWS_ERROR_TLS))
      continue;
    g_autofree char *message = g_strdup_printf (_("There is no secure connection to “%s”"), reach->url);
    is_good = FALSE;
    dp_examination_cross (examination, NULL, message, reach->error->message);
  }
  if (is_good)
    dp_examination_tick (examination, NULL, _("The certificate authorities are in order"));
}

static char *
describe_offset (gint64 offset)
{
  gulong minutes = (gulong) (ABS (offset) + 30) / 60;

  return g_strdup_printf (offset > 0 ? g_dngettext (GETTEXT_PACKAGE, "This computer’s clock is %lu minute slow", "This computer’s clock is %lu minutes slow", minutes)
                                     : g_dngettext (GETTEXT_PACKAGE, "This computer’s clock is %lu minute fast", "This computer’s clock is %lu minutes fast", minutes),
                          minutes);
}

void
dp_check_clock (DpExamination *examination)
{
  for (guint i = 0; i < examination->reaches->len; i++) {
    const DpReach *reach = examination->reaches->pdata[i];
    if (reach->error != NULL)
      continue;
    if (ABS (reach->offset) < CLOCK_TOLERANCE_SECONDS) {
      dp_examination_tick (examination, NULL, _("This computer’s clock agrees with AWS’s"));
      return;
    }
    g_autofree char *message = describe_offset (reach->offset);
    dp_examination_cross (examination, NULL, message, _("Set it right; “timedatectl set-ntp true” lets the network do it"));
    return;
  }
  dp_examination_skip (examination, _("The clock"), _("AWS did not answer, so there is nothing to compare it with"));
}

/* Says nothing where it was not AWS that failed: the endpoint's check has. */
static void
check_accepted (DpExamination *examination,
                const DpAccount *account,
                const DpSession *session)
{
  g_autoptr (DpEndpointConfig) config = get_config (examination, account);
  g_autoptr (DpAwsClient) client = dp_aws_client_new (config);
  const DpCredentials credentials = { session->access_key_id, session->secret_access_key, session->session_token };
  g_autoptr (GError) error = NULL;
  g_autoptr (DpCallerIdentity) identity = dp_sts_get_caller_identity (client, &credentials, examination->cancellable, &error);

  if (identity == NULL) {
    g_autofree char *message = g_strdup_printf (_("AWS refuses the session of “%s”"), account->profile);
    if (dp_aws_error_is_refusal (error))
      dp_examination_cross (examination, account->profile, message, error->message);
    return;
  }
  if (account->account_id == NULL || g_str_equal (identity->account_id, account->account_id)) {
    dp_examination_tick (examination, account->profile, _("AWS accepts the session of “%s”: it is %s"), account->profile, identity->arn);
    return;
  }
  g_autofree char *message = g_strdup_printf (_("The session of “%s” reaches the account %s, but it should be %s"), account->profile, identity->account_id, account->account_id);
  g_autofree char *advice = g_strdup_printf (_("Get another session with “daypass renew %s”; if the number of the account is wrong, fix x_daypass_account_id in the config file"), account->profile);
  dp_examination_cross (examination, account->profile, message, advice);
}

void
dp_check_session_accepted (DpExamination *examination)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < examination->accounts->len; i++) {
    const DpAccount *account = examination->accounts->pdata[i];
    g_autoptr (DpEndpointConfig) config = get_config (examination, account);
    g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (config, DP_SERVICE_STS, NULL);
    const DpReach *reach = endpoint != NULL ? find_reach (examination, endpoint->url) : NULL;
    g_autoptr (DpSession) session = dp_session_read (examination->files->credentials, account);
    if (session != NULL && session->expires_at > now && reach != NULL && reach->error == NULL)
      check_accepted (examination, account, session);
  }
}
