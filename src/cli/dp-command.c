/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-account.h"
#include "dp-duration.h"
#include "dp-exit-status.h"
#include "dp-help.h"
#include "dp-report.h"
#include "dp-role.h"

/** The options as text, before they are checked. */
typedef struct {
  DpCommand *command;
  char *min;
  char *duration;
  char *format;
  char *prompt;
  char *from;
  gboolean help;
  GStrv operands;
  GPtrArray *flags; /* the names of those that take no value */
} RawOptions;

static void
raw_options_clear (RawOptions *raw)
{
  g_clear_pointer (&raw->command, dp_command_free);
  g_clear_pointer (&raw->min, g_free);
  g_clear_pointer (&raw->duration, g_free);
  g_clear_pointer (&raw->format, g_free);
  g_clear_pointer (&raw->prompt, g_free);
  g_clear_pointer (&raw->from, g_free);
  g_clear_pointer (&raw->operands, g_strfreev);
  g_clear_pointer (&raw->flags, g_ptr_array_unref);
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
    { VERB (ADD),       "access-key-id",     G_OPTION_ARG_STRING, &command->access_key_id,     N_("The access key ID (AKIA…)"), N_("ID") },
    { VERB (ADD),       "secret-stdin",      G_OPTION_ARG_NONE,   &command->secret_stdin,      N_("Read the secret access key from standard input"), NULL },
    { VERB (ADD),       "mfa-serial",        G_OPTION_ARG_STRING, &command->mfa_serial,        N_("The MFA device (default: AWS is asked)"), N_("ARN") },
    { VERB (ADD),       "region",            G_OPTION_ARG_STRING, &command->region,            N_("The region (default: $AWS_REGION, else the profile’s)"), N_("REGION") },
    { VERB (ADD),       "duration",          G_OPTION_ARG_STRING, &raw->duration,              N_("Length of the sessions, 15m to 36h (default: 8h)"), N_("DUR") },
    { VERB (IMPORT),    "from",              G_OPTION_ARG_STRING, &raw->from,                  N_("Take over what aws-vault or aws-mfa keeps"), N_("TOOL") },
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
    { VERB (DOCTOR),    "fix",               G_OPTION_ARG_NONE,   &command->fix,               N_("Fix what is safe to fix without asking"), NULL },
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
    if ((option->verbs & (1u << command->verb)) == 0)
      continue;
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
    if (option->type == G_OPTION_ARG_NONE)
      g_ptr_array_add (raw->flags, (gpointer) option->name);
  }
}

static GOptionContext *
create_context (RawOptions *raw)
{
  const DpVerbInfo *info = dp_verb_get_info (raw->command->verb);
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &raw->help, N_("Show this help"), NULL },
      { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &raw->operands, NULL, NULL },
      G_OPTION_ENTRY_NULL,
  };
  GOptionContext *context = g_option_context_new (*info->operands != '\0' ? _(info->operands) : NULL);

  g_option_context_set_help_enabled (context, FALSE);
  g_ptr_array_add (raw->flags, (gpointer) "help");
  add_options (context, raw);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(info->summary));
  g_option_context_set_description (context, dp_verb_get_description (raw->command->verb));
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

/* What has no name in the list of --from is the files, without the option. */
static gboolean
parse_tool (const char *text,
            DpImportFrom *from,
            GError **error)
{
  static const char *const tools[] = { "aws-vault", "aws-mfa", NULL };
  int choice = 0;

  if (text == NULL)
    return TRUE;
  if (g_str_equal (text, "leapp")) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("Leapp’s keys have no profile that could be read from the keyring, so they are not taken over. Hand a key on with “secret-tool lookup service Leapp account …-iam-user-aws-session-secret-access-key | daypass add --secret-stdin”. --from takes one of: aws-vault, aws-mfa"));
    return FALSE;
  }
  if (!parse_choice (text, "--from", tools, &choice, error))
    return FALSE;
  *from = DP_IMPORT_FROM_AWS_VAULT + (DpImportFrom) choice;
  return TRUE;
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
  return parse_tool (raw->from, &command->import_from, error) && check_duration (raw, error) && check_account_id (command, error);
}

static gboolean
check_operands (RawOptions *raw,
                GError **error)
{
  DpCommand *command = raw->command;
  const DpVerbInfo *info = dp_verb_get_info (command->verb);
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

/* GLib takes "--yes=no" for "--yes". */
static gboolean
check_flags (const RawOptions *raw,
             int count,
             char **words,
             GError **error)
{
  for (int i = 0; i < count && !g_str_equal (words[i], "--"); i++) {
    const char *equals = g_str_has_prefix (words[i], "--") ? strchr (words[i], '=') : NULL;
    g_autofree char *name = equals != NULL ? g_strndup (words[i] + 2, equals - words[i] - 2) : NULL;
    if (name == NULL || !g_ptr_array_find_with_equal_func (raw->flags, name, g_str_equal, NULL))
      continue;
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("The option --%s takes no value"), name);
    return FALSE;
  }
  return TRUE;
}

/* @words are what follows the verb's name. */
static gboolean
parse_options (RawOptions *raw,
               int count,
               char **words,
               GError **error)
{
  raw->flags = g_ptr_array_new ();
  g_autoptr (GOptionContext) context = create_context (raw);
  g_auto (GStrv) arguments = g_new0 (char *, count + 2);

  /* The command's own name goes into the usage line of its --help. */
  g_autofree char *program = g_strdup_printf ("%s %s", GETTEXT_PACKAGE, dp_verb_get_info (raw->command->verb)->name);
  arguments[0] = g_strdup (program);
  for (int i = 0; i < count; i++)
    arguments[i + 1] = g_strdup (words[i]);
  g_set_prgname (program);

  g_autoptr (GError) failure = NULL;
  gboolean parsed = check_flags (raw, count, words, &failure) && g_option_context_parse_strv (context, &arguments, &failure);
  if (raw->help) {
    g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
    dp_help_print_and_exit (help);
  }
  g_set_prgname (GETTEXT_PACKAGE);
  if (!parsed)
    /* Translators: what is wrong (a sentence), the command. */
    g_set_error (error, failure->domain, failure->code, _("%s. “%s --help” lists the options"), failure->message, program);
  return parsed;
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
    dp_help_handle_global_option (words);
  int name_words = dp_verb_parse (argc >= 2 ? words : (char *[]){ NULL }, &command->verb, error);
  if (name_words == 0)
    return NULL;

  words += name_words;
  gboolean is_exec = command->verb == DP_VERB_EXEC;
  int count = is_exec ? count_own_words (words) : (int) g_strv_length (words);
  g_autoptr (GError) failure = NULL;
  gboolean parsed = parse_options (&raw, count, words, &failure);
  /* Without the "--" the options may be those of the command that is to start. */
  if (is_exec && (parsed || words[count] == NULL) && !take_command (command, words + count, error))
    return NULL;
  if (!parsed) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  if (!check_values (&raw, error) || !check_operands (&raw, error))
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
