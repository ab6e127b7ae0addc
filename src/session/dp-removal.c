/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-removal.h"

#include "dp-account.h"
#include "dp-file-editor.h"
#include "dp-live-profile.h"
#include "dp-session.h"
#include "dp-shared-files.h"

/* A section that is not ours stays, whatever its name. */
static gboolean
remove_session_cb (DpProfileFile *credentials,
                   gpointer data,
                   GError **error)
{
  const char *profile = data;
  g_autofree char *manager = dp_profile_file_dup_value (credentials, profile, "manager");

  if (g_strcmp0 (manager, "daypass") == 0)
    dp_profile_file_remove_profile (credentials, profile);
  return TRUE;
}

static gboolean
remove_account_cb (DpProfileFile *config,
                   gpointer data,
                   GError **error)
{
  dp_account_unwrite (config, data);
  dp_live_profile_remove (config, data, NULL, NULL);
  return TRUE;
}

/**
 * Takes an account out of keyring, credentials file and config file, in this
 * order: as long as something of it is left, it is still listed and can be
 * removed again.
 */
gboolean
dp_removal_run (const char *profile,
                DpKeyringPrompt prompt,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return FALSE;
  g_autoptr (DpAccount) account = dp_account_read (files->config, profile, error);
  const DpPlaces *places = files->places;
  if (account == NULL
      || !dp_profile_file_check (files->credentials, places->credentials, error)
      || !dp_profile_file_check (files->config, places->config, error)
      || !dp_file_editor_check_writable (places->credentials, error)
      || !dp_file_editor_check_writable (places->config, error))
    return FALSE;

  return dp_keyring_remove (profile, NULL, prompt, cancellable, error)
         && dp_file_editor_edit (places->credentials, DP_PROFILE_FILE_CREDENTIALS, remove_session_cb, (gpointer) profile, error)
         && dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, remove_account_cb, (gpointer) profile, error);
}
