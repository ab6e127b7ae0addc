/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-remove-job.h"

#include <glib/gi18n.h>

#include "dp-live-profile.h"
#include "dp-operand.h"
#include "dp-profiles-error.h"
#include "dp-removal.h"
#include "dp-report.h"
#include "dp-role.h"
#include "dp-session-error.h"

/* The command for roles is another. */
static DpAccount *
resolve (const DpJob *job,
         GError **error)
{
  const char *profile = *job->command->profiles;
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;

  g_autoptr (GPtrArray) chain = dp_role_list_chain (files->config, profile);
  if (chain->len == 0)
    return dp_operand_resolve (files, profile, FALSE, error);
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
               _("“%s” is a role and not an account. “daypass role remove %s” takes a role out"), profile, profile);
  return NULL;
}

/** "daypass remove": says first what cannot be undone, and asks. */
gboolean
dp_remove_job_run (const DpJob *job,
                   GError **error)
{
  const char *profile = *job->command->profiles;
  gboolean yes = job->command->yes;
  g_autoptr (DpAccount) account = resolve (job, error);
  if (account == NULL)
    return FALSE;

  if (!yes && !dp_asker_is_person (job->asker)) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, _("Without a terminal, “daypass remove” needs --yes"));
    return FALSE;
  }
  dp_report_note (_("AWS never shows the secret access key of “%s” again. Without a copy of it elsewhere, you will need a new key"), profile);
  g_autofree char *question = g_strdup_printf (_("Remove “%s” from the keyring and the AWS files?"), profile);
  if (!yes && !dp_asker_confirm (job->asker, question, &yes, job->cancellable, error))
    return FALSE;
  if (!yes) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed"));
    return FALSE;
  }
  if (!dp_removal_run (profile, job->keyring_prompt, job->cancellable, error))
    return FALSE;

  dp_report_note (_("“%s” is gone from the keyring and the AWS files. The key itself is valid until you delete it at AWS"), profile);
  g_autofree char *live = dp_live_profile_dup_name (profile);
  dp_job_tell_stranded (profile);
  dp_job_tell_stranded (live);
  return TRUE;
}
