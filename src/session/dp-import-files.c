/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-import-files.h"

#include "dp-enrolment.h"
#include "dp-file-editor.h"
#include "dp-profiles-error.h"

/** Takes the lines of a static key out of @profile. */
void
dp_import_files_remove_keys (DpProfileFile *file,
                             const char *profile)
{
  static const char *const keys[] = { "aws_access_key_id", "aws_secret_access_key", "aws_session_token" };

  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    dp_profile_file_remove_key (file, profile, keys[i]);
}

static gboolean
edit_config_cb (DpProfileFile *config,
                gpointer data,
                GError **error)
{
  DpImportFiles *self = data;

  g_clear_pointer (&self->config_before, dp_profile_file_free);
  g_clear_pointer (&self->config_after, dp_profile_file_free);
  self->config_before = dp_profile_file_copy (config);
  if (self->source->edit_config != NULL)
    self->source->edit_config (self->key, config);
  dp_enrolment_write_account (self->account, self->rename, config);
  self->config_after = dp_profile_file_copy (config);
  return TRUE;
}

/* Somebody else's change on top of ours is not thrown away. */
static gboolean
undo_config_cb (DpProfileFile *config,
                gpointer data,
                GError **error)
{
  DpImportFiles *self = data;

  if (!dp_profile_file_equal (config, self->config_after)) {
    g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE, "The config file has changed meanwhile");
    return FALSE;
  }
  g_autoptr (DpProfileFile) before = dp_profile_file_copy (self->config_before);
  dp_profile_file_swap (config, before);
  return TRUE;
}

static gboolean
edit_credentials_cb (DpProfileFile *credentials,
                     gpointer data,
                     GError **error)
{
  const DpImportFiles *self = data;

  if (self->rename)
    dp_profile_file_remove_key (credentials, self->account->profile, "mfa_serial");
  if (self->source->edit_credentials != NULL)
    self->source->edit_credentials (self->key, credentials);
  return dp_session_write (self->session, self->account, credentials, error);
}

static gboolean
remove_keys_cb (DpProfileFile *config,
                gpointer data,
                GError **error)
{
  const DpImportFiles *self = data;

  dp_import_files_remove_keys (config, self->account->profile);
  return TRUE;
}

/**
 * Writes both files: first the account's lines into the config file, then the
 * session in place of the keys; a section that still holds the keys of an
 * account is an import that was interrupted here, and is offered again. Keys that
 * lie in the config file go last, when nothing depends on them any more. On
 * failure @nothing_changed tells whether both files are as they were.
 */
gboolean
dp_import_files_edit (DpImportFiles *self,
                      gboolean *nothing_changed,
                      GError **error)
{
  const DpPlaces *places = self->places;

  *nothing_changed = TRUE;
  if (!dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, edit_config_cb, self, error))
    return FALSE;
  if (!dp_file_editor_edit (places->credentials, DP_PROFILE_FILE_CREDENTIALS, edit_credentials_cb, self, error)) {
    *nothing_changed = dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, undo_config_cb, self, NULL);
    return FALSE;
  }

  *nothing_changed = FALSE;
  return !self->keys_go || dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, remove_keys_cb, self, error);
}

/** Frees what the edits kept. */
void
dp_import_files_clear (DpImportFiles *self)
{
  g_clear_pointer (&self->config_before, dp_profile_file_free);
  g_clear_pointer (&self->config_after, dp_profile_file_free);
}
