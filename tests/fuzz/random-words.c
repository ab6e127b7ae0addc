/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "dp-duration.h"
#include "dp-endpoint.h"
#include "dp-mfa-code.h"
#include "dp-time.h"
#include "random-text.h"

/* Single values, as a file, a variable, an option or a keyboard gives them. */

static const char *const pieces[] = { "-", "+", ":", "T", "Z", ".", "9", "0", "99999999999", "h", "m", " ", "/", "//", "@", "[", "]", "%", "\xe3\x80\x80", "\xef\xbc\x91", "\xe9", "\xf0", NULL };

static void
test_times (void)
{
  static const char *const samples[] = { "2026-11-24T08:56:23Z", "2026-11-24T08:56:23.123+09:00", "", NULL };

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    g_autofree char *text = random_text_make_string (samples, pieces);
    gint64 moment = 0, same = 0;
    if (!dp_time_parse (text, &moment))
      continue;
    g_autofree char *written = dp_time_format (moment);
    g_assert_true (dp_time_parse (written, &same));
    g_assert_cmpint (same, ==, moment);
  }
}

static void
test_durations (void)
{
  static const char *const samples[] = { "8h", "1h30m", "28800", "", NULL };

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    g_autofree char *text = random_text_make_string (samples, pieces);
    int seconds = -1;
    gboolean is_duration = dp_duration_parse (text, &seconds);
    g_assert_true (is_duration ? seconds >= 0 : seconds == -1);
  }
}

static void
test_codes (void)
{
  static const char *const samples[] = { "123456", "123 456\n", "\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94\xef\xbc\x95\xef\xbc\x96", "", NULL };

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    g_autofree char *text = random_text_make_string (samples, pieces);
    g_autofree char *code = dp_mfa_code_normalize (text);
    g_assert_true (code == NULL || (strlen (code) == 6 && strspn (code, "0123456789") == 6));
  }
}

/* No secret goes anywhere without TLS but to this computer itself. */
static void
test_endpoints (void)
{
  static const char *const samples[] = { "https://sts.example.com", "http://127.0.0.1:8080/a", "http://[::1]/", "http://localhost", "", NULL };
  static const char *const regions[] = { "ap-northeast-1", "cn-north-1", "", NULL };

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    g_autofree char *url = random_text_make_string (samples, pieces);
    g_autofree char *region = random_text_make_string (regions, pieces);
    DpEndpointConfig config = { .region = region, .sts_endpoint_url = url, .use_fips_endpoint = g_test_rand_bit (), .use_dualstack_endpoint = g_test_rand_bit () };
    g_autoptr (GError) error = NULL;
    g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (&config, DP_SERVICE_STS, &error);
    if (endpoint == NULL) {
      g_assert_nonnull (error);
      continue;
    }
    g_autoptr (GUri) uri = g_uri_parse (endpoint->url, G_URI_FLAGS_ENCODED, NULL);
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (g_uri_get_host (uri));
    gboolean is_here = address != NULL ? g_inet_address_get_is_loopback (address) : g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0;
    g_assert_true (is_here || g_str_equal (g_uri_get_scheme (uri), "https"));
  }
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-words/times", test_times);
  g_test_add_func ("/random-words/durations", test_durations);
  g_test_add_func ("/random-words/codes", test_codes);
  g_test_add_func ("/random-words/endpoints", test_endpoints);
  return g_test_run ();
}
