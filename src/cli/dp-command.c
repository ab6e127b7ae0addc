/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-command.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "dp-account.h"
#include "dp-duration.h"
#include "dp-help.h"

#define MANY G_MAXUINT

typedef struct {
  const char *name;
  const char *operands;
  guint max_operands;
  const char *summary;
} VerbInfo;

static const VerbInfo verbs[] = {
  [DP_VERB_ADD] = { "add", N_("[PROFILE]"), 1, N_("Puts an access key into the keyring, once AWS has accepted it") },
                    [DP_VERB_IMPORT] = { "import", N_("[PROFILE…]"), MANY, N_("Moves plaintext keys from the AWS files into the keyring") },
                                         [DP_VERB_RENEW] = { "renew", N_("[PROFILE]"), 1, N_("Gets a new session for a six-digit MFA code") },
                                                             [DP_VERB_STATUS] = { "status", N_("[PROFILE…]"), MANY, N_("Shows who has a session, and until when") },
                                                                                  [DP_VERB_EXPORT] = { "export", N_("[PROFILE]"), 1, N_("Prints the session, renewed first if it has expired") },
                                                                                                       [DP_VERB_REMOVE] = { "remove", N_("PROFILE"), 1, N_("Takes an account out of the keyring and the AWS files") },
                                                                                                       };

/** The options as text, before they are checked. */
typedef struct {
  DpCommand *command;
  char *min;
  char *duration;
  char *format;
  char *prompt;
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

static GOptionContext *
create_context (RawOptions *raw)
{
  DpCommand *command = raw->command;
  const VerbInfo *info = &verbs[command->verb];
  const struct {
    guint verbs;
    GOptionEntry entry;
  } options[] = {
    { VERB (ADD), { "access-key-id", 0, 0, G_OPTION_ARG_STRING, &command->access_key_id, N_("The access key’s id (AKIA…)"), N_("ID") } }, { VERB (ADD), { "secret-stdin", 0, 0, G_OPTION_ARG_NONE, &command->secret_stdin, N_("Read the secret access key, one line, from standard input"), NULL } }, { VERB (ADD), { "mfa-serial", 0, 0, G_OPTION_ARG_STRING, &command->mfa_serial, N_("The MFA device’s serial number; else AWS is asked"), N_("ARN") } }, { VERB (ADD), { "region", 0, 0, G_OPTION_ARG_STRING, &command->region, N_("The profile’s region"), N_("REGION") } }, { VERB (ADD), { "duration", 0, 0, G_OPTION_ARG_STRING, &raw->duration, N_("How long sessions last: 15m to 36h, normally 8h"), N_("DUR") } }, { VERB (IMPORT), { "dry-run", 0, 0, G_OPTION_ARG_NONE, &command->dry_run, N_("Only show what would be moved"), NULL } }, { VERB (RENEW) | VERB (STATUS), { "min", 0, 0, G_OPTION_ARG_STRING, &raw->min, N_("The session must last this much longer: 90m, 2h, 1h30m or seconds"), N_("DUR") } }, { VERB (RENEW), { "code-stdin", 0, 0, G_OPTION_ARG_NONE, &command->code_stdin, N_("Read the MFA code, one line, from standard input; one try"), NULL } }, { VERB (STATUS), { "json", 0, 0, G_OPTION_ARG_NONE, &command->json, N_("Print JSON for scripts"), NULL } }, { VERB (EXPORT), { "format", 0, 0, G_OPTION_ARG_STRING, &raw->format, N_("process (JSON, the default), env, env-no-export, fish or powershell"), N_("FORMAT") } }, { VERB (EXPORT), { "lease", 0, 0, G_OPTION_ARG_NONE, &command->lease, N_("For a credential_process line: an early end, so that the SDK asks again"), NULL } }, { VERB (REMOVE), { "yes", 0, 0, G_OPTION_ARG_NONE, &command->yes, N_("Do not ask whether it is meant"), NULL } }, { VERB (ADD) | VERB (IMPORT) | VERB (RENEW) | VERB (EXPORT), { "prompt", 0, 0, G_OPTION_ARG_STRING, &raw->prompt, N_("Ask by: auto, window, terminal or none (default: $DAYPASS_PROMPT, else auto)"), N_("HOW") } },
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                         };
  GOptionContext *context = g_option_context_new (_ (info->operands));

  for (size_t i = 0; i < G_N_ELEMENTS (options); i++) {
    const GOptionEntry entries[] = { options[i].entry, { NULL } };
    if (options[i].verbs & (1u << command->verb))
      g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  }
  const GOptionEntry rest[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &raw->operands, NULL, NULL },
    { NULL },
  };
  g_option_context_add_main_entries (context, rest, GETTEXT_PACKAGE);
  g_autofree char *summary = g_strconcat (_ (info->summary), _("."), NULL);
  g_option_context_set_summary (context, summary);
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
check_values (RawOptions *raw,
              GError **error)
{
  static const char *const prompts[] = { "auto", "window", "terminal", "none", NULL };
  static const char *const formats[] = { "process", "env", "env-no-export", "fish", "powershell", NULL };
  DpCommand *command = raw->command;
  gboolean may_ask = command->verb != DP_VERB_STATUS && command->verb != DP_VERB_REMOVE;
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
  if (raw->duration != NULL && (command->duration_seconds < DP_DURATION_MIN || command->duration_seconds > DP_DURATION_MAX)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _("AWS gives sessions of 15 minutes to 36 hours, not of “%s”"), raw->duration);
    return FALSE;
  }
  return TRUE;
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
                 _("“daypass %s” takes one profile, and “%s” is one too many"), info->name, raw->operands[info->max_operands]);
    return FALSE;
  }
  if (count == 0 && command->verb == DP_VERB_REMOVE) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“daypass remove” needs the name of the profile to remove"));
    return FALSE;
  }
  command->profiles = raw->operands != NULL ? g_steal_pointer (&raw->operands) : g_new0 (char *, 1);
  return TRUE;
}

static gboolean
find_verb (const char *name,
           DpVerb *verb)
{
  for (size_t i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (g_str_equal (name, verbs[i].name)) {
      *verb = (DpVerb) i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_options (RawOptions *raw,
               int argc,
               char **argv,
               GError **error)
{
  g_autoptr (GOptionContext) context = create_context (raw);
  g_auto (GStrv) arguments = g_new0 (char *, argc + 1);

  /* The command's own name goes into the usage line of its --help. */
  g_autofree char *program = g_strdup_printf ("%s %s", GETTEXT_PACKAGE, verbs[raw->command->verb].name);
  arguments[0] = g_strdup (program);
  for (int i = 1; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_set_prgname (program);

  gboolean parsed = g_option_context_parse_strv (context, &arguments, error);
  g_set_prgname (GETTEXT_PACKAGE);
  return parsed;
}

/**
 * Reads the command line. @argv is left as it is, for the program that this one
 * may become. --help and --version print and end the process, as GOption does.
 * Returns NULL with an error of the domain G_OPTION_ERROR for wrong usage.
 */
DpCommand *
dp_command_parse (int argc,
                  char **argv,
                  GError **error)
{
  g_auto (RawOptions) raw = { .command = g_new0 (DpCommand, 1) };

  if (argc >= 2 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "--version"))) {
    dp_help_print (g_str_equal (argv[1], "--version"));
    exit (EXIT_SUCCESS);
  }
  if (argc < 2) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("What shall be done? “daypass --help” lists the commands"));
    return NULL;
  }
  if (!find_verb (argv[1], &raw.command->verb)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                 _("There is no command “%s”. “daypass --help” lists the commands"), argv[1]);
    return NULL;
  }

  raw.command->min_seconds = -1;
  if (!parse_options (&raw, argc - 1, argv + 1, error) || !check_values (&raw, error) || !check_operands (&raw, error))
    return NULL;
  return g_steal_pointer (&raw.command);
}

void
dp_command_free (DpCommand *self)
{
  g_strfreev (self->profiles);
  g_free (self->access_key_id);
  g_free (self->mfa_serial);
  g_free (self->region);
  g_free (self);
}
