/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-check-job.h"

#include "dp-clock-note.h"
#include "dp-json.h"
#include "dp-operand.h"
#include "dp-profile-credentials.h"
#include "dp-report.h"

static char *
format_json (const char *profile,
             const DpCallerIdentity *identity,
             gboolean is_role,
             const char *expected)
{
  GString *json = g_string_new (NULL);

  dp_json_begin (json, '{');
  dp_json_add_int (json, "version", 1);
  dp_json_add_string (json, "profile", profile);
  dp_json_add_string (json, "account_id", identity->account_id);
  dp_json_add_string (json, "arn", identity->arn);
  dp_json_add_boolean (json, "role", is_role);
  dp_json_add_string (json, "expected_account_id", expected);
  dp_json_add_boolean (json, "ok", expected == NULL || g_str_equal (identity->account_id, expected));
  dp_json_end (json, '}');
  g_string_append_c (json, '\n');
  return g_string_free (json, FALSE);
}

/** "daypass check": prints who AWS says that the profile is. */
gboolean
dp_check_job_run (const DpJob *job,
                  GError **error)
{
  const DpCommand *command = job->command;
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return FALSE;
  g_autoptr (DpAccount) account = dp_operand_resolve (files, *command->profiles, TRUE, error);
  if (account == NULL || !dp_account_check_free (files->config, files->credentials, account->profile, error))
    return FALSE;

  const char *profile = dp_operand_get_profile (*command->profiles, account);
  g_autoptr (DpProfileCredentials) credentials = dp_profile_credentials_get (files, account, profile, job->asker, job->cancellable, error);
  if (credentials == NULL)
    return FALSE;
  g_autoptr (DpCallerIdentity) identity = dp_profile_credentials_identify (credentials, job->cancellable, error);
  if (identity == NULL)
    return FALSE;

  dp_clock_note_tell (credentials->client, job->asker);
  g_autofree char *text = command->json ? format_json (profile, identity, credentials->is_role, command->account_id)
                                        : g_strdup_printf ("%s  %s  %s\n", profile, identity->account_id, identity->arn);
  if (!dp_report_result (text, error))
    return FALSE;
  return command->account_id == NULL || dp_profile_credentials_check_account (profile, identity, command->account_id, error);
}
