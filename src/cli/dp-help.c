/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-help.h"

#include <glib/gi18n.h>

/** Prints "daypass --help" or "daypass --version" to stdout. */
void
dp_help_print (gboolean only_version)
{
  if (only_version) {
    g_print ("%s %s\n", GETTEXT_PACKAGE, PACKAGE_VERSION);
    return;
  }

  g_print (_("Usage: daypass COMMAND [OPTION…] [PROFILE]\n"
              "\n"
              "A day pass for AWS. The long-lived access key stays in the system keyring; a\n"
              "six-digit MFA code gives a session of eight hours to every tool that reads\n"
              "~/.aws/credentials: Terraform, the AWS CLI, every SDK.\n"));
  g_print ("\n");
  g_print (_("The first day:\n"
              "  daypass add work         puts an access key into the keyring\n"
              "  daypass import           or moves the keys that lie in ~/.aws/credentials\n"
              "Every morning:\n"
              "  daypass renew work       asks for the code, writes the session\n"
              "  AWS_PROFILE=work terraform plan\n"));
  g_print ("\n");
  g_print (_("Commands:\n"
              "  add [PROFILE]            put an access key into the keyring\n"
              "  import [PROFILE…]        move plaintext keys into the keyring\n"
              "  renew [PROFILE]          get a session for an MFA code\n"
              "  status [PROFILE…]        show who has a session, and until when\n"
              "  export [PROFILE]         print the session for a script or an SDK\n"
              "  remove PROFILE           forget an account\n"
              "“daypass COMMAND --help” shows a command’s options.\n"));
  g_print ("\n");
  g_print (_("PROFILE is a profile of the AWS files that Daypass manages. Without it $AWS_PROFILE\n"
              "counts, then the only account there is.\n"));
  g_print ("\n");
  g_print (_("Exit status:\n"
              "  0 done                   5 keyring locked, absent or refused\n"
              "  1 any other failure      6 AWS refused the code, the key or the permission\n"
              "  2 wrong usage            7 network, TLS, clock, throttling\n"
              "  3 no session, and nobody to ask\n"
              "  4 cancelled              8 a file that cannot be read or written\n"));
}
