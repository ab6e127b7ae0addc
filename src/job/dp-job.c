/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-job.h"

#include <glib/gi18n.h>

#include "dp-boot-time.h"
#include "dp-interrupt.h"
#include "dp-moment.h"
#include "dp-report.h"
#include "dp-role.h"
#include "dp-shared-files.h"

/* The moments that a new session has lost already are no reason to fail. */
#define DURATION_TOLERANCE_SECONDS 60

static void
waiting_cb (gpointer data)
{
  dp_report_note (_("Waiting for the code that another process asks for"));
}

/** The renewal of @account that this process asks for. Borrows both. */
DpRenewal
dp_job_make_renewal (const DpJob *self,
                     const DpAccount *account,
                     int min_seconds)
{
  return (DpRenewal){
    .profile = account->profile,
    .min_seconds = min_seconds,
    .since = dp_boot_time_process_start (),
    .fails_at_once = self->command->prompt == DP_PROMPT_NONE,
    .lease = self->command->lease,
    .keyring_prompt = self->keyring_prompt,
    .asker = self->asker,
    .waiting = waiting_cb,
    .is_ending = dp_interrupt_must_end,
  };
}

/** Tells until when the session is, and what a new one means for commands that
 * run with the @present one (nullable). */
void
dp_job_tell_session (const DpAccount *account,
                     const DpSession *present,
                     const DpSession *session)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *until = dp_moment_format (session->expires_at, now);
  gboolean is_new = present == NULL || !g_str_equal (present->access_key_id, session->access_key_id);

  if (is_new && present != NULL && present->expires_at > now)
    dp_report_note (_("“%s” has a session until %s. Commands that are already running keep the old one"), account->profile, until);
  else
    dp_report_note (_("“%s” has a session until %s"), account->profile, until);
}

/** Whether AWS gave what --min asks; it may give less than the account wants. */
gboolean
dp_job_check_length (const DpJob *self,
                     const DpAccount *account,
                     const DpSession *session,
                     GError **error)
{
  if (session->duration_seconds + DURATION_TOLERANCE_SECONDS >= self->command->min_seconds)
    return TRUE;

  g_autofree char *until = dp_moment_format (session->expires_at, g_get_real_time () / G_USEC_PER_SEC);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _("AWS gave “%s” a session until %s only, which is less than --min asks"), account->profile, until);
  return FALSE;
}

/** Tells which roles the files still reach through @profile, which is gone. */
void
dp_job_tell_stranded (const char *profile)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  if (files == NULL)
    return;

  g_autoptr (GPtrArray) roles = dp_role_list (files->config);
  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (g_strcmp0 (role->source_profile, profile) == 0)
      dp_report_note (_("The role “%s” was reached through “%s”, and cannot be used until its source_profile is another"), role->profile, profile);
  }
}
