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
#include "dp-exec.h"
#include "dp-export.h"
#include "dp-installation.h"
#include "dp-operand.h"
#include "dp-report.h"
#include "dp-role.h"
#include "dp-role-show.h"
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

static void
start_command (const DpCommand *command,
               const DpAccount *account,
               const DpSession *session,
               const DpPlaces *places,
               GError **error)
{
  const DpExecKeys keys = {
    .access_key_id = session->access_key_id,
    .secret_access_key = session->secret_access_key,
    .session_token = session->session_token,
    .expires_at = session->expires_at,
    .region = account->region,
  };
  g_auto (GStrv) environment = dp_exec_make_environment (g_get_environ (), *command->profiles, places, command->env ? &keys : NULL);

  dp_exec_become (command->command, environment, error);
}

/* Returns without @error when there is something to ask AWS or a person. */
static void
exec_from_files (const DpCommand *command,
                 DpSharedFiles *files,
                 GError **error)
{
  g_autoptr (DpAccount) account = dp_exec_resolve (command, files, error);
  if (account == NULL)
    return;

  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  g_autoptr (GPtrArray) roles = dp_role_list_chain (files->config, *command->profiles);
  gboolean asks_aws = command->account_id != NULL || (command->env && roles->len > 0);
  if (!asks_aws && session != NULL && session->expires_at - now >= dp_exec_get_minimum (command, account, session))
    start_command (command, account, session, files->places, error);
}

static gboolean
needs_job (DpVerb verb)
{
  switch (verb) {
    case DP_VERB_STATUS:
    case DP_VERB_EXPORT:
    case DP_VERB_EXEC:
    case DP_VERB_ROLE_LIST:
    case DP_VERB_ROLE_SHOW:
      return FALSE;
    case DP_VERB_ADD:
    case DP_VERB_IMPORT:
    case DP_VERB_RENEW:
    case DP_VERB_CHECK:
    case DP_VERB_ROLE_ADD:
    case DP_VERB_ROLE_REMOVE:
    case DP_VERB_REMOVE:
    case DP_VERB_LIVE:
    case DP_VERB_REVOKE:
    case DP_VERB_DOCTOR:
      return TRUE;
  }
  g_return_val_if_reached (TRUE);
}

static DpExitStatus
run (int argc,
     char **argv,
     GError **error)
{
  g_autoptr (DpCommand) command = dp_command_parse (argc, argv, error);
  g_autoptr (GError) failure = NULL;

  if (command == NULL)
    return DP_EXIT_USAGE;
  if (needs_job (command->verb)) {
    become_job (argv, error);
    return DP_EXIT_FAILURE;
  }

  dp_core_dump_forbid ();
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return DP_EXIT_FAILURE;
  if (command->verb == DP_VERB_STATUS)
    return dp_status_run (command, files, error);
  if (command->verb == DP_VERB_ROLE_LIST)
    return dp_role_show_list (files, error);
  if (command->verb == DP_VERB_ROLE_SHOW)
    return dp_role_show_one (command, files, error);
  if (command->verb == DP_VERB_EXEC) {
    exec_from_files (command, files, &failure);
    if (failure == NULL)
      become_job (argv, &failure);
    g_propagate_error (error, g_steal_pointer (&failure));
    return DP_EXIT_FAILURE;
  }

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
  return dp_exec_translate_status (argc, argv, dp_exit_status_from_error (error));
}
