/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-http.h"

#include <curl/curl.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "dp-aws-error.h"
#include "dp-aws-secret.h"

#define CONNECT_SECONDS 10L
#define TOTAL_SECONDS 30L
#define MAX_RESPONSE_BYTES (1024 * 1024)

struct _DpHttp {
  CURL *easy;
  CURLM *multi;
  char *ca_bundle;
};

/* One request on its way; libcurl's callbacks get it. */
typedef struct {
  const char *unsent; /* the rest of the request's body */
  gboolean was_sent;  /* some of the body has left */
  DpHttpResponse *response;
  gboolean is_too_large;
} Exchange;

static const struct {
  CURLcode result;
  DpAwsError code;
} results[] = {
  { CURLE_COULDNT_RESOLVE_HOST, DP_AWS_ERROR_OFFLINE },
  { CURLE_COULDNT_RESOLVE_PROXY, DP_AWS_ERROR_PROXY },
  { CURLE_PROXY, DP_AWS_ERROR_PROXY },
  { CURLE_COULDNT_CONNECT, DP_AWS_ERROR_CONNECT },
  { CURLE_SEND_ERROR, DP_AWS_ERROR_CONNECT },
  { CURLE_SEND_FAIL_REWIND, DP_AWS_ERROR_CONNECT },
  { CURLE_RECV_ERROR, DP_AWS_ERROR_CONNECT },
  { CURLE_GOT_NOTHING, DP_AWS_ERROR_CONNECT },
  { CURLE_OPERATION_TIMEDOUT, DP_AWS_ERROR_TIMEOUT },
  { CURLE_SSL_CONNECT_ERROR, DP_AWS_ERROR_TLS },
  { CURLE_PEER_FAILED_VERIFICATION, DP_AWS_ERROR_TLS },
  { CURLE_SSL_CACERT_BADFILE, DP_AWS_ERROR_TLS },
  { CURLE_SSL_ENGINE_INITFAILED, DP_AWS_ERROR_TLS },
  { CURLE_SSL_CIPHER, DP_AWS_ERROR_TLS },
  { CURLE_SSL_CERTPROBLEM, DP_AWS_ERROR_TLS },
  { CURLE_SSL_ISSUER_ERROR, DP_AWS_ERROR_TLS },
  { CURLE_SSL_INVALIDCERTSTATUS, DP_AWS_ERROR_TLS },
  { CURLE_PARTIAL_FILE, DP_AWS_ERROR_UNREADABLE },
  { CURLE_WRITE_ERROR, DP_AWS_ERROR_UNREADABLE },
  { CURLE_WEIRD_SERVER_REPLY, DP_AWS_ERROR_UNREADABLE },
  { CURLE_UNSUPPORTED_PROTOCOL, DP_AWS_ERROR_UNREADABLE },
  { CURLE_BAD_CONTENT_ENCODING, DP_AWS_ERROR_UNREADABLE },
  { CURLE_URL_MALFORMAT, DP_AWS_ERROR_ENDPOINT },
};

static void
initialize_curl (void)
{
  static gsize is_done = 0;

  if (g_once_init_enter (&is_done)) {
    /* libcurl would write the key of every connection into that file. */
    g_unsetenv ("SSLKEYLOGFILE");
    /* Its buffers hold codes and sessions, and it frees them as they are. */
    curl_global_init_mem (CURL_GLOBAL_DEFAULT, malloc, dp_aws_secret_release, dp_aws_secret_resize, strdup, calloc);
    g_once_init_leave (&is_done, 1);
  }
}

static size_t
send_body_cb (char *buffer, size_t size, size_t n_items, void *user_data)
{
  Exchange *exchange = user_data;
  size_t length = MIN (size * n_items, strlen (exchange->unsent));

  memcpy (buffer, exchange->unsent, length);
  exchange->unsent += length;
  exchange->was_sent = TRUE;
  return length;
}

static size_t
receive_body_cb (char *data, size_t size, size_t n_items, void *user_data)
{
  Exchange *exchange = user_data;
  DpHttpResponse *response = exchange->response;

  exchange->is_too_large = n_items > MAX_RESPONSE_BYTES - response->body_length;
  if (exchange->is_too_large)
    return 0;
  memcpy (response->body + response->body_length, data, n_items);
  response->body_length += n_items;
  return n_items;
}

/**
 * dp_http_new:
 * @ca_bundle: (nullable): a file with the only certificate authorities to trust
 *
 * Returns: (transfer full): a client without a connection yet
 */
DpHttp *
dp_http_new (const char *ca_bundle)
{
  DpHttp *self = g_new0 (DpHttp, 1);

  initialize_curl ();
  self->ca_bundle = g_strdup (ca_bundle);
  self->multi = curl_multi_init ();
  self->easy = curl_easy_init ();

  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_QUICK_EXIT, 1L); /* a cancel does not wait for the name server */
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  curl_easy_setopt (self->easy, CURLOPT_TIMEOUT, TOTAL_SECONDS);
  curl_easy_setopt (self->easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (self->easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (self->easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (self->easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (self->easy, CURLOPT_PROXY_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (ca_bundle != NULL) {
    curl_easy_setopt (self->easy, CURLOPT_CAINFO, ca_bundle);
    curl_easy_setopt (self->easy, CURLOPT_CAPATH, NULL);
  }
  curl_easy_setopt (self->easy, CURLOPT_USERAGENT, "daypass/" PACKAGE_VERSION);

  /* The body comes from a callback that cannot be rewound: with POSTFIELDS,
   * libcurl by itself repeats a request that died on a kept connection, and a
   * code works only once. */
  curl_easy_setopt (self->easy, CURLOPT_POST, 1L);
  curl_easy_setopt (self->easy, CURLOPT_READFUNCTION, send_body_cb);
  curl_easy_setopt (self->easy, CURLOPT_WRITEFUNCTION, receive_body_cb);
  return self;
}

void
dp_http_free (DpHttp *self)
{
  curl_easy_cleanup (self->easy);
  curl_multi_cleanup (self->multi);
  g_free (self->ca_bundle);
  g_free (self);
}

static DpAwsError
get_error_code (DpHttp *self, CURLcode result)
{
  long proxy_status = 0;
  long system_error = 0;

  curl_easy_getinfo (self->easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  curl_easy_getinfo (self->easy, CURLINFO_OS_ERRNO, &system_error);
  if (proxy_status >= 300)
    return DP_AWS_ERROR_PROXY;
  if (result == CURLE_COULDNT_CONNECT && (system_error == ENETUNREACH || system_error == EHOSTUNREACH))
    return DP_AWS_ERROR_OFFLINE;
  for (size_t i = 0; i < G_N_ELEMENTS (results); i++)
    if (results[i].result == result)
      return results[i].code;
  return DP_AWS_ERROR_CONNECT;
}

static char *
describe_tls (DpHttp *self, CURLcode result, const char *host)
{
  if (result == CURLE_SSL_CACERT_BADFILE && self->ca_bundle != NULL)
    return g_strdup_printf (_("The certificate authorities in “%s” cannot be read. Fix AWS_CA_BUNDLE or the profile’s ca_bundle"), self->ca_bundle);
  if (result == CURLE_PEER_FAILED_VERIFICATION)
    return g_strdup_printf (_("The certificate of “%s” is not trusted or not valid today. Check the date of this computer; where the network inspects TLS, name its certificate authority in AWS_CA_BUNDLE"), host);
  return g_strdup_printf (_("No secure connection to “%s” came about. A proxy or firewall may interfere"), host);
}

static char *
describe_proxy (CURLcode result)
{
  if (result == CURLE_COULDNT_RESOLVE_PROXY)
    return g_strdup (_("The proxy’s name is unknown. Check the variable https_proxy"));
  return g_strdup (_("The proxy refused to connect to AWS. Check the variable https_proxy and the name and password in it"));
}

static char *
describe_connect (const Exchange *exchange, const char *host)
{
  if (exchange->was_sent)
    return g_strdup_printf (_("The connection to “%s” broke off before an answer came. Try again"), host);
  return g_strdup_printf (_("“%s” does not accept connections. Check the network, and the proxy or firewall if there is one"), host);
}

static char *
describe_unreadable (const Exchange *exchange, const char *host)
{
  if (exchange->is_too_large)
    return g_strdup_printf (_("The answer of “%s” is too large to be one of AWS. Check the proxy or the custom endpoint"), host);
  return g_strdup_printf (_("The answer of “%s” was cut off or damaged. Try again"), host);
}

static char *
describe_failure (DpHttp *self, const Exchange *exchange, DpAwsError code, CURLcode result, const char *host)
{
  if (code == DP_AWS_ERROR_TLS)
    return describe_tls (self, result, host);
  if (code == DP_AWS_ERROR_PROXY)
    return describe_proxy (result);
  if (code == DP_AWS_ERROR_OFFLINE)
    return g_strdup_printf (_("“%s” cannot be reached. Check the connection of this computer to the network"), host);
  if (code == DP_AWS_ERROR_TIMEOUT)
    return g_strdup_printf (_("“%s” did not answer in time. Check the network, then try again"), host);
  if (code == DP_AWS_ERROR_UNREADABLE)
    return describe_unreadable (exchange, host);
  return describe_connect (exchange, host);
}

static void
set_failure (DpHttp *self, const Exchange *exchange, const char *url, CURLcode result, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  DpAwsError code = get_error_code (self, result);
  g_autofree char *message = describe_failure (self, exchange, code, result, uri != NULL ? g_uri_get_host (uri) : url);

  g_debug ("aws: libcurl: %s", curl_easy_strerror (result));
  g_set_error_literal (error, DP_AWS_ERROR, (int) code, message);
}

/* Returns when the transfer has ended or, at once, when it is cancelled. What
 * has arrived by then counts: a code may have been spent on it. */
static CURLcode
transfer (DpHttp *self, GCancellable *cancellable)
{
  GPollFD cancel_fd;
  gboolean can_cancel = g_cancellable_make_pollfd (cancellable, &cancel_fd);
  struct curl_waitfd extra_fd = { can_cancel ? cancel_fd.fd : -1, CURL_WAIT_POLLIN, 0 };
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  int n_running = 0;

  curl_multi_add_handle (self->multi, self->easy);
  for (;;) {
    curl_multi_perform (self->multi, &n_running);
    if (n_running == 0 || g_cancellable_is_cancelled (cancellable))
      break;
    curl_multi_poll (self->multi, &extra_fd, can_cancel ? 1 : 0, TOTAL_SECONDS * 1000, NULL);
  }

  int n_left = 0;
  const CURLMsg *message = curl_multi_info_read (self->multi, &n_left);
  if (message != NULL)
    result = message->data.result;
  curl_multi_remove_handle (self->multi, self->easy);
  if (can_cancel)
    g_cancellable_release_fd (cancellable);
  return result;
}

static void
read_response_headers (DpHttp *self, DpHttpResponse *response)
{
  long status = 0;
  char *content_type = NULL;
  struct curl_header *date = NULL;

  curl_easy_getinfo (self->easy, CURLINFO_RESPONSE_CODE, &status);
  response->status = (int) status;
  curl_easy_getinfo (self->easy, CURLINFO_CONTENT_TYPE, &content_type);
  response->content_type = g_strdup (content_type);
  if (curl_easy_header (self->easy, "Date", 0, CURLH_HEADER, -1, &date) == CURLHE_OK)
    response->server_time = MAX (curl_getdate (date->value, NULL), 0);
}

static void
free_header_list (struct curl_slist *list)
{
  for (struct curl_slist *item = list; item != NULL; item = item->next)
    explicit_bzero (item->data, strlen (item->data));
  curl_slist_free_all (list);
}

static DpHttpResponse *
response_new (void)
{
  DpHttpResponse *self = g_new0 (DpHttpResponse, 1);

  /* All of it at once, so that it never moves; unused pages cost nothing. */
  self->body = g_malloc (MAX_RESPONSE_BYTES);
  return self;
}

/**
 * dp_http_post:
 * @url: https, or http to this computer; the latter never goes through a proxy
 * @headers: "Name: value" lines, all that matter to the receiver
 * @body: text
 * @was_sent: (out): whether the receiver may have got the request; set on
 *   failure too
 *
 * Sends one request, once. Redirects are not followed; a status of any kind is
 * a response. At most 10 s to connect, 30 s in all, 1 MiB.
 *
 * Returns: (transfer full): the response, or %NULL with a #DpAwsError or
 *   %G_IO_ERROR_CANCELLED
 */
DpHttpResponse *
dp_http_post (DpHttp *self,
              const char *url,
              const char *const *headers,
              const char *body,
              gboolean *was_sent,
              GCancellable *cancellable,
              GError **error)
{
  *was_sent = FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_autoptr (DpHttpResponse) response = response_new ();
  Exchange exchange = { .unsent = body, .response = response };
  struct curl_slist *list = NULL;

  for (size_t i = 0; headers[i] != NULL; i++)
    list = curl_slist_append (list, headers[i]);
  curl_easy_setopt (self->easy, CURLOPT_URL, url);
  curl_easy_setopt (self->easy, CURLOPT_NOPROXY, g_str_has_prefix (url, "http://") ? "*" : NULL);
  curl_easy_setopt (self->easy, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt (self->easy, CURLOPT_POSTFIELDSIZE, (long) strlen (body));
  curl_easy_setopt (self->easy, CURLOPT_READDATA, &exchange);
  curl_easy_setopt (self->easy, CURLOPT_WRITEDATA, &exchange);

  CURLcode result = transfer (self, cancellable);
  curl_easy_setopt (self->easy, CURLOPT_HTTPHEADER, NULL);
  free_header_list (list);

  *was_sent = exchange.was_sent;
  if (result != CURLE_OK) {
    if (!g_cancellable_set_error_if_cancelled (cancellable, error))
      set_failure (self, &exchange, url, result, error);
    return NULL;
  }
  read_response_headers (self, response);
  return g_steal_pointer (&response);
}

void
dp_http_response_free (DpHttpResponse *self)
{
  explicit_bzero (self->body, self->body_length);
  g_free (self->body);
  g_free (self->content_type);
  g_free (self);
}
