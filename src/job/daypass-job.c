/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "dp-addition.h"
#include "dp-check-job.h"
#include "dp-core-dump.h"
#include "dp-dialog.h"
#include "dp-display.h"
#include "dp-doctor-page.h"
#include "dp-exec-job.h"
#include "dp-exec.h"
#include "dp-export.h"
#include "dp-import-job.h"
#include "dp-inherited-state.h"
#include "dp-installation.h"
#include "dp-interrupt.h"
#include "dp-job-status.h"
#include "dp-job.h"
#include "dp-live.h"
#include "dp-moment.h"
#include "dp-nobody.h"
#include "dp-operand.h"
#include "dp-remove-job.h"
#include "dp-report.h"
#include "dp-revoke.h"
#include "dp-role-job.h"
#include "dp-session-error.h"
#include "dp-shared-files.h"
#include "dp-stdin-code.h"
#include "dp-terminal.h"
#include "dp-tray-start.h"

/* The Go SDK ends a credential_process after 60 seconds. */
#define LEASE_DEADLINE_SECONDS 55

/* A session that signs one more request. */
#define SIGNING_SECONDS 60

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/* The others ask for more, in the terminal. */
static gboolean
asks_for_code_alone (const DpCommand *command)
{
  return command->verb == DP_VERB_RENEW || command->verb == DP_VERB_EXPORT || command->verb == DP_VERB_EXEC || (command->verb == DP_VERB_REVOKE && command->yes);
}

static DpAsker *
create_asker (const DpCommand *command,
              gboolean allow_dialog)
{
  DpAsker *asker = NULL;

  if (command->code_stdin)
    return dp_stdin_code_new ();
  if (allow_dialog && asks_for_code_alone (command) && (command->prompt == DP_PROMPT_WINDOW ? dp_display_exists () : command->prompt == DP_PROMPT_AUTO && dp_display_is_own ()))
    asker = dp_dialog_new ();
  if (asker == NULL && (command->prompt == DP_PROMPT_AUTO || command->prompt == DP_PROMPT_TERMINAL))
    asker = dp_terminal_new ();
  return asker != NULL ? asker : dp_nobody_new ();
}

/* The account that the person means, as the files are now. */
static DpAccount *
resolve (const DpJob *job,
         gboolean allow_role,
         DpSession **present,
         GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;

  DpAccount *account = dp_operand_resolve (files, *job->command->profiles, allow_role, error);
  if (account != NULL && present != NULL)
    *present = dp_session_read (files->credentials, account);
  return account;
}

static gboolean
run_renew (const DpJob *job,
           GError **error)
{
  g_autoptr (DpSession) present = NULL;
  g_autoptr (DpAccount) account = resolve (job, TRUE, &present, error);
  if (account == NULL || !dp_operand_check_minimum (account, job->command->min_seconds, error))
    return FALSE;
  int min_seconds = job->command->min_seconds >= 0 ? MAX (job->command->min_seconds, DP_RENEWAL_IF_EXPIRED) : DP_RENEWAL_ALWAYS;
  const DpRenewal renewal = dp_job_make_renewal (job, account, min_seconds);
  g_autoptr (DpSession) session = dp_renewal_run (&renewal, job->cancellable, error);
  if (session == NULL || !dp_job_check_length (job, account, session, error))
    return FALSE;

  dp_job_tell_session (account, present, session);
  return TRUE;
}

static gboolean
run_export (const DpJob *job,
            GError **error)
{
  g_autoptr (DpAccount) account = resolve (job, FALSE, NULL, error);
  if (account == NULL)
    return FALSE;

  const DpRenewal renewal = dp_job_make_renewal (job, account, DP_RENEWAL_IF_EXPIRED);
  g_autoptr (DpSession) session = dp_renewal_run (&renewal, job->cancellable, error);
  if (session == NULL)
    return FALSE;

  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = dp_export_format (session, job->command->format, job->command->lease, now);
  gboolean written = dp_report_result (text, error);
  explicit_bzero (text, strlen (text));
  return written;
}

/* AWS_PROFILE is as good as the operand; a new account cannot be the only one. */
static char *
find_new_profile (const DpJob *job,
                  GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (*job->command->profiles != NULL)
    return g_strdup (*job->command->profiles);
  if (is_set ("AWS_PROFILE"))
    return g_strdup (g_getenv ("AWS_PROFILE"));
  char *profile = dp_asker_ask_text (job->asker, _("Name of the profile"), "default", job->cancellable, &failure);
  if (g_error_matches (failure, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY))
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, _("“daypass add” needs the name of a profile"));
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return profile;
}

static gboolean
run_add (const DpJob *job,
         GError **error)
{
  const DpCommand *command = job->command;
  g_autofree char *profile = find_new_profile (job, error);
  if (profile == NULL)
    return FALSE;
  g_autofree char *secret = command->secret_stdin ? dp_stdin_code_read_line (job->cancellable, error) : NULL;
  if (command->secret_stdin && secret == NULL)
    return FALSE;

  const DpAddition addition = {
    .profile = profile,
    .access_key_id = command->access_key_id,
    .secret = secret,
    .mfa_serial = command->mfa_serial,
    .region = command->region,
    .duration_seconds = command->duration_seconds,
    .asker = job->asker,
    .keyring_prompt = job->keyring_prompt,
  };
  gboolean added = dp_addition_run (&addition, job->cancellable, error);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  return added;
}

static gboolean
run_revoke (const DpJob *job,
            GError **error)
{
  g_autoptr (DpAccount) account = resolve (job, FALSE, NULL, error);
  if (account == NULL)
    return FALSE;

  const DpRenewal renewal = dp_job_make_renewal (job, account, SIGNING_SECONDS);
  return dp_revoke_run (job->command, &renewal, job->cancellable, error);
}

static gboolean
run_verb (const DpJob *job,
          GError **error)
{
  switch (job->command->verb) {
    case DP_VERB_ADD:
      return run_add (job, error);
    case DP_VERB_IMPORT:
      return dp_import_job_run (job, error);
    case DP_VERB_RENEW:
      return run_renew (job, error);
    case DP_VERB_EXPORT:
      return run_export (job, error);
    case DP_VERB_EXEC:
      return dp_exec_job_prepare (job, error);
    case DP_VERB_CHECK:
      return dp_check_job_run (job, error);
    case DP_VERB_ROLE_ADD:
      return dp_role_job_add (job, error);
    case DP_VERB_ROLE_REMOVE:
      return dp_role_job_remove (job, error);
    case DP_VERB_REMOVE:
      return dp_remove_job_run (job, error);
    case DP_VERB_LIVE:
      return dp_live_run (job->command, error);
    case DP_VERB_REVOKE:
      return run_revoke (job, error);
    case DP_VERB_DOCTOR:
      return dp_doctor_page_run (job->command, dp_display_is_own (), job->cancellable, error);
    case DP_VERB_STATUS: /* daypass's own: the files alone answer them */
    case DP_VERB_ROLE_LIST:
    case DP_VERB_ROLE_SHOW:
      break;
  }
  g_assert_not_reached ();
}

/* From the first day on, without a log-out. Later the tray starts at login. */
static void
start_tray (const DpCommand *command)
{
  gboolean enrols = command->verb == DP_VERB_ADD || (command->verb == DP_VERB_IMPORT && !command->dry_run);

  if (enrols && dp_display_is_own ())
    dp_tray_start ();
}

/* What waited was cancelled; why decides what the person is told. */
static void
explain_cancel (const DpCommand *command,
                GError **error)
{
  g_clear_error (error);
  if (dp_interrupt_was_deadline ())
    dp_interrupt_set_error (error);
  else if (command->verb == DP_VERB_IMPORT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; what was not moved yet is as it was"));
  else if (command->fix)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed but what is told above"));
  else if (command->verb == DP_VERB_EXEC)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; the command was not started"));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed"));
}

static const char *
get_nobody_reason (const DpCommand *command)
{
  switch (command->prompt) {
    case DP_PROMPT_AUTO:
    case DP_PROMPT_TERMINAL:
      return _("no terminal is here, or this command runs in its background");
    case DP_PROMPT_WINDOW:
      if (!asks_for_code_alone (command))
        return _("this command asks in a terminal only");
      return dp_display_exists () ? _("no window can be opened on this display") : _("there is no display for a window");
    case DP_PROMPT_NONE:
      return _("--prompt or $DAYPASS_PROMPT is “none”");
  }
  g_return_val_if_reached (NULL);
}

/* The command names the profile: several accounts may be there, and the other
 * terminal may have another AWS_PROFILE. */
static char *
get_way_out (const DpCommand *command)
{
  const char *profile = dp_operand_get_profile (*command->profiles, NULL);

  if (command->verb == DP_VERB_IMPORT)
    return g_strdup (_("Run “daypass import” in a terminal"));
  g_autofree char *renew = g_strjoin (" ", "daypass renew", profile, NULL);
  /* Translators: both times a command to type, such as “daypass renew work”. */
  return g_strdup_printf (_("Run “%s” in a terminal, or hand the code over with “%s --code-stdin”"), renew, renew);
}

/* Why a code is needed at all is a riddle as long as a session is there. An owned
 * sentence with its stop and a space, "" when there is none. */
static char *
describe_session (const DpJob *job)
{
  const DpCommand *command = job->command;
  gboolean wants_longer = command->verb == DP_VERB_EXEC || command->verb == DP_VERB_REVOKE || command->min_seconds >= 0;
  g_autoptr (DpSession) session = NULL;
  g_autoptr (DpAccount) account = wants_longer ? resolve (job, TRUE, &session, NULL) : NULL;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (account == NULL || session == NULL || session->expires_at <= now)
    return g_strdup ("");
  g_autofree char *until = dp_moment_format (session->expires_at, now);
  /* Translators: stands before another sentence, hence the space at the end. */
  return g_strdup_printf (_("“%s” has a session until %s only. "), account->profile, until);
}

/* Only this program knows why nobody can be asked, and what else would do. */
static void
explain_nobody (const DpJob *job,
                GError **error)
{
  g_autofree char *message = g_strdup ((*error)->message);
  g_autofree char *session = describe_session (job);
  g_autofree char *way_out = get_way_out (job->command);
  g_autofree char *advice = g_strconcat (session, way_out, NULL);

  g_clear_error (error);
  /* Translators: that there is nobody to ask, why, and what to do (a sentence). */
  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY, _("%s: %s. %s"), message, get_nobody_reason (job->command), advice);
}

static void
explain (const DpJob *job,
         GError **error)
{
  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_PENDING))
    explain_cancel (job->command, error);
  else if (g_error_matches (*error, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY))
    explain_nobody (job, error);
}

int
main (int argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;

  dp_inherited_state_save ();
  dp_report_guard_streams ();
  dp_core_dump_forbid ();
  dp_installation_init_locale ();
  g_set_prgname (GETTEXT_PACKAGE);

  g_autoptr (DpCommand) command = dp_command_parse (argc, argv, &error);
  if (command == NULL) {
    dp_report_error (error);
    return dp_exec_translate_status (argc, argv, DP_EXIT_USAGE);
  }
  g_auto (GStrv) environment = NULL;
  DpJob job = {
    .command = command,
    .environment = &environment,
    .cancellable = dp_interrupt_start (command->lease ? LEASE_DEADLINE_SECONDS : 0),
    .asker = create_asker (command, TRUE),
    .keyring_prompt = command->prompt != DP_PROMPT_NONE && dp_display_is_own () ? DP_KEYRING_MAY_PROMPT : DP_KEYRING_QUIET,
  };
  gboolean done = run_verb (&job, &error);
  if (error != NULL && dp_asker_does_renewals (job.asker) && g_error_matches (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY)) {
    /* A terminal outlives the display that it was opened on (tmux). */
    g_clear_error (&error);
    g_object_unref (job.asker);
    job.asker = create_asker (command, FALSE);
    done = run_verb (&job, &error);
  }
  g_object_unref (job.asker);
  dp_interrupt_die_if_killed ();
  if (environment != NULL)
    dp_exec_job_become (&job, &error);
  else if (done) {
    start_tray (command);
    return DP_EXIT_DONE;
  }
  if (error == NULL) /* the result says why */
    return DP_EXIT_FAILURE;

  explain (&job, &error);
  dp_report_error (error);
  return dp_exec_translate_status (argc, argv, dp_job_status_from_error (error));
}
