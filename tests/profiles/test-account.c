/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-account.h"
#include "dp-mfa-profile.h"
#include "dp-plaintext-key.h"
#include "dp-profiles-error.h"
#include "dp-role.h"

static DpProfileFile *
parse_config (const char *text)
{
  return dp_profile_file_new (DP_PROFILE_FILE_CONFIG, text, strlen (text));
}

static DpProfileFile *
parse_credentials (const char *text)
{
  return dp_profile_file_new (DP_PROFILE_FILE_CREDENTIALS, text, strlen (text));
}

static void
assert_text (DpProfileFile *file, const char *expected)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  g_autofree char *text = g_strndup (bytes, length);

  g_assert_cmpstr (text, ==, expected);
}

#define WORK                                                                                          \
  "[profile work]\nmanager = daypass\nregion = ap-northeast-1\nx_daypass_account_id = 111122223333\n" \
  "x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone\n"

static void
test_read (void)
{
  g_autoptr (DpProfileFile) config = parse_config (
    "[default]\nmanager = daypass\n\n" WORK "x_daypass_duration_seconds = 3600\nx_daypass_mfa_process = ykman code a=b\n"
    "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n"
    "[profile awsume]\nmanager = awsume\n[plain]\nmanager = daypass\n"
    "[profile work]\nmanager = daypass\n");

  g_autoptr (DpAccount) work = dp_account_read (config, "work", NULL);
  g_assert_cmpstr (work->profile, ==, "work");
  g_assert_cmpstr (work->region, ==, "ap-northeast-1");
  g_assert_cmpstr (work->account_id, ==, "111122223333");
  g_assert_cmpstr (work->mfa_serial, ==, "arn:aws:iam::111122223333:mfa/phone");
  g_assert_cmpstr (work->mfa_process, ==, "ykman code a=b");
  g_assert_cmpint (work->duration_seconds, ==, 3600);

  g_autoptr (GPtrArray) accounts = dp_account_list (config);
  g_assert_cmpuint (accounts->len, ==, 2);
  const DpAccount *first = g_ptr_array_index (accounts, 0);
  const DpAccount *second = g_ptr_array_index (accounts, 1);
  g_assert_cmpstr (first->profile, ==, "default");
  g_assert_null (first->region);
  g_assert_cmpint (first->duration_seconds, ==, DP_DURATION_DEFAULT);
  g_assert_cmpstr (second->profile, ==, "work");

  g_autoptr (GError) error = NULL;
  g_assert_null (dp_account_read (config, "prod", &error));
  g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE);
  g_assert_cmpstr (error->message, ==, "“prod” is not an account of Daypass. The accounts are: default, work");

  g_autoptr (DpProfileFile) empty = parse_config ("");
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) impossible = NULL;
  g_assert_null (dp_account_read (empty, "prod", &none));
  g_assert_cmpstr (none->message, ==, "“prod” is not an account of Daypass, and there is none yet. “daypass add prod” makes it one");
  g_assert_null (dp_account_read (empty, "$(id)", &impossible));
  g_assert_cmpstr (impossible->message, ==, "“$(id)” is not an account of Daypass, and there is none yet. “daypass add” makes one");
}

static void
test_duration (void)
{
  static const struct {
    const char *text;
    int seconds;
    const char *bad;
  } cases[] = {
    { "900", 900, NULL },
    { "129600", 129600, NULL },
    { "899", DP_DURATION_DEFAULT, "899" },
    { "129601", DP_DURATION_DEFAULT, "129601" },
    { "-1", DP_DURATION_DEFAULT, "-1" },
    { "8h", DP_DURATION_DEFAULT, "8h" },
    { "", DP_DURATION_DEFAULT, NULL },
    { "3600 # an hour", 3600, NULL },
    { "99999999999999999999", DP_DURATION_DEFAULT, "99999999999999999999" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].text);
    g_autofree char *text = g_strdup_printf (WORK "x_daypass_duration_seconds = %s\n", cases[i].text);
    g_autoptr (DpProfileFile) config = parse_config (text);
    g_autoptr (DpAccount) account = dp_account_read (config, "work", NULL);
    g_assert_cmpint (account->duration_seconds, ==, cases[i].seconds);
    g_assert_cmpstr (account->bad_duration, ==, cases[i].bad);
  }
}

static void
test_write (void)
{
  g_autoptr (DpProfileFile) config = parse_config ("# mine\n[profile old]\noutput = json\n");
  g_autoptr (DpAccount) account = dp_account_new ("work");
  account->region = g_strdup ("ap-northeast-1");
  account->account_id = g_strdup ("111122223333");
  account->mfa_serial = g_strdup ("arn:aws:iam::111122223333:mfa/phone");

  dp_account_write (account, config);
  assert_text (config, "# mine\n[profile old]\noutput = json\n\n" WORK);

  account->duration_seconds = 3600;
  account->mfa_process = g_strdup ("ykman code");
  dp_account_write (account, config);
  assert_text (config, "# mine\n[profile old]\noutput = json\n\n" WORK "x_daypass_duration_seconds = 3600\nx_daypass_mfa_process = ykman code\n");

  account->duration_seconds = DP_DURATION_DEFAULT;
  g_clear_pointer (&account->mfa_process, g_free);
  g_clear_pointer (&account->region, g_free);
  dp_account_write (account, config);
  assert_text (config, "# mine\n[profile old]\noutput = json\n\n" WORK "x_daypass_duration_seconds = 28800\n");
}

static void
test_unwrite (void)
{
  static const struct {
    const char *before, *after;
  } cases[] = {
    { WORK, "" },
    { "[default]\noutput = json\n\n" WORK, "[default]\noutput = json\n" },
    { WORK "x_daypass_duration_seconds = 3600\nx_daypass_mfa_process = x\nx_daypass_later = 1\n\n[profile b]\n", "[profile b]\n" },
    { WORK "output = json\n", "[profile work]\nregion = ap-northeast-1\noutput = json\n" },
    { "[profile work]\nregion = x\nmanager = daypass\nx_daypass_account_id = 111122223333\n", "[profile work]\nregion = x\n" },
    { "[profile work]\nregion = x\nmanager = awsume\n", "[profile work]\nregion = x\nmanager = awsume\n" },
    { "[profile work]\nregion = x\n", "[profile work]\nregion = x\n" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].before);
    g_autoptr (DpProfileFile) config = parse_config (cases[i].before);
    dp_account_unwrite (config, "work");
    assert_text (config, cases[i].after);
  }
}

static void
test_check_name (void)
{
  static const char *const good[] = { "work", "default", "a", "A-b_c/d.e%f@g:h+1", "0" };
  static const char *const bad[] = { "", "-a", "--help", "DEFAULT", "a b", "a]", "é", "a\n", "a\tb", "a#b", "a=b", "\"a\"" };

  for (size_t i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (dp_account_check_name (good[i], NULL));
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("row %zu", i);
    g_assert_false (dp_account_check_name (bad[i], &error));
    g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID);
    g_assert_false (g_str_has_suffix (error->message, "."));
  }
}

static void
test_check_free (void)
{
  static const char akia[] = "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n";
  static const struct {
    const char *config, *credentials, *reason; /* NULL: free */
  } cases[] = {
    { "", "", NULL },
    { "[profile work]\nregion = x\n", "", NULL },
    { "[profile work]\nmfa_serial = arn:x\n", "[work]\n", NULL },
    { WORK, "[work]\nmanager = daypass\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n", NULL },
    { "[profile other]\nrole_arn = arn:x\n", "[other]\naws_access_key_id = X\n", NULL },
    { "[profile work]\nrole_arn = arn:x\n", "", "makes it a role’s" },
    { "[profile work]\nsource_profile = x\n", "", "makes it a role’s" },
    { "[profile work]\nSSO_session = x\n", "", "(sso)" },
    { "[profile work]\nsso_start_url = x\n", "", "(sso)" },
    { "[profile work]\ncredential_process = x\n", "", "credential_process" },
    { "[profile work]\nweb_identity_token_file = x\n", "", "web identity" },
    { "[profile work]\nmanager = awsume\n", "", "another tool manages it" },
    { "", "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n", "not from Daypass" },
    { "", "[work]\nregion = x\n", "not from Daypass" },
    { "", "[work]\nmanager = awsume\n", "not from Daypass" },
    { "[profile work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n", "", "has keys for it" },
    { "", akia, "“daypass import work” moves it" },
    { WORK, akia, "“daypass import work” moves it" },
    { WORK, "[work]\nmanager = daypass\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nx_daypass_access_key_id = AKIAIOSFODNN7EXAMPLE\n", NULL },
    { WORK, "[work]\nmanager = daypass\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nx_daypass_access_key_id = AKIAI44QH8DHBEXAMPLE\n", "“daypass import work” moves it" },
    { "[profile work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", "", "“daypass import work” moves it" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s / %s", cases[i].config, cases[i].credentials);
    g_autoptr (DpProfileFile) config = parse_config (cases[i].config);
    g_autoptr (DpProfileFile) credentials = parse_credentials (cases[i].credentials);
    g_autoptr (GError) error = NULL;
    gboolean is_free = dp_account_check_free (config, credentials, "work", &error);
    if (cases[i].reason == NULL) {
      g_assert_no_error (error);
      g_assert_true (is_free);
      continue;
    }
    g_assert_false (is_free);
    g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN);
    g_assert_nonnull (strstr (error->message, cases[i].reason));
    g_assert_null (strstr (error->message, "EXAMPLE"));
  }
}

static void
test_roles (void)
{
  g_autoptr (DpProfileFile) config = parse_config (
    "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\nregion = x\nmfa_serial = arn:y\n"
    "[profile ec2]\nrole_arn = arn:z\ncredential_source = Ec2InstanceMetadata\n[profile empty]\nrole_arn =\n" WORK);

  g_autoptr (GPtrArray) roles = dp_role_list (config);
  g_assert_cmpuint (roles->len, ==, 2);
  const DpRole *prod = g_ptr_array_index (roles, 0);
  g_assert_cmpstr (prod->profile, ==, "prod");
  g_assert_cmpstr (prod->role_arn, ==, "arn:aws:iam::444455556666:role/admin");
  g_assert_cmpstr (prod->source_profile, ==, "work");
  g_assert_cmpstr (prod->region, ==, "x");
  g_assert_true (prod->has_mfa_serial);
  const DpRole *ec2 = g_ptr_array_index (roles, 1);
  g_assert_cmpstr (ec2->profile, ==, "ec2");
  g_assert_null (ec2->source_profile);
  g_assert_false (ec2->has_mfa_serial);
}

#define STATIC_KEY "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"

static void
test_plaintext_keys (void)
{
  g_autoptr (DpProfileFile) config = parse_config (
    "[default]\nmfa_serial = arn:one\nmfa_process = code\n[profile in-config]\n" STATIC_KEY "[services x]\n" STATIC_KEY);
  g_autoptr (DpProfileFile) credentials = parse_credentials (
    "[default]\n" STATIC_KEY "[session]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n"
    "[half]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[own-serial]\nmfa_serial = arn:two\n" STATIC_KEY
    "[unfinished]\nmanager = daypass\n" STATIC_KEY
    "[other-sts]\nmanager = daypass\nx_daypass_access_key_id = AKIAIOSFODNN7EXAMPLE\n" STATIC_KEY
    "[written-over]\nmanager = daypass\nx_daypass_access_key_id = AKIAI44QH8DHBEXAMPLE\n" STATIC_KEY);
  static const struct {
    const char *profile, *mfa_serial, *mfa_process;
    DpProfileFileKind file;
  } expected[] = {
    { "default", "arn:one", "code", DP_PROFILE_FILE_CREDENTIALS },
    { "own-serial", "arn:two", NULL, DP_PROFILE_FILE_CREDENTIALS },
    { "unfinished", NULL, NULL, DP_PROFILE_FILE_CREDENTIALS },
    { "written-over", NULL, NULL, DP_PROFILE_FILE_CREDENTIALS },
    { "in-config", NULL, NULL, DP_PROFILE_FILE_CONFIG },
  };

  g_autoptr (GPtrArray) keys = dp_plaintext_key_list (config, credentials);
  g_assert_cmpuint (keys->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < keys->len; i++) {
    const DpPlaintextKey *key = g_ptr_array_index (keys, i);
    g_assert_cmpstr (key->profile, ==, expected[i].profile);
    g_assert_cmpstr (key->access_key_id, ==, "AKIAIOSFODNN7EXAMPLE");
    g_assert_cmpstr (key->mfa_serial, ==, expected[i].mfa_serial);
    g_assert_cmpstr (key->mfa_process, ==, expected[i].mfa_process);
    g_assert_cmpint (key->file, ==, expected[i].file);
  }
}

/* What the first-day page offers. */
static void
test_mfa_profiles (void)
{
  static const struct {
    const char *config, *credentials;
    gboolean offered;
  } cases[] = {
    { "[profile p]\nmfa_serial = arn:one\n", "", TRUE },
    { "[profile p]\nmfa_serial = arn:one\nmfa_process = code\noutput = json\n", "[other]\nkey = value\n", TRUE },
    { "[profile p]\nregion = eu-west-1\n", "", FALSE },
    { "[profile p]\nmfa_serial =\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\nmanager = daypass\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\nmanager = granted\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\nrole_arn = arn:r\nsource_profile = work\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\nsource_profile = work\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\nsso_session = s\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\ncredential_process = tool\n", "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\n", "[p]\n" STATIC_KEY, FALSE },
    { "[profile p]\nmfa_serial = arn:one\n" STATIC_KEY, "", FALSE },
    { "[profile p]\nmfa_serial = arn:one\n", "[p]\naws_session_token = x\n", FALSE },
    { "[profile a b]\nmfa_serial = arn:one\n", "", FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s/ %s", cases[i].config, cases[i].credentials);
    g_autoptr (DpProfileFile) config = parse_config (cases[i].config);
    g_autoptr (DpProfileFile) credentials = parse_credentials (cases[i].credentials);
    g_autoptr (GPtrArray) found = dp_mfa_profile_list (config, credentials);
    g_assert_cmpuint (found->len, ==, cases[i].offered ? 1 : 0);
  }
}

static void
test_mfa_profile_values (void)
{
  g_autoptr (DpProfileFile) config = parse_config ("[profile two]\nmfa_serial = arn:two\nregion = eu-west-1\n[default]\nmfa_serial = arn:one\n");
  g_autoptr (DpProfileFile) credentials = parse_credentials ("");
  g_autoptr (GPtrArray) found = dp_mfa_profile_list (config, credentials);

  g_assert_cmpuint (found->len, ==, 2);
  const DpMfaProfile *two = found->pdata[0], *standard = found->pdata[1];
  g_assert_cmpstr (two->profile, ==, "two");
  g_assert_cmpstr (two->mfa_serial, ==, "arn:two");
  g_assert_cmpstr (two->region, ==, "eu-west-1");
  g_assert_cmpstr (standard->profile, ==, "default");
  g_assert_cmpstr (standard->mfa_serial, ==, "arn:one");
  g_assert_null (standard->region);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account/read", test_read);
  g_test_add_func ("/account/duration", test_duration);
  g_test_add_func ("/account/write", test_write);
  g_test_add_func ("/account/unwrite", test_unwrite);
  g_test_add_func ("/account/check-name", test_check_name);
  g_test_add_func ("/account/check-free", test_check_free);
  g_test_add_func ("/account/roles", test_roles);
  g_test_add_func ("/account/plaintext-keys", test_plaintext_keys);
  g_test_add_func ("/account/mfa-profiles", test_mfa_profiles);
  g_test_add_func ("/account/mfa-profile-values", test_mfa_profile_values);
  return g_test_run ();
}
