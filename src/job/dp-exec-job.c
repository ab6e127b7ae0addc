/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-exec-job.h"

#include <glib/gi18n.h>

#include "dp-clock-note.h"
#include "dp-exec.h"
#include "dp-inherited-state.h"
#include "dp-moment.h"
#include "dp-profile-credentials.h"

/* Makes sure that there is a session with enough left. The account is owned. */
static DpAccount *
renew (const DpJob *job,
       GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;
  g_autoptr (DpAccount) account = dp_exec_resolve (job->command, files, error);
  if (account == NULL)
    return NULL;

  g_autoptr (DpSession) present = dp_session_read (files->credentials, account);
  const DpRenewal renewal = dp_job_make_renewal (job, account, dp_exec_get_minimum (job->command, account, present));
  g_autoptr (DpSession) session = dp_renewal_run (&renewal, job->cancellable, error);
  if (session == NULL || !dp_job_check_length (job, account, session, error))
    return NULL;
  if (present == NULL || !g_str_equal (present->access_key_id, session->access_key_id))
    dp_job_tell_session (account, present, session);
  return g_steal_pointer (&account);
}

/* A role is given for an hour unless its profile asks for more. */
static gboolean
check_role_length (const DpJob *job,
                   const DpProfileCredentials *credentials,
                   GError **error)
{
  const char *profile = *job->command->profiles;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (!job->command->env || !credentials->is_role || credentials->session->lifetime >= job->command->min_seconds)
    return TRUE;
  g_autofree char *until = dp_moment_format (credentials->session->expires_at, now);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("The keys of the role “%s” last until %s only, which is less than --min asks. Its duration_seconds sets for how long they are given"), profile, until);
  return FALSE;
}

static gboolean
check_account (const DpJob *job,
               DpProfileCredentials *credentials,
               GError **error)
{
  const DpCommand *command = job->command;
  if (command->account_id == NULL)
    return TRUE;

  g_autoptr (DpCallerIdentity) identity = dp_profile_credentials_identify (credentials, job->cancellable, error);
  if (identity == NULL)
    return FALSE;
  return dp_profile_credentials_check_account (*command->profiles, identity, command->account_id, error);
}

static GStrv
make_environment (const DpCommand *command,
                  const DpPlaces *places,
                  const DpExecKeys *keys)
{
  return dp_exec_make_environment (dp_inherited_state_dup_environment (), *command->profiles, places, keys);
}

/* The profile's own way to its keys is gone before the command goes it. */
static GStrv
make_checked_environment (const DpJob *job,
                          const DpAccount *account,
                          GError **error)
{
  const DpCommand *command = job->command;
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;
  g_autoptr (DpProfileCredentials) credentials = dp_profile_credentials_get (files, account, *command->profiles, job->asker, job->cancellable, error);
  if (credentials == NULL || !check_role_length (job, credentials, error) || !check_account (job, credentials, error))
    return NULL;

  dp_clock_note_tell (credentials->client, job->asker);
  const DpExecKeys keys = {
    .access_key_id = credentials->session->access_key_id,
    .secret_access_key = credentials->session->secret_access_key,
    .session_token = credentials->session->session_token,
    .expires_at = credentials->session->expires_at,
    .region = credentials->region,
  };
  return make_environment (command, files->places, command->env ? &keys : NULL);
}

/**
 * "daypass exec", where AWS or a person has to be asked first: what comes before
 * the command, with the job's environment as the result.
 */
gboolean
dp_exec_job_prepare (const DpJob *job,
                     GError **error)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  g_autoptr (DpAccount) account = renew (job, error);
  if (account == NULL)
    return FALSE;

  if (job->command->account_id != NULL || job->command->env)
    *job->environment = make_checked_environment (job, account, error);
  else
    *job->environment = make_environment (job->command, places, NULL);
  return *job->environment != NULL;
}

/**
 * Makes this process the command; nothing else may be left to do, and the asker
 * must be gone: it puts the terminal in order. What was opened on the way is
 * closed, or will be by execve(). Returns only with @error.
 */
void
dp_exec_job_become (const DpJob *job,
                    GError **error)
{
  if (g_cancellable_set_error_if_cancelled (job->cancellable, error))
    return;
  dp_inherited_state_restore_signals ();
  dp_exec_become (job->command->command, *job->environment, error);
}
