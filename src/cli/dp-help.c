/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-help.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "dp-exit-status.h"
#include "dp-report.h"

/* What "daypass --help" prints, in lines of 80 columns. Owned. */
static char *
format (void)
{
  return g_strjoin ("\n",
                    _("Usage: daypass COMMAND [OPTION…] [PROFILE]\n"
                      "\n"
                      "A day pass for AWS. The long-lived access key stays in the system keyring. Six\n"
                      "digits from your MFA device give an eight-hour session to every tool that reads\n"
                      "~/.aws/credentials: Terraform, the AWS CLI, every SDK.\n"),
                       _("The first day, one of:\n"
                      "  daypass add work         store an access key that you paste, then renew\n"
                      "  daypass import           take the keys that lie in ~/.aws/credentials\n"
                      "\n"
                      "Every morning:\n"
                      "  daypass renew work       type the code, and the session is there\n"
                      "  AWS_PROFILE=work terraform plan\n"),
                          _("Commands:\n"
                      "  add [PROFILE]            put an access key into the keyring\n"
                      "  import [PROFILE…]        move plaintext keys into the keyring\n"
                      "  renew [PROFILE]          get a session for an MFA code\n"
                      "  status [PROFILE…]        show who has a session, and until when\n"
                      "  export [PROFILE]         print the session’s keys for a script or an SDK\n"
                      "  exec PROFILE -- COMMAND  start a command once there is time enough\n"
                      "  check [PROFILE]          ask AWS who a profile really is\n"
                      "  role COMMAND             add, list, show or remove a role of an account\n"
                      "  remove PROFILE           forget an account\n"
                      "  live PROFILE             make a profile that fetches the next session itself\n"
                      "  revoke PROFILE           deny the sessions that were issued until now\n"
                      "  doctor [PROFILE…]        find what is wrong, and what to do about it\n"
                      "\n"
                      "“daypass COMMAND --help” shows a command’s options; “daypass --version” the\n"
                      "version.\n"),
                             _("PROFILE is a profile of ~/.aws/config that “add” or “import” has made. Without\n"
                       "it $AWS_PROFILE counts, or, where that is not set, the only account there is.\n"),
                                _("Exit status:\n"
                      "  0  done                           5  keyring locked, absent or refused\n"
                      "  1  any other failure              6  AWS refused the code, key or permission\n"
                      "  2  wrong usage, unknown profile   7  network, TLS, clock, throttling\n"
                      "  3  no session, nobody to ask      8  a file is in the way; nothing was changed\n"
                      "  4  cancelled                      9  another account than --account-id\n"
                      "“exec” ends as its command does, or with 125 if that could not start.\n"),
                                   NULL);
}

/* What "daypass role --help" prints. Owned. */
static char *
format_roles (void)
{
  return g_strdup (_("Usage: daypass role COMMAND [OPTION…] [PROFILE]\n"
                     "\n"
                     "A role needs no code of its own: it is reached through an account’s session.\n"
                     "\n"
                     "Commands:\n"
                     "  role add PROFILE         make a profile for a role\n"
                     "  role list                list the roles and what they are reached through\n"
                     "  role show PROFILE        show a role; --terraform: a provider block to paste\n"
                     "  role remove PROFILE      take a role’s lines out of ~/.aws/config\n"
                     "\n"
                     "“daypass role COMMAND --help” shows a command’s options.\n"));
}

/** Ends the process with @text as its result: all of it, or a failure. */
void
dp_help_print_and_exit (const char *text)
{
  g_autoptr (GError) error = NULL;

  if (dp_report_result (text, &error))
    exit (DP_EXIT_DONE);
  dp_report_error (error);
  exit (DP_EXIT_FAILURE);
}

static gboolean
is_help (const char *word)
{
  return word != NULL && (g_str_equal (word, "--help") || g_str_equal (word, "-h"));
}

/** Prints and ends the process where @words, those after "daypass", begin with
 * --help or --version, or ask for the help of "role". */
void
dp_help_handle_global_option (char **words)
{
  gboolean about_roles = g_str_equal (words[0], "role") && is_help (words[1]);

  if (g_str_equal (words[0], "--version"))
    dp_help_print_and_exit (GETTEXT_PACKAGE " " PACKAGE_VERSION "\n");
  if (about_roles || is_help (words[0])) {
    g_autofree char *help = about_roles ? format_roles () : format ();
    dp_help_print_and_exit (help);
  }
}
