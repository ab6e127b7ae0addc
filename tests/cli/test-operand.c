/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-operand.h"

#include "dp-profiles-error.h"

#define WORK "[profile work]\nmanager = daypass\n"
#define HOME "[profile home]\nmanager = daypass\n"
#define PROD "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n"
#define DEEP "[profile deep]\nrole_arn = arn:aws:iam::444455556666:role/deep\nsource_profile = prod\n"
#define CIRCLE "[profile a]\nrole_arn = r\nsource_profile = b\n[profile b]\nrole_arn = r\nsource_profile = a\n"
#define FOREIGN "[profile other]\nregion = eu-west-1\n[profile far]\nrole_arn = r\nsource_profile = other\n"
#define LIVE "[profile work-live]\ncredential_process = /usr/bin/daypass export work --format process --lease\n"
#define NOT_LIVE "[profile work-live]\ncredential_process = /usr/bin/other work\n"
#define THROUGH_LIVE "[profile far]\nrole_arn = r\nsource_profile = work-live\n"
#define STATIC "[profile old]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
#define THROUGH_STATIC "[profile ancient]\nrole_arn = r\nsource_profile = old\n"
#define EXTERNAL "[profile machine]\nrole_arn = r\ncredential_source = Ec2InstanceMetadata\n"

static DpSharedFiles *
files_new (const char *config)
{
  DpSharedFiles *files = g_new0 (DpSharedFiles, 1);

  files->places = dp_places_new ();
  files->config = dp_profile_file_new (DP_PROFILE_FILE_CONFIG, config, strlen (config));
  files->credentials = dp_profile_file_new (DP_PROFILE_FILE_CREDENTIALS, "", 0);
  return files;
}

static void
test_resolve (void)
{
  static const struct {
    const char *config;
    const char *variable;
    const char *operand;
    gboolean allow_role;
    const char *profile; /* NULL: refused */
  } cases[] = {
    /* The operand, then the variable, then the only account. */
    { WORK HOME, "home", "work", FALSE, "work" },
    { WORK HOME, "home", NULL, FALSE, "home" },
    { WORK HOME, "", "home", FALSE, "home" },
    { WORK, NULL, NULL, FALSE, "work" },
    { WORK, "", NULL, FALSE, "work" },
    { WORK FOREIGN, NULL, NULL, FALSE, "work" },
    { WORK HOME, NULL, NULL, FALSE, NULL },
    { WORK HOME, "", NULL, FALSE, NULL },
    { "", NULL, NULL, FALSE, NULL },
    /* Set, and not one of ours: the only account does not help. */
    { WORK FOREIGN, "other", NULL, FALSE, NULL },
    { WORK, "nobody", NULL, TRUE, NULL },
    { WORK, NULL, "nobody", TRUE, NULL },
    { WORK, NULL, "", TRUE, NULL },
    { WORK, NULL, "Work", TRUE, NULL },
    /* Roles act on the account that they are reached through. */
    { WORK PROD, NULL, "prod", TRUE, "work" },
    { WORK PROD DEEP, NULL, "deep", TRUE, "work" },
    { WORK PROD, "prod", NULL, TRUE, "work" },
    { WORK PROD, NULL, "prod", FALSE, NULL },
    { WORK PROD, "prod", NULL, FALSE, NULL },
    { WORK FOREIGN, NULL, "far", TRUE, NULL },
    { WORK EXTERNAL, NULL, "machine", TRUE, NULL },
    { WORK CIRCLE, NULL, "a", TRUE, NULL },
    { WORK CIRCLE, NULL, "a", FALSE, NULL },
    /* So do the profiles that fetch its session by themselves. */
    { WORK HOME LIVE, "work-live", NULL, TRUE, "work" },
    { WORK HOME LIVE THROUGH_LIVE, NULL, "far", TRUE, "work" },
    { WORK HOME LIVE, "work-live", NULL, FALSE, NULL },
    { WORK HOME NOT_LIVE, "work-live", NULL, TRUE, NULL },
    { HOME LIVE, "work-live", NULL, TRUE, NULL },
    /* An account that is made a role's as well is itself. */
    { WORK "role_arn = r\nsource_profile = home\n" HOME, NULL, "work", TRUE, "work" },
    { WORK "role_arn = r\nsource_profile = home\n" HOME PROD, NULL, "prod", TRUE, "work" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (DpSharedFiles) files = files_new (cases[i].config);
    g_unsetenv ("AWS_PROFILE");
    if (cases[i].variable != NULL)
      g_setenv ("AWS_PROFILE", cases[i].variable, TRUE);
    g_test_message ("row %zu: %s", i, cases[i].operand);
    g_autoptr (DpAccount) account = dp_operand_resolve (files, cases[i].operand, cases[i].allow_role, &error);
    g_assert_cmpstr (account != NULL ? account->profile : NULL, ==, cases[i].profile);
    if (account == NULL)
      g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE);
  }
  g_unsetenv ("AWS_PROFILE");
}

/* Who did not name a profile is told where the name came from. */
static void
test_messages (void)
{
  static const struct {
    const char *variable;
    const char *operand;
    const char *message;
  } cases[] = {
    { NULL, NULL, "There are several accounts (work, home). Name one of them, or set AWS_PROFILE" },
    { "other", NULL, "AWS_PROFILE is set to “other”. “other” is not an account of Daypass. The accounts are: work, home" },
    { NULL, "far", "The role “far” is reached through “other”. “other” is not an account of Daypass. The accounts are: work, home" },
    { NULL, "machine", "The role “machine” is not reached through an account of Daypass: “machine” has no source_profile" },
    { NULL, "a", "The source_profile of “a” leads in a circle: “a” comes again" },
    { NULL, "entry", "The source_profile of “entry” leads in a circle: “a” comes again" },
    { NULL, "old", "“old” is not an account of Daypass yet: its access key is in plaintext. “daypass import old” moves it into the keyring" },
    { NULL, "ancient", "The role “ancient” is reached through “old”. “old” is not an account of Daypass yet: its access key is in plaintext. “daypass import old” moves it into the keyring" },
    { NULL, "self", "The source_profile of “self” leads in a circle: “self” comes again" },
  };
  g_autoptr (DpSharedFiles) files = files_new (WORK HOME FOREIGN EXTERNAL CIRCLE STATIC THROUGH_STATIC
                                               "[profile entry]\nrole_arn = r\nsource_profile = a\n"
                                               "[profile self]\nrole_arn = r\nsource_profile = self\n");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_unsetenv ("AWS_PROFILE");
    if (cases[i].variable != NULL)
      g_setenv ("AWS_PROFILE", cases[i].variable, TRUE);
    g_autoptr (DpAccount) account = dp_operand_resolve (files, cases[i].operand, TRUE, &error);
    g_assert_null (account);
    g_assert_cmpstr (error->message, ==, cases[i].message);
  }
  g_unsetenv ("AWS_PROFILE");
}

static void
test_profile (void)
{
  g_autoptr (DpAccount) account = dp_account_new ("work");

  g_setenv ("AWS_PROFILE", "prod", TRUE);
  g_assert_cmpstr (dp_operand_get_profile ("deep", account), ==, "deep");
  g_assert_cmpstr (dp_operand_get_profile (NULL, account), ==, "prod");
  g_setenv ("AWS_PROFILE", "", TRUE);
  g_assert_cmpstr (dp_operand_get_profile (NULL, account), ==, "work");
  g_unsetenv ("AWS_PROFILE");
  g_assert_cmpstr (dp_operand_get_profile (NULL, account), ==, "work");
  g_assert_null (dp_operand_get_profile (NULL, NULL));
  g_assert_cmpstr (dp_operand_get_profile ("deep", NULL), ==, "deep");
}

static void
test_minimum (void)
{
  g_autoptr (DpAccount) account = dp_account_new ("work");
  g_autoptr (GError) error = NULL;

  g_assert_true (dp_operand_check_minimum (account, -1, NULL));
  g_assert_true (dp_operand_check_minimum (account, 8 * 3600, NULL));
  g_assert_false (dp_operand_check_minimum (account, 8 * 3600 + 1, &error));
  g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/operand/resolve", test_resolve);
  g_test_add_func ("/operand/messages", test_messages);
  g_test_add_func ("/operand/profile", test_profile);
  g_test_add_func ("/operand/minimum", test_minimum);
  return g_test_run ();
}
