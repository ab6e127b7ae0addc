/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-live.h"

#include <glib/gi18n.h>

#include "dp-file-editor.h"
#include "dp-installation.h"
#include "dp-job.h"
#include "dp-live-profile.h"
#include "dp-operand.h"
#include "dp-profiles-error.h"
#include "dp-report.h"
#include "dp-shared-files.h"

/** What is written, or taken out again. */
typedef struct {
  const char *profile;
  const DpAccount *account;
  const char *program; /* (nullable): see dp_live_profile_dup_command() */
  gboolean removed;
} Edit;

static gboolean
write_cb (DpProfileFile *config,
          gpointer data,
          GError **error)
{
  const Edit *edit = data;

  return dp_live_profile_write (edit->account, edit->program, config, error);
}

static gboolean
remove_cb (DpProfileFile *config,
           gpointer data,
           GError **error)
{
  Edit *edit = data;

  return dp_live_profile_remove (config, edit->profile, &edit->removed, error);
}

/* The config file may be another program's work (Nix, chezmoi): who keeps it
 * there can still add the lines. */
static void
tell_lines (const Edit *edit,
            const char *path)
{
  g_autoptr (DpProfileFile) lines = dp_profile_file_new (DP_PROFILE_FILE_CONFIG, "", 0);
  size_t length = 0;

  if (!dp_live_profile_write (edit->account, edit->program, lines, NULL))
    return;
  const char *text = dp_profile_file_get_bytes (lines, &length);
  dp_report_note (_("Add these lines to “%s”:\n%.*s"), path, (int) length, text);
}

static gboolean
add (DpSharedFiles *files,
     const char *profile,
     GError **error)
{
  const char *path = files->places->config;
  g_autoptr (DpAccount) account = dp_operand_resolve (files, profile, FALSE, error);
  g_autofree char *program = dp_installation_is_flatpak () ? NULL : dp_installation_find_program ("daypass");
  g_autofree char *name = dp_live_profile_dup_name (profile);
  Edit edit = { .profile = profile, .account = account, .program = program };
  g_autoptr (GError) failure = NULL;

  if (account == NULL || !dp_account_check_name (profile, error) || !dp_live_profile_check (files->config, files->credentials, profile, error))
    return FALSE;
  if (!dp_file_editor_edit (path, DP_PROFILE_FILE_CONFIG, write_cb, &edit, &failure)) {
    if (g_error_matches (failure, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE))
      tell_lines (&edit, path);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }

  dp_report_note (_("The profile “%s” is in “%s”. What reads it gets the next session by itself, as soon as you have renewed “%s”: “AWS_PROFILE=%s terraform apply”"),
                     name, path, profile, name);
  return TRUE;
}

/* @operand is the account, which may be gone already, or the profile itself. */
static gboolean
take_out (DpSharedFiles *files,
          const char *operand,
          GError **error)
{
  const char *path = files->places->config;
  g_autofree char *behind = dp_live_profile_dup_account (files->config, operand);
  const char *profile = behind != NULL ? behind : operand;
  g_autofree char *name = dp_live_profile_dup_name (profile);
  Edit edit = { .profile = profile };

  if (!dp_file_editor_edit (path, DP_PROFILE_FILE_CONFIG, remove_cb, &edit, error))
    return FALSE;
  if (edit.removed) {
    dp_report_note (_("The profile “%s” is gone from “%s”"), name, path);
    dp_job_tell_stranded (name);
    return TRUE;
  }

  g_autoptr (DpAccount) account = dp_operand_resolve (files, profile, FALSE, error);
  if (account == NULL)
    return FALSE;
  dp_report_note (_("There is no profile “%s”; nothing was changed"), name);
  return TRUE;
}

/** Writes the self-renewing profile of an account, or takes it out. */
gboolean
dp_live_run (const DpCommand *command,
             GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);

  if (files == NULL)
    return FALSE;
  return command->remove ? take_out (files, *command->profiles, error) : add (files, *command->profiles, error);
}
