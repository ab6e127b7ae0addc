/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-profiles-error.h"
#include "dp-session.h"

#define KEYS                                                                                                     \
  "aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n" \
  "aws_session_token = AQoDYXdzEJr==\n"
#define END "x_security_token_expires = 2026-11-24T08:56:23Z\n"
#define OWNED "manager = daypass\n"
#define SESSION KEYS END OWNED
/* What an STS gave that is not AWS's, and a key that was then written over it. */
#define OTHER_KEYS "aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = x\naws_session_token = y\n"
#define NOTED "x_daypass_access_key_id = AKIAI44QH8DHBEXAMPLE\n"
#define STATIC_KEYS "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = old\n"

static DpProfileFile *
parse (const char *text)
{
  return dp_profile_file_new (DP_PROFILE_FILE_CREDENTIALS, text, strlen (text));
}

static DpAccount *
make_account (void)
{
  DpAccount *account = dp_account_new ("work");

  account->duration_seconds = 28800;
  return account;
}

static DpSession *
make_session (int duration_seconds)
{
  DpSession *session = dp_session_new ();

  session->access_key_id = g_strdup ("ASIAIOSFODNN7EXAMPLE");
  session->secret_access_key = g_strdup ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  session->session_token = g_strdup ("AQoDYXdzEJr==");
  session->expires_at = 1795510583;
  session->duration_seconds = duration_seconds;
  return session;
}

static void
test_read (void)
{
  static const struct {
    const char *text;
    int duration; /* 0: no session */
  } cases[] = {
    { "[work]\n" SESSION, 28800 },
    { "[work]\n" SESSION "x_daypass_duration_seconds = 600\n", 600 },
    { "[work]\n" SESSION "x_daypass_duration_seconds = junk\n", 28800 },
    { "", 0 },
    { "[other]\n" SESSION, 0 },
    { "[work]\n" KEYS END, 0 },
    { "[work]\n" KEYS END "manager = awsume\n", 0 },
    { "[work]\n" KEYS OWNED, 0 },
    { "[work]\n" KEYS OWNED "x_security_token_expires = soon\n", 0 },
    { "[work]\n" STATIC_KEYS "aws_session_token = x\n" END OWNED, 0 },
    { "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n" END OWNED, 0 },
    { "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\naws_session_token =\n" END OWNED, 0 },
    { "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_session_token = x\n" END OWNED, 0 },
  };
  g_autoptr (DpAccount) account = make_account ();

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) file = parse (cases[i].text);
    g_autoptr (DpSession) session = dp_session_read (file, account);
    g_assert_cmpint (session != NULL ? session->duration_seconds : 0, ==, cases[i].duration);
    if (session == NULL)
      continue;
    g_assert_cmpstr (session->access_key_id, ==, "ASIAIOSFODNN7EXAMPLE");
    g_assert_cmpstr (session->secret_access_key, ==, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    g_assert_cmpstr (session->session_token, ==, "AQoDYXdzEJr==");
    g_assert_cmpint (session->expires_at, ==, 1795510583);
  }
}

static void
test_write (void)
{
  static const struct {
    const char *before;
    int duration;
    const char *after; /* NULL: refused */
  } cases[] = {
    { "", 28800, "[work]\n" SESSION },
    { "", 28790, "[work]\n" SESSION },
    { "", 28700, "[work]\n" SESSION "x_daypass_duration_seconds = 28700\n" },
    { "", 600, "[work]\n" SESSION "x_daypass_duration_seconds = 600\n" },
    { "[work]\n" SESSION "x_daypass_duration_seconds = 600\n", 28800, "[work]\n" SESSION },
    { "[work]\n" SESSION NOTED, 28800, "[work]\n" SESSION },
    { "[a]\nk = 1\n# end\n", 28800, "[a]\nk = 1\n# end\n\n[work]\n" SESSION },
    { "# mine\n[work]\nmanager = daypass\naws_security_token = old\nexpiration = old\naws_access_key_id = ASIAOLD\nregion = x\n", 28800,
      "# mine\n[work]\nmanager = daypass\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\nregion = x\n"
      "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\naws_session_token = AQoDYXdzEJr==\n" END },
    { "[work]\n# note\n", 28800, "[work]\n" SESSION "# note\n" },
    { "[work]\n" STATIC_KEYS "# note\n[b]\n", 28800, "[work]\n" SESSION "# note\n[b]\n" },
    { "[work]\naws_access_key_id = ASIAOTHERS\n", 28800, NULL },
    { "[work]\nregion = x\n", 28800, NULL },
    { "[work]\nmanager = awsume\n", 28800, NULL },
  };
  g_autoptr (DpAccount) account = make_account ();

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) file = parse (cases[i].before);
    g_autoptr (DpSession) session = make_session (cases[i].duration);
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (dp_session_write (session, account, file, &error), ==, cases[i].after != NULL);
    size_t length = 0;
    const char *bytes = dp_profile_file_get_bytes (file, &length);
    g_autofree char *text = g_strndup (bytes, length);
    g_assert_cmpstr (text, ==, cases[i].after != NULL ? cases[i].after : cases[i].before);
    if (cases[i].after == NULL) {
      g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN);
      continue;
    }
    g_autoptr (DpSession) again = dp_session_read (file, account);
    g_assert_nonnull (again);
    g_assert_cmpint (ABS (again->duration_seconds - cases[i].duration), <=, 60);
  }
}

static void
test_ids_of_another_sts (void)
{
  static const struct {
    const char *given;
    const char *now; /* written over it since; NULL: nothing was */
    gboolean is_session;
  } cases[] = {
    { "AKIAI44QH8DHBEXAMPLE", NULL, TRUE },
    { "LSIAQAAAAAAVNCBMPNSG", NULL, TRUE },
    { "Y4RJU1RNFGK48LGO9I2S", NULL, TRUE },
    { "AKIAI44QH8DHBEXAMPLE", "AKIAIOSFODNN7EXAMPLE", FALSE },
    { "LSIAQAAAAAAVNCBMPNSG", "AKIAIOSFODNN7EXAMPLE", FALSE },
    { "ASIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE", FALSE },
    { "LSIAQAAAAAAVNCBMPNSG", "", FALSE },
  };
  g_autoptr (DpAccount) account = make_account ();

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s, then %s", cases[i].given, cases[i].now);
    g_autoptr (DpProfileFile) file = parse ("");
    g_autoptr (DpSession) session = make_session (28800);
    g_free (session->access_key_id);
    session->access_key_id = g_strdup (cases[i].given);
    g_assert_true (dp_session_write (session, account, file, NULL));
    if (cases[i].now != NULL)
      dp_profile_file_set_value (file, "work", "aws_access_key_id", cases[i].now);
    g_autoptr (DpSession) again = dp_session_read (file, account);
    g_assert_cmpint (again != NULL, ==, cases[i].is_session);
    g_assert_cmpstr (again != NULL ? again->access_key_id : NULL, ==, cases[i].is_session ? cases[i].given : NULL);
  }
}

static void
test_unwrite (void)
{
  static const struct {
    const char *before;
    const char *after; /* NULL: as before */
  } cases[] = {
    { "[work]\n" SESSION, "[work]\nmanager = daypass\n" },
    { "[work]\n" OTHER_KEYS END OWNED NOTED, "[work]\nmanager = daypass\n" },
    { "[work]\n" STATIC_KEYS END OWNED NOTED, NULL },
    { "# mine\n[work]\nregion = x\n" SESSION "x_daypass_duration_seconds = 600\naws_security_token = old\n\n[b]\n" KEYS,
      "# mine\n[work]\nregion = x\nmanager = daypass\n\n[b]\n" KEYS },
    { "[work]\nmanager = daypass\n", NULL },
    { "[work]\n" KEYS END, NULL },
    { "[work]\n" STATIC_KEYS OWNED, NULL },
    { "", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) file = parse (cases[i].before);
    dp_session_unwrite (file, "work");
    size_t length = 0;
    const char *bytes = dp_profile_file_get_bytes (file, &length);
    g_autofree char *text = g_strndup (bytes, length);
    g_assert_cmpstr (text, ==, cases[i].after != NULL ? cases[i].after : cases[i].before);
  }
}

static void
test_write_refuses_junk (void)
{
  static const char *const tokens[] = { NULL, "", "a b", "a\nmanager = x", "é" };
  g_autoptr (DpAccount) account = make_account ();

  for (size_t i = 0; i < G_N_ELEMENTS (tokens); i++) {
    g_autoptr (DpProfileFile) file = parse ("");
    g_autoptr (DpSession) session = make_session (28800);
    g_autoptr (GError) error = NULL;
    g_free (session->session_token);
    session->session_token = g_strdup (tokens[i]);
    g_assert_false (dp_session_write (session, account, file, &error));
    g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID);
    g_assert_false (dp_profile_file_has_profile (file, "work"));
  }
}

static void
test_state (void)
{
  static const struct {
    int duration, left;
    const char *state;
  } cases[] = {
    { 28800, 28800, "active" },
    { 28800, 900, "active" },
    { 28800, 899, "ending" },
    { 28800, 1, "ending" },
    { 28800, 0, "expired" },
    { 28800, -1, "expired" },
    { 3600, 900, "active" },
    { 3600, 899, "ending" },
    { 3599, 899, "active" },
    { 1800, 450, "active" },
    { 1800, 449, "ending" },
    { 900, 225, "active" },
    { 900, 224, "ending" },
  };

  g_assert_cmpstr (dp_session_state_to_string (dp_session_get_state (NULL, 0)), ==, "none");
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%d of %d", cases[i].left, cases[i].duration);
    g_autoptr (DpSession) session = make_session (cases[i].duration);
    DpSessionState state = dp_session_get_state (session, session->expires_at - cases[i].left);
    g_assert_cmpstr (dp_session_state_to_string (state), ==, cases[i].state);
  }
}

static void
test_clear (void)
{
  g_autoptr (DpSession) session = make_session (3600);

  dp_session_clear (session);
  g_assert_null (session->access_key_id);
  g_assert_null (session->secret_access_key);
  g_assert_null (session->session_token);
  g_assert_cmpint (session->expires_at, ==, 0);
  dp_session_clear (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/read", test_read);
  g_test_add_func ("/session/write", test_write);
  g_test_add_func ("/session/ids-of-another-sts", test_ids_of_another_sts);
  g_test_add_func ("/session/unwrite", test_unwrite);
  g_test_add_func ("/session/write-refuses-junk", test_write_refuses_junk);
  g_test_add_func ("/session/state", test_state);
  g_test_add_func ("/session/clear", test_clear);
  return g_test_run ();
}
