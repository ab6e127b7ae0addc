/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-command.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "dp-account.h"
#include "dp-duration.h"
#include "dp-exit-status.h"
#include "dp-help.h"
#include "dp-report.h"
#include "dp-role.h"

#define MANY G_MAXUINT

typedef struct {
  const char *name; /* one word, or two */
  guint min_operands;
  guint max_operands;
  const char *operands;
  const char *summary;
} VerbInfo;

/* clang-format off */
static const VerbInfo verbs[] = {
  [DP_VERB_ADD]         = { "add",         0, 1,    N_("[PROFILE]"),  N_("Puts an access key into the keyring, once AWS has accepted it.") },
  [DP_VERB_IMPORT]      = { "import",      0, MANY, N_("[PROFILE…]"), N_("Moves plaintext keys from the AWS files into the keyring, and gets a session.") },
  [DP_VERB_RENEW]       = { "renew",       0, 1,    N_("[PROFILE]"),  N_("Gets a new session for a six-digit MFA code.") },
  [DP_VERB_STATUS]      = { "status",      0, MANY, N_("[PROFILE…]"), N_("Shows who has a session, and until when.") },
  [DP_VERB_EXPORT]      = { "export",      0, 1,    N_("[PROFILE]"),  N_("Prints the keys of the session, renewed first if it has expired.") },
  [DP_VERB_EXEC]        = { "exec",        1, 1,    N_("PROFILE -- COMMAND…"), N_("Starts a command with the profile, once the session has enough time left.") },
  [DP_VERB_CHECK]       = { "check",       0, 1,    N_("[PROFILE]"),  N_("Asks AWS who the profile really is.") },
  [DP_VERB_ROLE_ADD]    = { "role add",    1, 1,    N_("PROFILE"),    N_("Makes a profile for a role that is reached through an account.") },
  [DP_VERB_ROLE_LIST]   = { "role list",   0, 0,    "",               N_("Lists the roles that are reached through an account.") },
  [DP_VERB_ROLE_SHOW]   = { "role show",   1, 1,    N_("PROFILE"),    N_("Shows a role, or the lines that Terraform needs for it.") },
  [DP_VERB_ROLE_REMOVE] = { "role remove", 1, 1,    N_("PROFILE"),    N_("Takes a role’s lines out of ~/.aws/config.") },
  [DP_VERB_REMOVE]      = { "remove",      1, 1,    N_("PROFILE"),    N_("Takes an account out of the keyring and the AWS files.") },
  [DP_VERB_LIVE]        = { "live",        1, 1,    N_("PROFILE"),    N_("Makes a profile that fetches the next session by itself.") },
  [DP_VERB_REVOKE]      = { "revoke",      1, 1,    N_("PROFILE"),    N_("Denies everything to the sessions that were issued until now.") },
  [DP_VERB_DOCTOR]      = { "doctor",      0, MANY, N_("[PROFILE…]"), N_("Finds what makes AWS tools use something else than the session.") },
};
/* clang-format on */

/** The options as text, before they are checked. */
typedef struct {
  DpCommand *command;
  char *min;
  char *duration;
  char *format;
  char *prompt;
  gboolean help;
  GStrv operands;
} RawOptions;

static void
raw_options_clear (RawOptions *raw)
{
  g_clear_pointer (&raw->command, dp_command_free);
  g_clear_pointer (&raw->min, g_free);
  g_clear_pointer (&raw->duration, g_free);
  g_clear_pointer (&raw->format, g_free);
  g_clear_pointer (&raw->prompt, g_free);
  g_clear_pointer (&raw->operands, g_strfreev);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RawOptions, raw_options_clear)

#define VERB(name) (1u << DP_VERB_##name)
#define MAY_NEED_CODE (VERB (ADD) | VERB (IMPORT) | VERB (RENEW) | VERB (EXPORT) | VERB (EXEC) | VERB (REVOKE))

/** One option and the verbs that take it. */
typedef struct {
  guint verbs;
  const char *name;
  GOptionArg type;
  gpointer value;
  const char *description;
  const char *placeholder;
} Option;

static void
add_options (GOptionContext *context,
             RawOptions *raw)
{
  DpCommand *command = raw->command;
  /* clang-format off */
  const Option options[] = {
    { VERB (ADD),       "access-key-id",     G_OPTION_ARG_STRING, &command->access_key_id,     N_("The access key’s id (AKIA…)"), N_("ID") },
    { VERB (ADD),       "secret-stdin",      G_OPTION_ARG_NONE,   &command->secret_stdin,      N_("Read the secret access key from standard input"), NULL },
    { VERB (ADD),       "mfa-serial",        G_OPTION_ARG_STRING, &command->mfa_serial,        N_("The MFA device (default: AWS is asked)"), N_("ARN") },
    { VERB (ADD),       "region",            G_OPTION_ARG_STRING, &command->region,            N_("The region (default: $AWS_REGION, else the profile’s)"), N_("REGION") },
    { VERB (ADD),       "duration",          G_OPTION_ARG_STRING, &raw->duration,              N_("Length of the sessions, 15m to 36h (default: 8h)"), N_("DUR") },
    { VERB (IMPORT),    "dry-run",           G_OPTION_ARG_NONE,   &command->dry_run,           N_("Only print what would be moved"), NULL },
    { VERB (RENEW),     "min",               G_OPTION_ARG_STRING, &raw->min,                   N_("Only if less than this is left"), N_("DUR") },
    { VERB (RENEW),     "code-stdin",        G_OPTION_ARG_NONE,   &command->code_stdin,        N_("Read the MFA code from standard input; one try"), NULL },
    { VERB (STATUS),    "min",               G_OPTION_ARG_STRING, &raw->min,                   N_("End with status 3 if less than this is left"), N_("DUR") },
    { VERB (STATUS) | VERB (CHECK) | VERB (DOCTOR), "json", G_OPTION_ARG_NONE,   &command->json,              N_("Print JSON for scripts"), NULL },
    { VERB (EXPORT),    "format",            G_OPTION_ARG_STRING, &raw->format,                N_("process, env, env-no-export, fish or powershell"), N_("FORMAT") },
    { VERB (EXPORT),    "lease",             G_OPTION_ARG_NONE,   &command->lease,             N_("Give an early end, so that an SDK asks again"), NULL },
    { VERB (EXEC),      "min",               G_OPTION_ARG_STRING, &raw->min,                   N_("Renew if less than this is left (default: 15m)"), N_("DUR") },
    { VERB (EXEC) | VERB (CHECK), "account-id", G_OPTION_ARG_STRING, &command->account_id,     N_("Fail unless this account is reached"), N_("ID") },
    { VERB (EXEC),      "env",               G_OPTION_ARG_NONE,   &command->env,               N_("Hand the keys on as variables, without a profile"), NULL },
    { VERB (ROLE_ADD),  "role-arn",          G_OPTION_ARG_STRING, &command->role_arn,          N_("The role (arn:aws:iam::…:role/…)"), N_("ARN") },
    { VERB (ROLE_ADD),  "source-profile",    G_OPTION_ARG_STRING, &command->source_profile,    N_("What reaches it (default: the only account)"), N_("PROFILE") },
    { VERB (ROLE_ADD),  "region",            G_OPTION_ARG_STRING, &command->region,            N_("The region (default: the source profile’s)"), N_("REGION") },
    { VERB (ROLE_ADD),  "external-id",       G_OPTION_ARG_STRING, &command->external_id,       N_("The external id that the role wants"), N_("ID") },
    { VERB (ROLE_ADD),  "role-session-name", G_OPTION_ARG_STRING, &command->role_session_name, N_("The name that CloudTrail shows"), N_("NAME") },
    { VERB (ROLE_ADD),  "duration",          G_OPTION_ARG_STRING, &raw->duration,              N_("Length of its sessions, 15m to 12h (default: 1h)"), N_("DUR") },
    { VERB (ROLE_SHOW), "terraform",         G_OPTION_ARG_NONE,   &command->terraform,         N_("Print a provider block to paste"), NULL },
    { VERB (LIVE),      "remove",            G_OPTION_ARG_NONE,   &command->remove,            N_("Take the profile out again"), NULL },
    { VERB (REVOKE),    "local",             G_OPTION_ARG_NONE,   &command->local,             N_("Only forget the session here; AWS is not told"), NULL },
    { VERB (DOCTOR),    "fix",               G_OPTION_ARG_NONE,   &command->fix,               N_("Mend what is safe to mend without asking"), NULL },
    { VERB (REMOVE) | VERB (ROLE_REMOVE) | VERB (REVOKE), "yes", G_OPTION_ARG_NONE, &command->yes, N_("Do not ask whether it is meant"), NULL },
    { MAY_NEED_CODE,    "prompt",            G_OPTION_ARG_STRING, &raw->prompt,                N_("Ask by auto, window, terminal or none"), N_("HOW") },
  };
  /* clang-format on */

  for (size_t i = 0; i < G_N_ELEMENTS (options); i++) {
    const Option *option = &options[i];
    const GOptionEntry entries[] = {
      { option->name, 0, 0, option->type, option->value, option->description, option->placeholder },
      G_OPTION_ENTRY_NULL,
    };
    if (option->verbs & (1u << command->verb))
      g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  }
}

/* What --help says beneath the options. */
static const char *
get_description (DpVerb verb)
{
  switch (verb) {
    case DP_VERB_ADD:
      return _("What is not given is asked for on the terminal. No session is made; “daypass\n"
               "renew” gets the first one.");
    case DP_VERB_IMPORT:
      return _("Without PROFILE every key that is found is offered. A key leaves the file only\n"
               "when it is in the keyring and the session is there.");
    case DP_VERB_RENEW:
      return _("DUR is 90m, 2h, 1h30m or plain seconds. $DAYPASS_PROMPT is the default of\n"
               "--prompt, which is otherwise “auto”: whoever can be asked.");
    case DP_VERB_STATUS:
      return _("DUR is 90m, 2h, 1h30m or plain seconds. With PROFILE or --min the exit status\n"
               "tells: 0 for a session, 3 for none.");
    case DP_VERB_EXPORT:
      return _("Without --format it is the JSON of a credential_process line. For a shell:\n"
               "  eval \"$(daypass export work --format env)\"");
    case DP_VERB_EXEC:
      return _("COMMAND takes the place of daypass: terminal, signals and exit status are its\n"
               "own. It gets AWS_PROFILE, and no AWS keys that were in the environment. What\n"
               "keeps it from starting ends with 125; 126 and 127 are as with env(1). Before a\n"
               "long apply:\n"
               "  daypass exec --min 2h --account-id 444455556666 prod -- terraform apply");
    case DP_VERB_CHECK:
      return _("PROFILE may be a role, which is assumed for it. No code is asked for: without\n"
               "a session the exit status is 3, and 9 when another account is reached.");
    case DP_VERB_ROLE_ADD:
      return _("The options are the lines of the same name in ~/.aws/config. AWS is not asked;\n"
               "“daypass check PROFILE” tells whether the role is given.");
    case DP_VERB_ROLE_LIST:
      return _("Each with its ARN and the profile that it is reached through.");
    case DP_VERB_ROLE_SHOW:
      return _("With --terraform: a provider “aws” with the profile and the role, and a check\n"
               "of the account.");
    case DP_VERB_ROLE_REMOVE:
      return _("The role itself stays as it is at AWS.");
    case DP_VERB_REMOVE:
      return _("The access key itself stays valid at AWS until it is deleted there.");
    case DP_VERB_LIVE:
      return _("For “work” it is “work-live”. An SDK that reads it asks Daypass again before the\n"
               "keys end, so that a long “terraform apply” goes on with the session that you\n"
               "renewed meanwhile:\n"
               "  AWS_PROFILE=work-live terraform apply");
    case DP_VERB_REVOKE:
      return _("An inline policy of your IAM user denies every session that was issued before,\n"
               "on all computers. The access key and later sessions are not affected. Where you\n"
               "may not put it, the policy is printed for an administrator.");
    case DP_VERB_DOCTOR:
      return _("Each cross comes with what to do about it. --fix changes modes and takes out\n"
               "lines that can be had again, nothing else. The exit status is 1 while a cross\n"
               "remains.");
  }
  g_return_val_if_reached (NULL);
}

static GOptionContext *
create_context (RawOptions *raw)
{
  const VerbInfo *info = &verbs[raw->command->verb];
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, N_("Show this help"), NULL },
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->operands, NULL, NULL },
      G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (*info->operands != '\0' ? _(info->operands) : NULL);

  g_option_context_set_help_enabled (context, FALSE);
  add_options (context, raw);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(info->summary));
  g_option_context_set_description (context, get_description (raw->command->verb));
  return context;
}

static gboolean
parse_choice (const char *text,
              const char *what,
              const char *const *choices,
              int *index,
              GError **error)
{
  for (int i = 0; choices[i] != NULL; i++) {
    if (g_str_equal (text, choices[i])) {
      *index = i;
      return TRUE;
    }
  }

  g_autofree char *list = g_strjoinv (", ", (GStrv) choices);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is not a value of %s, which takes one of: %s"), text, what, list);
  return FALSE;
}

static gboolean
parse_duration (const char *text,
                const char *option,
                int *seconds,
                GError **error)
{
  if (text == NULL || dp_duration_parse (text, seconds))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is not a length of time for %s: write 90m, 2h, 1h30m or plain seconds"), text, option);
  return FALSE;
}

static gboolean
check_duration (const RawOptions *raw,
                GError **error)
{
  int seconds = raw->command->duration_seconds;
  gboolean of_role = raw->command->verb == DP_VERB_ROLE_ADD;

  if (raw->duration == NULL)
    return TRUE;
  if (of_role ? seconds >= DP_ROLE_DURATION_MIN && seconds <= DP_ROLE_DURATION_MAX : seconds >= DP_DURATION_MIN && seconds <= DP_DURATION_MAX)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               of_role ? _("AWS gives roles for 15 minutes to 12 hours, not for “%s”")
                       : _("AWS gives sessions of 15 minutes to 36 hours, not of “%s”"),
                            raw->duration);
  return FALSE;
}

static gboolean
check_account_id (const DpCommand *command,
                  GError **error)
{
  if (command->account_id == NULL || dp_account_is_id (command->account_id))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("“%s” is not the id of an AWS account, which has twelve digits"), command->account_id);
  return FALSE;
}

static gboolean
check_values (RawOptions *raw,
              GError **error)
{
  static const char *const prompts[] = { "auto", "window", "terminal", "none", NULL };
  static const char *const formats[] = { "process", "env", "env-no-export", "fish", "powershell", NULL };
  DpCommand *command = raw->command;
  gboolean may_ask = (MAY_NEED_CODE & (1u << command->verb)) != 0;
  const char *prompt = raw->prompt != NULL ? raw->prompt : g_getenv ("DAYPASS_PROMPT");
  int choice = 0;

  if (may_ask && prompt != NULL && (raw->prompt != NULL || *prompt != '\0')) {
    if (!parse_choice (prompt, raw->prompt != NULL ? "--prompt" : "$DAYPASS_PROMPT", prompts, &choice, error))
      return FALSE;
    command->prompt = (DpPrompt) choice;
  }
  if (raw->format != NULL) {
    if (!parse_choice (raw->format, "--format", formats, &choice, error))
      return FALSE;
    command->format = (DpExportFormat) choice;
  }
  if (!parse_duration (raw->min, "--min", &command->min_seconds, error) || !parse_duration (raw->duration, "--duration", &command->duration_seconds, error))
    return FALSE;
  return check_duration (raw, error) && check_account_id (command, error);
}

static gboolean
check_operands (RawOptions *raw,
                GError **error)
{
  DpCommand *command = raw->command;
  const VerbInfo *info = &verbs[command->verb];
  guint count = raw->operands != NULL ? g_strv_length (raw->operands) : 0;

  if (count > info->max_operands) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 info->max_operands == 0 ? _("“daypass %s” takes no profile, and “%s” is one too many")
                                         : _("“daypass %s” takes one profile, and “%s” is one too many"),
                                              info->name, raw->operands[info->max_operands]);
    return FALSE;
  }
  if (count < info->min_operands) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“daypass %s” needs the name of a profile"), info->name);
    return FALSE;
  }
  if (command->verb == DP_VERB_ROLE_ADD && command->role_arn == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“daypass role add” needs the ARN of the role: --role-arn"));
    return FALSE;
  }
  command->profiles = raw->operands != NULL ? g_steal_pointer (&raw->operands) : g_new0 (char *, 1);
  return TRUE;
}

/* How many of the words at @words are the name of the verb. */
static int
match_name (const char *name,
            char **words)
{
  g_auto (GStrv) parts = g_strsplit (name, " ", -1);
  int count = 0;

  for (; parts[count] != NULL; count++) {
    if (g_strcmp0 (parts[count], words[count]) != 0)
      return 0;
  }
  return count;
}

/* Returns the number of words of the verb's name, or 0. */
static int
find_verb (char **words,
           DpVerb *verb)
{
  for (size_t i = 0; i < G_N_ELEMENTS (verbs); i++) {
    int count = match_name (verbs[i].name, words);
    if (count == 0)
      continue;
    *verb = (DpVerb) i;
    return count;
  }
  return 0;
}

/* The answer to --help is the result of the command: all of it, or a failure. */
static void
print_and_exit (const char *text)
{
  g_autoptr (GError) error = NULL;

  if (dp_report_result (text, &error))
    exit (DP_EXIT_DONE);
  dp_report_error (error);
  exit (DP_EXIT_FAILURE);
}

/* @words are what follows the verb's name. */
static gboolean
parse_options (RawOptions *raw,
               int count,
               char **words,
               GError **error)
{
  g_autoptr (GOptionContext) context = create_context (raw);
  g_auto (GStrv) arguments = g_new0 (char *, count + 2);

  /* The command's own name goes into the usage line of its --help. */
  g_autofree char *program = g_strdup_printf ("%s %s", GETTEXT_PACKAGE, verbs[raw->command->verb].name);
  arguments[0] = g_strdup (program);
  for (int i = 0; i < count; i++)
    arguments[i + 1] = g_strdup (words[i]);
  g_set_prgname (program);

  gboolean parsed = g_option_context_parse_strv (context, &arguments, error);
  if (raw->help) {
    g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
    print_and_exit (help);
  }
  g_set_prgname (GETTEXT_PACKAGE);
  return parsed;
}

static gboolean
is_help (const char *word)
{
  return word != NULL && (g_str_equal (word, "--help") || g_str_equal (word, "-h"));
}

/* What stands before any command, or before the second word of one. */
static void
handle_global_option (char **words)
{
  gboolean about_roles = g_str_equal (words[0], "role") && is_help (words[1]);

  if (g_str_equal (words[0], "--version"))
    print_and_exit (GETTEXT_PACKAGE " " PACKAGE_VERSION "\n");
  if (about_roles || is_help (words[0])) {
    g_autofree char *help = about_roles ? dp_help_format_roles () : dp_help_format ();
    print_and_exit (help);
  }
}

/* @words are what follows "daypass". Returns how many of them name the verb, or 0. */
static int
parse_verb (char **words,
            DpVerb *verb,
            GError **error)
{
  const char *name = words[0];

  if (name == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("A command is missing. “daypass --help” lists them"));
    return 0;
  }
  int count = find_verb (words, verb);
  if (count > 0)
    return count;

  if (g_str_equal (name, "role"))
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION, _("“daypass role” is followed by add, list, show or remove"));
  else
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 *name == '-' ? _("There is no option “%s” before a command. “daypass --help” lists the commands")
                              : _("There is no command “%s”. “daypass --help” lists the commands"),
                                   name);
  return 0;
}

/* The words before the "--" of "exec"; those behind it are the command's. */
static int
count_own_words (char **words)
{
  int count = 0;

  while (words[count] != NULL && !g_str_equal (words[count], "--"))
    count++;
  return count;
}

/* @rest begins with the "--", if there is one. */
static gboolean
take_command (DpCommand *command,
              char **rest,
              GError **error)
{
  if (rest[0] == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“daypass exec” needs “--” before the command: daypass exec work -- terraform plan"));
    return FALSE;
  }
  if (rest[1] == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("The command that “daypass exec” is to start is missing after “--”"));
    return FALSE;
  }
  command->command = g_strdupv (rest + 1);
  return TRUE;
}

/**
 * Reads the command line. @argv is left as it is, for the program that this one
 * may become. --help and --version print and end the process.
 * Returns NULL with an error of the domain G_OPTION_ERROR for wrong usage.
 */
DpCommand *
dp_command_parse (int argc,
                  char **argv,
                  GError **error)
{
  g_auto (RawOptions) raw = { .command = g_new0 (DpCommand, 1) };
  DpCommand *command = raw.command;
  char **words = argv + 1;

  command->min_seconds = -1;
  if (argc >= 2)
    handle_global_option (words);
  int name_words = argc >= 2 ? parse_verb (words, &command->verb, error) : parse_verb ((char *[]){ NULL }, &command->verb, error);
  if (name_words == 0)
    return NULL;

  words += name_words;
  gboolean is_exec = command->verb == DP_VERB_EXEC;
  int count = is_exec ? count_own_words (words) : (int) g_strv_length (words);
  if (!parse_options (&raw, count, words, error)
      || (is_exec && !take_command (command, words + count, error))
      || !check_values (&raw, error)
      || !check_operands (&raw, error))
    return NULL;
  return g_steal_pointer (&raw.command);
}

/** Frees the options and operands; none of them is a secret. */
void
dp_command_free (DpCommand *self)
{
  g_strfreev (self->profiles);
  g_free (self->access_key_id);
  g_free (self->mfa_serial);
  g_free (self->region);
  g_free (self->account_id);
  g_free (self->role_arn);
  g_free (self->source_profile);
  g_free (self->external_id);
  g_free (self->role_session_name);
  g_strfreev (self->command);
  g_free (self);
}
