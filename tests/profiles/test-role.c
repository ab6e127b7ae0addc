/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role.h"

#include <string.h>

#include "dp-profiles-error.h"

#define WORK "[profile work]\nregion = ap-northeast-1\nmanager = daypass\n"
#define ADMIN "arn:aws:iam::444455556666:role/admin"
#define PROD "[profile prod]\nrole_arn = " ADMIN "\nsource_profile = work\n"

static DpProfileFile *
parse (DpProfileFileKind kind, const char *text)
{
  return dp_profile_file_new (kind, text, strlen (text));
}

static void
assert_text (DpProfileFile *file, const char *expected)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  g_autofree char *text = g_strndup (bytes, length);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_read (void)
{
  g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG,
                                            WORK "[profile plain]\nregion = x\n[profile empty]\nrole_arn =\n" PROD "region = eu-west-1\nexternal_id = ticket:7\nrole_session_name = taro\n"
                                                 "duration_seconds = 7200\nmfa_serial = arn:y\n"
                                                 "[profile odd]\nrole_arn = " ADMIN "\nsource_profile =\nduration_seconds = soon\nmfa_serial =\n");

  g_autoptr (DpRole) prod = dp_role_read (config, "prod");
  g_assert_cmpstr (prod->profile, ==, "prod");
  g_assert_cmpstr (prod->role_arn, ==, ADMIN);
  g_assert_cmpstr (prod->source_profile, ==, "work");
  g_assert_cmpstr (prod->region, ==, "eu-west-1");
  g_assert_cmpstr (prod->external_id, ==, "ticket:7");
  g_assert_cmpstr (prod->role_session_name, ==, "taro");
  g_assert_cmpint (prod->duration_seconds, ==, 7200);
  g_assert_true (prod->has_mfa_serial);
  g_autofree char *account_id = dp_role_dup_account_id (prod);
  g_assert_cmpstr (account_id, ==, "444455556666");

  g_autoptr (DpRole) odd = dp_role_read (config, "odd");
  g_assert_null (odd->source_profile);
  g_assert_cmpint (odd->duration_seconds, ==, 0);
  g_assert_false (odd->has_mfa_serial);

  static const char *const others[] = { "work", "plain", "empty", "nobody", "Prod" };
  for (size_t i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (dp_role_read (config, others[i]));
}

static void
test_chain (void)
{
  static const struct {
    const char *profile;
    const char *chain;
  } cases[] = {
    { "prod", "prod" },
    { "deep", "deep prod" },
    { "far", "far" },
    { "a", "a b" },
    { "entry", "entry b a" },
    { "self", "self" },
    { "machine", "machine" },
    { "work", "" },
    { "both", "" },
    { "over", "over" },
    { "nobody", "" },
  };
  g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, WORK PROD
                                            "[profile deep]\nrole_arn = r\nsource_profile = prod\n"
                                            "[profile far]\nrole_arn = r\nsource_profile = nobody\n"
                                            "[profile a]\nrole_arn = r\nsource_profile = b\n"
                                            "[profile b]\nrole_arn = r\nsource_profile = a\n"
                                            "[profile entry]\nrole_arn = r\nsource_profile = b\n"
                                            "[profile self]\nrole_arn = r\nsource_profile = self\n"
                                            "[profile machine]\nrole_arn = r\ncredential_source = Environment\n"
                                            "[profile both]\nmanager = daypass\nrole_arn = r\nsource_profile = work\n"
                                            "[profile over]\nrole_arn = r\nsource_profile = both\n");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GPtrArray) chain = dp_role_list_chain (config, cases[i].profile);
    g_autoptr (GString) names = g_string_new (NULL);
    for (guint j = 0; j < chain->len; j++) {
      const DpRole *role = chain->pdata[j];
      g_string_append_printf (names, "%s%s", j > 0 ? " " : "", role->profile);
    }
    g_test_message ("%s", cases[i].profile);
    g_assert_cmpstr (names->str, ==, cases[i].chain);
  }
}

static void
test_write (void)
{
  DpRole role = { .profile = (char *) "prod", .role_arn = (char *) ADMIN, .source_profile = (char *) "work" };

  g_autoptr (DpProfileFile) plain = parse (DP_PROFILE_FILE_CONFIG, WORK);
  dp_role_write (&role, plain);
  assert_text (plain, WORK "\n" PROD);

  role.region = (char *) "eu-west-1";
  role.external_id = (char *) "ticket:7";
  role.role_session_name = (char *) "taro";
  role.duration_seconds = 7200;
  g_autoptr (DpProfileFile) full = parse (DP_PROFILE_FILE_CONFIG, "# mine\n[profile prod]\noutput = json\n\n" WORK);
  dp_role_write (&role, full);
  assert_text (full, "# mine\n[profile prod]\noutput = json\nrole_arn = " ADMIN "\nsource_profile = work\nregion = eu-west-1\n"
                     "external_id = ticket:7\nrole_session_name = taro\nduration_seconds = 7200\n\n" WORK);
}

static void
test_unwrite (void)
{
  static const struct {
    const char *before, *after;
  } cases[] = {
    { PROD, "" },
    { "[default]\noutput = json\n\n# production\n" PROD "region = x\n\n" WORK, "[default]\noutput = json\n\n" WORK },
    { PROD "region = x\nexternal_id = e\nrole_session_name = n\nduration_seconds = 900\nmfa_serial = s\n", "" },
    { PROD "# mine\noutput = json\nregion = x\ns3 =\n  a = b\n", "[profile prod]\n# mine\noutput = json\nregion = x\ns3 =\n  a = b\n" },
    { "[profile prod]\nregion = x\nsource_profile = work\n", "[profile prod]\nregion = x\nsource_profile = work\n" },
    { WORK, WORK },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].before);
    g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, cases[i].before);
    dp_role_unwrite (config, "prod");
    assert_text (config, cases[i].after);
  }
}

static void
test_check_values (void)
{
  static const struct {
    const char *role_arn, *external_id, *role_session_name;
    int duration_seconds;
    const char *says; /* NULL: accepted */
  } cases[] = {
    { ADMIN, NULL, NULL, 0, NULL },
    { "arn:aws-us-gov:iam::444455556666:role/path/a+=,.@-_b", "a:/b", "taro@example.com", 900, NULL },
    { "arn:aws-cn:iam::444455556666:role/x", "12", "12", 43200, NULL },
    { "admin", NULL, NULL, 0, "“admin” is not the ARN of a role" },
    { "", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::44445555666:role/admin", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::444455556666:user/admin", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::444455556666:role/", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::444455556666:role/a/", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::444455556666:role/a b", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam::444455556666:role/a\n", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:iam:eu-west-1:444455556666:role/a", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:aws:sts::444455556666:assumed-role/admin/taro", NULL, NULL, 0, "is not the ARN of a role" },
    { "arn:AWS:iam::444455556666:role/a", NULL, NULL, 0, "is not the ARN of a role" },
    { ADMIN, "x", NULL, 0, "“x” cannot be an external id" },
    { ADMIN, "a#b", NULL, 0, "cannot be an external id" },
    { ADMIN, NULL, "two words", 0, "“two words” cannot be a role session name" },
    { ADMIN, NULL, "t", 0, "cannot be a role session name" },
    { ADMIN, NULL, NULL, 899, "15 minutes to 12 hours" },
    { ADMIN, NULL, NULL, 43201, "15 minutes to 12 hours" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    const DpRole role = {
      .role_arn = (char *) cases[i].role_arn,
      .external_id = (char *) cases[i].external_id,
      .role_session_name = (char *) cases[i].role_session_name,
      .duration_seconds = cases[i].duration_seconds,
    };
    g_test_message ("row %zu", i);
    g_assert_cmpint (dp_role_check_values (&role, &error), ==, cases[i].says == NULL);
    if (cases[i].says == NULL)
      continue;
    g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID);
    g_assert_nonnull (strstr (error->message, cases[i].says));
  }
}

static void
test_check_free (void)
{
  static const struct {
    const char *config, *credentials;
    int code;
    const char *message; /* NULL: free */
  } cases[] = {
    { WORK, "", 0, NULL },
    { WORK "[profile prod]\nregion = x\noutput = json\n", "[other]\naws_access_key_id = X\n", 0, NULL },
    { "[profile prod]\nmanager = daypass\n", "", DP_PROFILES_ERROR_INVALID, "“prod” is an account. Choose another name for the role" },
    { PROD, "", DP_PROFILES_ERROR_INVALID, "“prod” is a role already: " ADMIN ". Choose another name, or take that one out first" },
    { "[profile prod]\nsource_profile = x\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the config file makes it a role’s. Choose another name" },
    { "[profile prod]\nsso_session = x\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the config file makes it one of IAM Identity Center (sso). Choose another name" },
    { "[profile prod]\ncredential_process = x\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the config file has a credential_process for it. Choose another name" },
    { "[profile prod]\nweb_identity_token_file = x\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the config file makes it one of a web identity. Choose another name" },
    { "[profile prod]\nmanager = awsume\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: another tool manages it. Choose another name" },
    { "[profile prod]\naws_access_key_id = X\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the config file has keys for it. Choose another name" },
    { "[profile prod]\nmfa_serial = x\n", "", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: it has an mfa_serial line, with which Terraform refuses the session. Choose another name" },
    { "", "[prod]\naws_access_key_id = X\n", DP_PROFILES_ERROR_FOREIGN, "The profile “prod” cannot be a role’s: the credentials file has a section for it. Choose another name" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, cases[i].config);
    g_autoptr (DpProfileFile) credentials = parse (DP_PROFILE_FILE_CREDENTIALS, cases[i].credentials);
    g_test_message ("row %zu", i);
    g_assert_cmpint (dp_role_check_free (config, credentials, "prod", &error), ==, cases[i].message == NULL);
    if (cases[i].message == NULL)
      continue;
    g_assert_error (error, DP_PROFILES_ERROR, cases[i].code);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/role/read", test_read);
  g_test_add_func ("/role/chain", test_chain);
  g_test_add_func ("/role/write", test_write);
  g_test_add_func ("/role/unwrite", test_unwrite);
  g_test_add_func ("/role/check-values", test_check_values);
  g_test_add_func ("/role/check-free", test_check_free);
  return g_test_run ();
}
