/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-verb.h"

#include <glib/gi18n.h>

#define MANY G_MAXUINT

/* clang-format off */
static const DpVerbInfo verbs[] = {
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

/** Its name and how it is used. */
const DpVerbInfo *
dp_verb_get_info (DpVerb verb)
{
  return &verbs[verb];
}

/** What --help says beneath the options. */
const char *
dp_verb_get_description (DpVerb verb)
{
  switch (verb) {
    case DP_VERB_ADD:
      return _("What is not given is asked for on the terminal. No session is made; “daypass\n"
               "renew” gets the first one.");
    case DP_VERB_IMPORT:
      return _("Without PROFILE every key that is found is offered. A key leaves the file only\n"
               "when it is in the keyring and the session is there. What aws-vault keeps stays\n"
               "there unless you say otherwise.");
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

/**
 * Finds the verb that @words, which are what follows "daypass", begin with.
 * Returns how many of them are its name, or 0 with an error of G_OPTION_ERROR.
 */
int
dp_verb_parse (char **words,
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
