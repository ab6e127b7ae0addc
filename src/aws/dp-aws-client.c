/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-client.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-refusal.h"
#include "dp-aws-secret.h"
#include "dp-foreign-response.h"
#include "dp-http.h"
#include "dp-sigv4.h"

#define MAX_TRIES 3
#define RETRY_MILLISECONDS 400
#define BODY_ROOM 1024
#define ACCEPTED_SECONDS (15 * 60) /* AWS takes no request whose time is further from its own */
#define CONTENT_TYPE "application/x-www-form-urlencoded"

struct _DpAwsClient {
  GObject parent_instance;

  DpEndpointConfig *config;
  DpHttp *http;
  gint64 clock_offset; /* seconds to add to this computer's clock */
  gint64 last_offset;  /* the same by the last response, right or wrong */
};

G_DEFINE_FINAL_TYPE (DpAwsClient, dp_aws_client, G_TYPE_OBJECT)

/* By DpService. */
static const struct {
  const char *name;
  const char *version;
} services[] = {
  { "sts", "2011-06-15" },
  { "iam", "2010-05-08" },
};

typedef struct {
  DpService service;
  const char *action;
  const char *mfa_serial; /* (nullable) */
  const char *role_arn;   /* (nullable) */
  const char *body;
  const DpCredentials *credentials; /* (nullable) */
  DpAwsCallFlags flags;
  const DpEndpoint *endpoint;

  gboolean was_sent;
  gint64 server_time; /* of the last response; 0 if unknown */
} Call;

static void
dp_aws_client_finalize (GObject *object)
{
  DpAwsClient *self = DP_AWS_CLIENT (object);

  g_clear_pointer (&self->config, dp_endpoint_config_free);
  g_clear_pointer (&self->http, dp_http_free);

  G_OBJECT_CLASS (dp_aws_client_parent_class)->finalize (object);
}

static void
dp_aws_client_class_init (DpAwsClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = dp_aws_client_finalize;
}

static void
dp_aws_client_init (DpAwsClient *self)
{
}

/* With room for all of it at once, so that no piece with a code stays behind. */
static char *
make_body (DpService service, const char *action, const DpAwsParameter *parameters)
{
  GString *body = g_string_sized_new (BODY_ROOM);

  g_string_append_printf (body, "Action=%s&Version=%s", action, services[service].version);
  for (; parameters->name != NULL; parameters++) {
    if (parameters->value == NULL)
      continue;
    g_string_append_printf (body, "&%s=", parameters->name);
    g_string_append_uri_escaped (body, parameters->value, NULL, FALSE);
  }
  return g_string_free (body, FALSE);
}

static const char *
find_parameter (const DpAwsParameter *parameters, const char *name)
{
  for (; parameters->name != NULL; parameters++)
    if (strcmp (parameters->name, name) == 0)
      return parameters->value;
  return NULL;
}

static char *
make_host_header (GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  gboolean is_ipv6 = strchr (host, ':') != NULL;
  int default_port = strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
  int port = g_uri_get_port (uri);
  g_autofree char *port_part = port == -1 || port == default_port ? g_strdup ("") : g_strdup_printf (":%d", port);

  return g_strdup_printf ("Host: %s%s%s%s", is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "", port_part);
}

static void
free_header (gpointer header)
{
  dp_aws_secret_free (header);
}

static GPtrArray *
make_headers (DpAwsClient *self, const Call *call)
{
  const DpCredentials *credentials = call->credentials;
  g_autoptr (GUri) uri = g_uri_parse (call->endpoint->url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *date = dp_sigv4_format_date (dp_aws_client_get_time (self));
  GPtrArray *headers = g_ptr_array_new_with_free_func (free_header);

  g_ptr_array_add (headers, make_host_header (uri));
  g_ptr_array_add (headers, g_strdup ("Content-Type: " CONTENT_TYPE));
  g_ptr_array_add (headers, g_strconcat ("X-Amz-Date: ", date, NULL));
  if (credentials != NULL && credentials->session_token != NULL)
    g_ptr_array_add (headers, g_strconcat ("X-Amz-Security-Token: ", credentials->session_token, NULL));
  g_ptr_array_add (headers, NULL);
  if (credentials == NULL)
    return headers;

  const DpSigv4Request request = {
    .method = "POST",
    .path = g_uri_get_path (uri),
    .headers = (const char *const *) headers->pdata,
    .body = call->body,
    .amz_date = date,
    .region = call->endpoint->signing_region,
    .service = services[call->service].name,
  };
  g_autofree char *authorization = dp_sigv4_authorize (&request, credentials->access_key_id, credentials->secret_access_key);
  g_ptr_array_insert (headers, 0, g_strconcat ("Authorization: ", authorization, NULL));
  return headers;
}

static void
set_refusal (Call *call, int status, const char *code, const char *message, GError **error)
{
  DpAwsRefusal refusal = {
    .code = code,
    .message = message,
    .status = status,
    .access_key_id = call->credentials != NULL ? call->credentials->access_key_id : "",
    .is_session = call->credentials != NULL && call->credentials->session_token != NULL,
    .mfa_serial = call->mfa_serial,
    .role_arn = call->role_arn,
    .region = call->endpoint->signing_region,
  };

  /* Who refused the time knows it better than who wrote the header. */
  gint64 named_time = dp_aws_refusal_get_server_time (&refusal);
  if (named_time != 0)
    call->server_time = named_time;
  if (call->server_time != 0)
    refusal.clock_skew = call->server_time - g_get_real_time () / G_USEC_PER_SEC;
  g_propagate_error (error, dp_aws_refusal_to_error (&refusal));
}

/* A Date that the accepted signature disproves is some proxy's: sessions that it
 * calls over are good. 0 then. */
static gint64
get_proven_time (DpAwsClient *self, const Call *call, gint64 server_time)
{
  gboolean is_proven = call->credentials == NULL || ABS (server_time - dp_aws_client_get_time (self)) <= ACCEPTED_SECONDS;

  return is_proven ? server_time : 0;
}

static DpAwsAnswer *
read_response (DpAwsClient *self, Call *call, const DpHttpResponse *response, GError **error)
{
  g_autoptr (DpAwsAnswer) answer = dp_aws_answer_parse (response->body, response->body_length);
  g_autofree char *expected_root = g_strconcat (call->action, "Response", NULL);

  call->server_time = response->server_time;
  if (response->status == 200 && answer != NULL && strcmp (dp_aws_answer_get_root (answer), expected_root) == 0) {
    dp_aws_answer_set_server_time (answer, get_proven_time (self, call, response->server_time));
    return g_steal_pointer (&answer);
  }

  const char *code = answer != NULL ? dp_aws_answer_get_error_code (answer) : NULL;
  if (code != NULL)
    set_refusal (call, response->status, code, dp_aws_answer_get_error_message (answer), error);
  else
    g_propagate_error (error, dp_foreign_response_to_error (response, call->endpoint->url, answer != NULL));
  return NULL;
}

static DpAwsAnswer *
try_call (DpAwsClient *self, Call *call, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) headers = make_headers (self, call);

  call->server_time = 0;
  g_autoptr (DpHttpResponse) response = dp_http_post (self->http, call->endpoint->url, (const char *const *) headers->pdata,
                                                      call->body, &call->was_sent, cancellable, error);
  if (response == NULL)
    return NULL;
  if (response->server_time != 0)
    self->last_offset = response->server_time - g_get_real_time () / G_USEC_PER_SEC;
  return read_response (self, call, response, error);
}

/* Takes AWS's time as the right one. FALSE when that is already in force. */
static gboolean
correct_clock (DpAwsClient *self, gint64 server_time)
{
  gint64 offset = server_time - g_get_real_time () / G_USEC_PER_SEC;

  if (server_time == 0 || ABS (offset - self->clock_offset) < 60)
    return FALSE;
  g_info ("aws: The clock is wrong by %" G_GINT64_FORMAT " s, signing with the server's", offset);
  self->clock_offset = offset;
  return TRUE;
}

static gboolean
may_try_again (const Call *call, const GError *error)
{
  if (g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_CONNECT))
    return !(call->flags & DP_AWS_CALL_WITH_CODE) || !call->was_sent;
  if (call->flags & DP_AWS_CALL_WITH_CODE)
    return FALSE;
  return g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_THROTTLED) || g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_SERVER);
}

/* Returns early when cancelled. */
static void
wait_before_next_try (int n_tries, GCancellable *cancellable)
{
  GPollFD cancel_fd;
  int longest = RETRY_MILLISECONDS << (n_tries - 1);
  int milliseconds = g_random_int_range (longest / 2, longest);
  gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &cancel_fd);

  g_debug ("aws: Trying again in %d ms", milliseconds);
  g_poll (&cancel_fd, can_cancel ? 1 : 0, milliseconds);
  if (can_cancel)
    g_cancellable_release_fd (cancellable);
}

/* Whether AWS saw the code is unknown when its answer did not arrive. */
static gboolean
leaves_code_in_doubt (const Call *call, const GError *error)
{
  static const DpAwsError codes[] = {
    DP_AWS_ERROR_CONNECT,
    DP_AWS_ERROR_TIMEOUT,
    DP_AWS_ERROR_SERVER,
    DP_AWS_ERROR_UNREADABLE,
  };

  if (!(call->flags & DP_AWS_CALL_WITH_CODE) || !call->was_sent)
    return FALSE;
  for (size_t i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, DP_AWS_ERROR, (int) codes[i]))
      return TRUE;
  return FALSE;
}

static void
report_failure (const Call *call, GError *failure, GError **error)
{
  if (leaves_code_in_doubt (call, failure))
    g_set_error (error, failure->domain, failure->code,
                 /* Translators: %s is one or two whole sentences without the last full stop */
                 _("%s. The code may be used up all the same: take the next one"), failure->message);
  else
    g_set_error_literal (error, failure->domain, failure->code, failure->message);
}

static DpAwsAnswer *
try_until_done (DpAwsClient *self, Call *call, GCancellable *cancellable, GError **error)
{
  for (int n_tries = 1;; n_tries++) {
    g_autoptr (GError) local_error = NULL;
    DpAwsAnswer *answer = try_call (self, call, cancellable, &local_error);
    if (answer != NULL)
      return answer;

    gboolean is_last_try = n_tries == MAX_TRIES;
    if (!is_last_try && g_error_matches (local_error, DP_AWS_ERROR, DP_AWS_ERROR_CLOCK) && correct_clock (self, call->server_time))
      continue;
    if (is_last_try || !may_try_again (call, local_error)) {
      report_failure (call, local_error, error);
      return NULL;
    }
    wait_before_next_try (n_tries, cancellable);
  }
}

/**
 * dp_aws_client_new:
 *
 * Makes no connection yet. A wrong @config shows at the first call.
 *
 * Returns: (transfer full): a client
 */
DpAwsClient *
dp_aws_client_new (const DpEndpointConfig *config)
{
  DpAwsClient *self = g_object_new (DP_TYPE_AWS_CLIENT, NULL);

  self->config = dp_endpoint_config_copy (config);
  self->http = dp_http_new (config->ca_bundle);
  return self;
}

/**
 * dp_aws_client_get_clock_offset:
 *
 * Returns: seconds that AWS's clock is ahead of this computer's; 0 unless AWS
 *   has refused a request because of it
 */
gint64
dp_aws_client_get_clock_offset (DpAwsClient *self)
{
  g_return_val_if_fail (DP_IS_AWS_CLIENT (self), 0);

  return self->clock_offset;
}

/** Seconds that the server's clock was ahead at its last response, to a second or
 * as long as the answer took; 0 before that. */
gint64
dp_aws_client_get_last_offset (DpAwsClient *self)
{
  g_return_val_if_fail (DP_IS_AWS_CLIENT (self), 0);

  return self->last_offset;
}

/** Now, in Unix time, by AWS's clock as far as it is known. */
gint64
dp_aws_client_get_time (DpAwsClient *self)
{
  g_return_val_if_fail (DP_IS_AWS_CLIENT (self), 0);

  return g_get_real_time () / G_USEC_PER_SEC + self->clock_offset;
}

/**
 * dp_aws_client_call:
 * @parameters: ends with a %NULL name
 * @credentials: (nullable): %NULL sends it unsigned, which AWS refuses: enough to
 *   see that it is there
 *
 * Blocks. Up to three tries where AWS or the network stumbles, one of them with
 * a corrected clock where that is wrong. With %DP_AWS_CALL_WITH_CODE only a
 * refused clock or a connection that was never made is tried again.
 *
 * Returns: (transfer full): the answer, whose root is the action's; or %NULL
 *   with a #DpAwsError or %G_IO_ERROR_CANCELLED
 */
DpAwsAnswer *
dp_aws_client_call (DpAwsClient *self,
                    DpService service,
                    const char *action,
                    const DpAwsParameter *parameters,
                    const DpCredentials *credentials,
                    DpAwsCallFlags flags,
                    GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (DP_IS_AWS_CLIENT (self), NULL);

  g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (self->config, service, error);
  if (endpoint == NULL)
    return NULL;

  char *body = make_body (service, action, parameters);
  Call call = {
    .service = service,
    .action = action,
    .mfa_serial = find_parameter (parameters, "SerialNumber"),
    .role_arn = find_parameter (parameters, "RoleArn"),
    .body = body,
    .credentials = credentials,
    .flags = flags,
    .endpoint = endpoint,
  };
  DpAwsAnswer *answer = try_until_done (self, &call, cancellable, error);
  dp_aws_secret_free (body);
  return answer;
}
