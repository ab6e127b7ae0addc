/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-job.h"

#include <glib/gi18n.h>

#include "dp-operand.h"
#include "dp-profiles-error.h"
#include "dp-report.h"
#include "dp-role-edit.h"
#include "dp-session-error.h"
#include "dp-shared-files.h"

/* The partitions of AWS share nothing. A hardware device has a serial number
 * without one; what is no ARN of a role is refused later. */
static gboolean
check_partition (const char *role_arn,
                 const DpAccount *account,
                 GError **error)
{
  g_auto (GStrv) role = g_strsplit (role_arn, ":", 3);
  g_auto (GStrv) device = g_strsplit (account->mfa_serial != NULL ? account->mfa_serial : "", ":", 3);

  if (g_strv_length (role) < 3 || !g_str_has_prefix (role[1], "aws") || g_strv_length (device) < 3 || g_str_equal (role[1], device[1]))
    return TRUE;
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
               _("The role is in the AWS partition “%s” and the account “%s” in “%s”, and no role can be reached from one to the other"),
                  role[1], account->profile, device[1]);
  return FALSE;
}

/* What the role is reached through: it must lead to an account. Owned. */
static char *
find_source (const DpCommand *command,
             GError **error)
{
  const char *given = command->source_profile;

  if (g_strcmp0 (given, *command->profiles) == 0) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be reached through itself. --source-profile names an account, or a role that is reached through one"), given);
    return NULL;
  }
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;
  g_autoptr (DpAccount) account = dp_operand_resolve (files, given, TRUE, error);
  return account != NULL && check_partition (command->role_arn, account, error) ? g_strdup (dp_operand_get_profile (given, account)) : NULL;
}

/* The config file may be another program's work (Nix, chezmoi): who keeps it
 * there can still add the lines. */
static void
tell_lines (const DpRole *role)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  g_autoptr (DpProfileFile) lines = dp_profile_file_new (DP_PROFILE_FILE_CONFIG, "", 0);
  size_t length = 0;

  dp_role_write (role, lines);
  const char *text = dp_profile_file_get_bytes (lines, &length);
  dp_report_note (_("Add these lines to “%s”:\n%.*s"), places->config, (int) length, text);
}

/** "daypass role add". */
gboolean
dp_role_job_add (const DpJob *job,
                 GError **error)
{
  const DpCommand *command = job->command;
  g_autofree char *source = find_source (command, error);
  if (source == NULL)
    return FALSE;

  g_autoptr (DpRole) role = g_new0 (DpRole, 1);
  role->profile = g_strdup (*command->profiles);
  role->role_arn = g_strdup (command->role_arn);
  role->source_profile = g_steal_pointer (&source);
  role->region = g_strdup (command->region);
  role->external_id = g_strdup (command->external_id);
  role->role_session_name = g_strdup (command->role_session_name);
  role->duration_seconds = command->duration_seconds;
  g_autoptr (GError) failure = NULL;
  if (!dp_role_edit_add (role, &failure)) {
    if (g_error_matches (failure, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE))
      tell_lines (role);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  dp_report_note (_("“%s” is the role %s, reached through “%s”. “daypass check %s” tries it"), role->profile, role->role_arn, role->source_profile, role->profile);
  return TRUE;
}

static DpRole *
find_role (const char *profile,
           GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;

  g_autoptr (DpAccount) account = dp_account_read (files->config, profile, NULL);
  DpRole *role = account == NULL ? dp_role_read (files->config, profile) : NULL;
  if (account != NULL)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is an account and not a role. “daypass remove %s” takes an account out"), profile, profile);
  else if (role == NULL)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is not the profile of a role. “daypass role list” lists the roles"), profile);
  return role;
}

/** "daypass role remove": asks first. */
gboolean
dp_role_job_remove (const DpJob *job,
                    GError **error)
{
  const char *profile = *job->command->profiles;
  gboolean yes = job->command->yes;
  g_autoptr (DpRole) role = find_role (profile, error);
  if (role == NULL)
    return FALSE;

  if (!yes && !dp_asker_is_person (job->asker)) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, _("Without a terminal, “daypass role remove” needs --yes"));
    return FALSE;
  }
  g_autofree char *question = g_strdup_printf (_("Take “%s” (%s) out of ~/.aws/config?"), profile, role->role_arn);
  if (!yes && !dp_asker_confirm (job->asker, question, &yes, job->cancellable, error))
    return FALSE;
  if (!yes) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed"));
    return FALSE;
  }
  if (!dp_role_edit_remove (profile, error))
    return FALSE;

  dp_report_note (_("“%s” is gone from the config file. The role itself stays as it is at AWS"), profile);
  return TRUE;
}
