/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-live-profile.h"
#include "dp-plaintext-key.h"
#include "dp-role.h"
#include "dp-session.h"
#include "random-text.h"

/* What is made of the two files, whatever is in them: accounts, sessions, roles, keys. */

static const char *const configs[] = {
  "[profile work]\nregion = ap-northeast-1\nmanager = daypass\nx_daypass_account_id = 111122223333\nx_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone\n"
  "x_daypass_duration_seconds = 28800\n\n# a role\n[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\nduration_seconds = 3600\n",
  "[default]\nmanager = daypass\n[profile default]\nmfa_serial = x\n[services local]\nsts =\n  endpoint_url = http://127.0.0.1\n",
  "[profile a]\nrole_arn = b\nsource_profile = b\n[profile b]\nrole_arn = c\nsource_profile = a\n[profile work-live]\ncredential_process = /usr/bin/daypass export work --format process --lease\n",
  NULL,
};
static const char *const credentials[] = {
  "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\naws_session_token = token==\nx_security_token_expires = 2026-11-24T08:56:23Z\nmanager = daypass\n",
  "[a]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n# aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n[default]\n",
  "",
  NULL,
};
static const char *const pieces[] = {
  "\n",
  "\r\n",
  "\r",
  "[",
  "]",
  "=",
  ":",
  "#",
  " ;",
  " ",
  "\t",
  "  k = v\n",
  "[work]\n",
  "[profile work]\n",
  "[ work ] mine\n",
  "manager = daypass\n",
  "[DEFAULT]\n",
  "aws_secret_access_key",
  "role_arn = x\n",
  "source_profile = work\n",
  "x_daypass_duration_seconds = 99999999999999999999\n",
  "\xef\xbb\xbf",
  "\xe9",
  "\xc2\xa0",
  "\xe3\x80\x80",
  "'",
  "\"",
  "\\",
  NULL,
};

static DpProfileFile *
make_file (DpProfileFileKind kind, const char *const *samples)
{
  size_t length = 0;
  g_autofree char *text = random_text_make (samples, pieces, &length);

  return dp_profile_file_new (kind, text, length);
}

static void
look_at_account (DpAccount *account, DpProfileFile *config, DpProfileFile *file)
{
  g_autoptr (DpSession) session = dp_session_read (file, account);
  g_autoptr (GPtrArray) chain = dp_role_list_chain (config, account->profile);

  g_assert_cmpint (account->duration_seconds, >=, DP_DURATION_MIN);
  g_assert_cmpint (account->duration_seconds, <=, DP_DURATION_MAX);
  g_assert_true (session == NULL || g_str_has_prefix (session->access_key_id, "ASIA"));
  g_assert_cmpuint (chain->len, ==, 0);
}

static void
look_at_all (DpProfileFile *config, DpProfileFile *file)
{
  g_autoptr (GPtrArray) accounts = dp_account_list (config);
  for (guint i = 0; i < accounts->len; i++)
    look_at_account (accounts->pdata[i], config, file);

  g_autoptr (GPtrArray) roles = dp_role_list (config);
  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    g_autoptr (GPtrArray) chain = dp_role_list_chain (config, role->profile);
    g_assert_cmpuint (chain->len, <=, roles->len);
    (void) dp_role_check_values (role, NULL);
  }

  g_autoptr (GPtrArray) keys = dp_plaintext_key_list (config, file);
  for (guint i = 0; i < keys->len; i++)
    g_assert_true (g_str_has_prefix (((const DpPlaintextKey *) keys->pdata[i])->access_key_id, "AKIA"));
  for (guint line = 0; (line = dp_plaintext_key_find_stray_secret (file, line)) != 0;)
    ;
  g_autofree char *account = dp_live_profile_dup_account (config, "work-live");
  g_assert_true (account == NULL || g_str_equal (account, "work"));
}

/* Where all tools can read the file before, they can after, and read the session. */
static void
write_session (DpProfileFile *file)
{
  static const DpSession session = { (char *) "ASIANEW", (char *) "new-secret", (char *) "new-token", 1800000000, 28800 };
  g_autoptr (DpAccount) account = dp_account_new ("work");
  g_autoptr (GError) error = NULL;

  if (!dp_profile_file_check (file, "/x", NULL) || !dp_session_write (&session, account, file, NULL))
    return;
  g_autoptr (DpSession) read = dp_session_read (file, account);
  g_assert_nonnull (read);
  g_assert_cmpstr (read->session_token, ==, "new-token");
  g_assert_cmpint (read->expires_at, ==, 1800000000);
  (void) dp_profile_file_check (file, "/x", &error);
  g_assert_no_error (error);
}

static void
test_profiles (void)
{
  for (int i = 0; i < RANDOM_TEXT_ROUNDS / 10; i++) {
    g_autoptr (DpProfileFile) config = make_file (DP_PROFILE_FILE_CONFIG, configs);
    g_autoptr (DpProfileFile) file = make_file (DP_PROFILE_FILE_CREDENTIALS, credentials);
    look_at_all (config, file);
    write_session (file);
  }
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-profiles", test_profiles);
  return g_test_run ();
}
