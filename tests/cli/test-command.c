/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-command.h"

/* A command line as a person writes it; no word of these has a blank. */
static DpCommand *
parse (const char *line,
       GError **error)
{
  g_autofree char *whole = *line != '\0' ? g_strconcat ("daypass ", line, NULL) : g_strdup ("daypass");
  g_auto (GStrv) argv = g_strsplit (whole, " ", -1);
  g_auto (GStrv) before = g_strdupv (argv);
  DpCommand *command = dp_command_parse ((int) g_strv_length (argv), argv, error);

  g_assert_true (g_strv_equal ((const char *const *) argv, (const char *const *) before));
  return command;
}

static void
test_good (void)
{
  static const struct {
    const char *line;
    DpVerb verb;
    const char *profiles;
  } cases[] = {
    { "add", DP_VERB_ADD, "" },
    { "add work --access-key-id AKIAIOSFODNN7EXAMPLE --secret-stdin --mfa-serial M --region R --duration 8h", DP_VERB_ADD, "work" },
    { "add --duration=900", DP_VERB_ADD, "" },
    { "add --duration 129600 --prompt none", DP_VERB_ADD, "" },
    { "import", DP_VERB_IMPORT, "" },
    { "import a b c --dry-run", DP_VERB_IMPORT, "a,b,c" },
    { "import --from aws-vault", DP_VERB_IMPORT, "" },
    { "import --from aws-mfa a --dry-run", DP_VERB_IMPORT, "a" },
    { "renew", DP_VERB_RENEW, "" },
    { "renew work --min 2h --code-stdin --prompt window", DP_VERB_RENEW, "work" },
    { "renew --min 1h30m -- work", DP_VERB_RENEW, "work" },
    { "renew -- --work", DP_VERB_RENEW, "--work" },
    { "status", DP_VERB_STATUS, "" },
    { "status a b --min 900 --json", DP_VERB_STATUS, "a,b" },
    { "export", DP_VERB_EXPORT, "" },
    { "export work --format powershell --lease --prompt terminal", DP_VERB_EXPORT, "work" },
    { "exec work -- true", DP_VERB_EXEC, "work" },
    { "exec --min 2h --account-id 444455556666 --env --prompt none prod -- terraform apply", DP_VERB_EXEC, "prod" },
    { "exec prod --min 2h -- -- --min", DP_VERB_EXEC, "prod" },
    { "exec prod -- true --env=no", DP_VERB_EXEC, "prod" },
    { "status -- --json=1", DP_VERB_STATUS, "--json=1" },
    { "check", DP_VERB_CHECK, "" },
    { "check prod --account-id 444455556666 --json", DP_VERB_CHECK, "prod" },
    { "role add prod --role-arn A --source-profile S --region R --external-id E --role-session-name N --duration 12h", DP_VERB_ROLE_ADD, "prod" },
    { "role list", DP_VERB_ROLE_LIST, "" },
    { "role show prod --terraform", DP_VERB_ROLE_SHOW, "prod" },
    { "role remove --yes prod", DP_VERB_ROLE_REMOVE, "prod" },
    { "remove work", DP_VERB_REMOVE, "work" },
    { "remove --yes work", DP_VERB_REMOVE, "work" },
    { "live work", DP_VERB_LIVE, "work" },
    { "live work --remove", DP_VERB_LIVE, "work" },
    { "revoke work --local --yes", DP_VERB_REVOKE, "work" },
    { "revoke work --prompt terminal", DP_VERB_REVOKE, "work" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].line);
    g_autoptr (DpCommand) command = parse (cases[i].line, &error);
    g_assert_no_error (error);
    g_assert_cmpint (command->verb, ==, cases[i].verb);
    g_autofree char *profiles = g_strjoinv (",", command->profiles);
    g_assert_cmpstr (profiles, ==, cases[i].profiles);
  }
}

static void
test_bad (void)
{
  static const char *const lines[] = {
    "",
    "--",
    "-x",
    "--json status",
    "lock",
    "Renew",
    "exec",
    "exec -- true",
    "exec work",
    "exec work true",
    "exec work --",
    "exec a b -- true",
    "exec work --min x -- true",
    "exec work --code-stdin -- true",
    "exec work --account-id 44445555666 -- true",
    "exec work --account-id 4444555566667 -- true",
    "exec work --account-id 4444-5555-66 -- true",
    "exec work --account-id= -- true",
    "exec work --prompt maybe -- true",
    "check a b",
    "check --min 1h",
    "check --prompt none",
    "check --account-id x",
    "role",
    "role no",
    "role --list",
    "role list prod",
    "role list --json",
    "role add --role-arn A",
    "role add prod",
    "role add prod --role-arn A --duration 899",
    "role add prod --role-arn A --duration 0",
    "role add prod --role-arn A --duration 43201",
    "role show",
    "role show a b",
    "role remove",
    "rotate work",
    "console work",
    "add a b",
    "add --yes",
    "add --duration 899",
    "add --duration 129601",
    "add --duration 36h1m",
    "add --duration 0",
    "add --duration x",
    "add --secret-access-key S",
    "add --code-stdin",
    "import --from",
    "import --from=",
    "import --from granted",
    "import --from leapp",
    "add --from aws-vault",
    "import --min 1h",
    "renew a b",
    "renew --code 123456",
    "renew --min",
    "renew --min x",
    "renew --min=",
    "renew --prompt maybe",
    "renew --prompt Window",
    "status --prompt none",
    "status --format env",
    "export a b",
    "export --format json",
    "export --format ENV",
    "export --format=",
    "export --min 1h",
    "remove",
    "remove a b",
    "remove a --prompt none",
    "live",
    "live a b",
    "live a --yes",
    "live a --prompt none",
    "revoke",
    "revoke a b",
    "revoke a --remove",
    "revoke a --code-stdin",
    "revoke a --yes=no",
    "revoke a --local=false",
    "remove a --yes=no",
    "role remove a --yes=",
    "import --dry-run=no",
    "doctor --fix=no",
    "status --json=1",
    "status --help=x",
    "exec --env=no a -- true",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", lines[i]);
    g_assert_null (parse (lines[i], &error));
    g_assert_nonnull (error);
    g_assert_true (error->domain == G_OPTION_ERROR);
    g_assert_false (g_str_has_suffix (error->message, "."));
  }
}

static void
test_values (void)
{
  g_autoptr (DpCommand) add = parse ("add --access-key-id I --secret-stdin --mfa-serial M --region R --duration 2h", NULL);
  g_assert_cmpstr (add->access_key_id, ==, "I");
  g_assert_cmpstr (add->mfa_serial, ==, "M");
  g_assert_cmpstr (add->region, ==, "R");
  g_assert_cmpint (add->duration_seconds, ==, 7200);
  g_assert_true (add->secret_stdin);

  g_autoptr (DpCommand) renew = parse ("renew --min 0 --code-stdin", NULL);
  g_assert_cmpint (renew->min_seconds, ==, 0);
  g_assert_true (renew->code_stdin);
  g_autoptr (DpCommand) plain = parse ("renew", NULL);
  g_assert_cmpint (plain->min_seconds, ==, -1);
  g_assert_cmpint (plain->prompt, ==, DP_PROMPT_AUTO);

  static const char *const formats[] = { "process", "env", "env-no-export", "fish", "powershell" };
  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autofree char *line = g_strconcat ("export --format ", formats[i], NULL);
    g_autoptr (DpCommand) export = parse (line, NULL);
    g_assert_cmpint (export->format, ==, i);
  }
}

static void
test_words_of_the_command (void)
{
  g_autoptr (DpCommand) exec = parse ("exec --min 2h prod --account-id 444455556666 --env -- terraform -- --min 1h prod", NULL);
  g_autofree char *words = g_strjoinv (" ", exec->command);
  g_assert_cmpstr (words, ==, "terraform -- --min 1h prod");
  g_assert_cmpint (exec->min_seconds, ==, 7200);
  g_assert_cmpstr (exec->account_id, ==, "444455556666");
  g_assert_true (exec->env);

  g_autoptr (DpCommand) role = parse ("role add prod --role-arn A --source-profile S --region R --external-id E --role-session-name N --duration 12h", NULL);
  g_assert_cmpstr (role->role_arn, ==, "A");
  g_assert_cmpstr (role->source_profile, ==, "S");
  g_assert_cmpstr (role->region, ==, "R");
  g_assert_cmpstr (role->external_id, ==, "E");
  g_assert_cmpstr (role->role_session_name, ==, "N");
  g_assert_cmpint (role->duration_seconds, ==, 43200);
}

static void
test_prompt (void)
{
  static const struct {
    const char *variable;
    const char *line;
    int prompt; /* -1: refused */
  } cases[] = {
    { NULL, "export", DP_PROMPT_AUTO },
    { "", "export", DP_PROMPT_AUTO },
    { "none", "export", DP_PROMPT_NONE },
    { "terminal", "renew", DP_PROMPT_TERMINAL },
    { "window", "import", DP_PROMPT_WINDOW },
    { "none", "renew --prompt auto", DP_PROMPT_AUTO },
    { "maybe", "renew --prompt auto", DP_PROMPT_AUTO },
    { "maybe", "renew", -1 },
    { "maybe", "export", -1 },
    { "none", "exec work -- true", DP_PROMPT_NONE },
    { "maybe", "exec work -- true", -1 },
    { "maybe", "status", DP_PROMPT_AUTO },
    { "maybe", "check", DP_PROMPT_AUTO },
    { "maybe", "role list", DP_PROMPT_AUTO },
    { "maybe", "remove work", DP_PROMPT_AUTO },
    { "none", "remove work", DP_PROMPT_AUTO },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_unsetenv ("DAYPASS_PROMPT");
    if (cases[i].variable != NULL)
      g_setenv ("DAYPASS_PROMPT", cases[i].variable, TRUE);
    g_test_message ("%s: %s", cases[i].variable, cases[i].line);
    g_autoptr (DpCommand) command = parse (cases[i].line, &error);
    if (cases[i].prompt < 0)
      g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    else
      g_assert_cmpint (command->prompt, ==, cases[i].prompt);
  }
  g_unsetenv ("DAYPASS_PROMPT");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/good", test_good);
  g_test_add_func ("/command/bad", test_bad);
  g_test_add_func ("/command/values", test_values);
  g_test_add_func ("/command/words-of-the-command", test_words_of_the_command);
  g_test_add_func ("/command/prompt", test_prompt);
  return g_test_run ();
}
