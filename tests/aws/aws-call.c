/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <locale.h>
#include <stdio.h>

#include "dp-aws-error.h"
#include "dp-iam.h"
#include "dp-sts.h"

/* Makes calls as lines of standard input ask for them, over one client. The
 * first three lines are access key id, secret and session token (may be empty);
 * "cancel" ends the call that is under way. Every call answers one line of
 * name=value fields, separated by tabs. No secret is printed, only its hash. */

static const char *const error_names[] = {
  [DP_AWS_ERROR_MFA_CODE] = "mfa-code",
  [DP_AWS_ERROR_MFA_DEVICE] = "mfa-device",
  [DP_AWS_ERROR_MFA_INCOMPLETE] = "mfa-incomplete",
  [DP_AWS_ERROR_ACCESS_KEY] = "access-key",
  [DP_AWS_ERROR_SECRET_KEY] = "secret-key",
  [DP_AWS_ERROR_SESSION_CREDENTIALS] = "session-credentials",
  [DP_AWS_ERROR_EXPIRED_TOKEN] = "expired-token",
  [DP_AWS_ERROR_ACCESS_DENIED] = "access-denied",
  [DP_AWS_ERROR_ROLE_DENIED] = "role-denied",
  [DP_AWS_ERROR_ROLE_NOT_ALLOWED] = "role-not-allowed",
  [DP_AWS_ERROR_ROLE_NOT_TRUSTED] = "role-not-trusted",
  [DP_AWS_ERROR_REGION_DISABLED] = "region-disabled",
  [DP_AWS_ERROR_OPT_IN_REQUIRED] = "opt-in-required",
  [DP_AWS_ERROR_INVALID_INPUT] = "invalid-input",
  [DP_AWS_ERROR_LIMIT_EXCEEDED] = "limit-exceeded",
  [DP_AWS_ERROR_NO_SUCH_ENTITY] = "no-such-entity",
  [DP_AWS_ERROR_REFUSED] = "refused",
  [DP_AWS_ERROR_CLOCK] = "clock",
  [DP_AWS_ERROR_THROTTLED] = "throttled",
  [DP_AWS_ERROR_SERVER] = "server",
  [DP_AWS_ERROR_UNREADABLE] = "unreadable",
  [DP_AWS_ERROR_OFFLINE] = "offline",
  [DP_AWS_ERROR_CONNECT] = "connect",
  [DP_AWS_ERROR_TIMEOUT] = "timeout",
  [DP_AWS_ERROR_TLS] = "tls",
  [DP_AWS_ERROR_PROXY] = "proxy",
  [DP_AWS_ERROR_ENDPOINT] = "endpoint",
};

typedef struct {
  GAsyncQueue *lines;
  GCancellable *cancellable;
} Input;

static void
print_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    puts ("error=cancelled");
    return;
  }
  g_assert (error->domain == DP_AWS_ERROR);
  printf ("error=%s\trefusal=%d\tmessage=%s\n", error_names[error->code], dp_aws_error_is_refusal (error), error->message);
}

static void
print_credentials (DpAwsClient *client, const DpStsCredentials *session)
{
  g_autofree char *secret_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, session->secret_access_key, -1);
  g_autofree char *token_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, session->session_token, -1);

  printf ("access_key_id=%s\tsecret_hash=%s\ttoken_hash=%s\texpires_at=%" G_GINT64_FORMAT "\tlifetime=%d\toffset=%" G_GINT64_FORMAT "\n",
          session->access_key_id, secret_hash, token_hash, session->expires_at, session->lifetime,
          dp_aws_client_get_clock_offset (client));
}

static void
get_session_token (DpAwsClient *client, const DpCredentials *credentials, char **words, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  g_autoptr (DpStsCredentials) session = dp_sts_get_session_token (client, credentials, words[1], words[2], atoi (words[3]), cancellable, &error);
  if (session == NULL)
    print_error (error);
  else
    print_credentials (client, session);
}

static const char *
word_or_null (const char *word)
{
  return *word != '\0' ? word : NULL;
}

static void
assume_role (DpAwsClient *client, const DpCredentials *credentials, char **words, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  const DpStsRole role = {
    .role_arn = words[1],
    .role_session_name = words[2],
    .external_id = word_or_null (words[3]),
    .duration_seconds = atoi (words[4]),
  };

  g_autoptr (DpStsCredentials) session = dp_sts_assume_role (client, credentials, &role, cancellable, &error);
  if (session == NULL)
    print_error (error);
  else
    print_credentials (client, session);
}

static void
get_caller_identity (DpAwsClient *client, const DpCredentials *credentials, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  g_autoptr (DpCallerIdentity) identity = dp_sts_get_caller_identity (client, credentials, cancellable, &error);
  if (identity == NULL) {
    print_error (error);
    return;
  }
  printf ("account_id=%s\tarn=%s\tuser_name=%s\tis_root=%d\toffset=%" G_GINT64_FORMAT "\n", identity->account_id, identity->arn,
          identity->user_name != NULL ? identity->user_name : "", identity->is_root, dp_aws_client_get_clock_offset (client));
}

static void
list_mfa_devices (DpAwsClient *client, const DpCredentials *credentials, char **words, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  g_autoptr (GPtrArray) devices = dp_iam_list_mfa_devices (client, credentials, words[1], cancellable, &error);
  if (devices == NULL) {
    print_error (error);
    return;
  }
  printf ("devices=");
  for (guint i = 0; i < devices->len; i++) {
    const DpMfaDevice *device = devices->pdata[i];
    printf ("%s%s %d", i > 0 ? "," : "", device->serial_number, (int) device->kind);
  }
  puts ("");
}

static gpointer
read_lines_thread (gpointer data)
{
  Input *input = data;
  char *line = NULL;
  size_t size = 0;

  for (ssize_t length; (length = getline (&line, &size, stdin)) > 0;) {
    line[length - 1] = '\0';
    if (g_str_equal (line, "cancel"))
      g_cancellable_cancel (input->cancellable);
    else
      g_async_queue_push (input->lines, g_strdup (line));
  }
  free (line);
  g_async_queue_push (input->lines, g_strdup ("end"));
  return NULL;
}

static void
answer_line (DpAwsClient *client, const DpCredentials *credentials, const char *line, GCancellable *cancellable)
{
  g_auto (GStrv) words = g_strsplit (line, "\t", -1);

  if (g_str_equal (words[0], "session"))
    get_session_token (client, credentials, words, cancellable);
  else if (g_str_equal (words[0], "role"))
    assume_role (client, credentials, words, cancellable);
  else if (g_str_equal (words[0], "identity"))
    get_caller_identity (client, credentials, cancellable);
  else if (g_str_equal (words[0], "devices"))
    list_mfa_devices (client, credentials, words, cancellable);
  else
    g_assert_not_reached ();
  fflush (stdout);
}

int
main (void)
{
  setlocale (LC_ALL, "");
  g_autoptr (GAsyncQueue) lines = g_async_queue_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Input input = { lines, cancellable };
  GThread *thread = g_thread_new ("input", read_lines_thread, &input);

  g_autofree char *access_key_id = g_async_queue_pop (lines);
  g_autofree char *secret = g_async_queue_pop (lines);
  g_autofree char *token = g_async_queue_pop (lines);
  const DpCredentials credentials = { access_key_id, secret, *token != '\0' ? token : NULL };
  g_autoptr (DpEndpointConfig) config = dp_endpoint_config_new (g_getenv ("AWS_REGION"), NULL, NULL);
  g_autoptr (DpAwsClient) client = dp_aws_client_new (config);

  for (;;) {
    g_autofree char *line = g_async_queue_pop (lines);
    if (g_str_equal (line, "end"))
      break;
    answer_line (client, &credentials, line, cancellable);
  }
  g_thread_join (thread);
  return 0;
}
