/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "dp-command.h"
#include "dp-core-dump.h"
#include "dp-exit-status.h"
#include "dp-export.h"
#include "dp-installation.h"
#include "dp-operand.h"
#include "dp-report.h"
#include "dp-shared-files.h"
#include "dp-status.h"

/* The job does everything that needs keyring, network or a person. */
static void
become_job (char **argv,
            GError **error)
{
  g_autofree char *job = dp_installation_find_program ("daypass-job");

  dp_core_dump_restore ();
  execv (job, argv);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
               _("A part of Daypass is missing; install it again (%s)"), job);
}

/* TRUE when the files alone could answer. */
static gboolean
export_from_files (const DpCommand *command,
                   DpSharedFiles *files,
                   gboolean *printed,
                   GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (DpAccount) account = dp_operand_resolve (files, *command->profiles, FALSE, error);

  if (account == NULL)
    return FALSE;
  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  DpSessionState state = dp_session_get_state (session, now);
  *printed = state == DP_SESSION_ACTIVE || state == DP_SESSION_ENDING;
  if (!*printed)
    return TRUE;

  g_autofree char *text = dp_export_format (session, command->format, command->lease, now);
  gboolean written = dp_report_result (text, error);
  explicit_bzero (text, strlen (text));
  return written;
}

static DpExitStatus
run (int argc,
     char **argv,
     GError **error)
{
  g_autoptr (DpCommand) command = dp_command_parse (argc, argv, error);

  if (command == NULL)
    return DP_EXIT_USAGE;
  if (command->verb != DP_VERB_STATUS && command->verb != DP_VERB_EXPORT) {
    become_job (argv, error);
    return DP_EXIT_FAILURE;
  }

  dp_core_dump_forbid ();
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return DP_EXIT_FAILURE;
  if (command->verb == DP_VERB_STATUS)
    return dp_status_run (command, files, error);

  gboolean printed = FALSE;
  if (export_from_files (command, files, &printed, error) && !printed)
    become_job (argv, error);
  return DP_EXIT_DONE;
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  dp_report_guard_streams ();
  dp_installation_init_locale ();
  g_set_prgname (GETTEXT_PACKAGE);

  DpExitStatus status = run (argc, argv, &error);
  if (error == NULL)
    return status;
  dp_report_error (error);
  return dp_exit_status_from_error (error);
}
