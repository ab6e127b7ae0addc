/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-import.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-access-key.h"
#include "dp-account.h"
#include "dp-enrolment.h"
#include "dp-file-editor.h"
#include "dp-import-files.h"
#include "dp-new-key.h"
#include "dp-profile-endpoint.h"
#include "dp-profiles-error.h"
#include "dp-renewal-lock.h"
#include "dp-role-mending.h"
#include "dp-session-request.h"

/** One key on its way into the keyring. */
typedef struct {
  const DpImportSource *source;
  const DpImportKey *found;
  const char *region; /* (nullable): if the profile has none */
  DpAsker *asker;
  DpKeyringPrompt keyring_prompt;
  DpSharedFiles *files;
  DpAccount *account; /* (owned) */
  DpAccessKey *key;   /* (owned) */
  DpAwsClient *client;
  DpSession *session; /* (owned) */
  gboolean rename;
} Move;

static void
move_clear (Move *self)
{
  g_clear_pointer (&self->files, dp_shared_files_free);
  g_clear_pointer (&self->account, dp_account_free);
  g_clear_pointer (&self->key, dp_access_key_unref);
  g_clear_object (&self->client);
  g_clear_pointer (&self->session, dp_session_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

/* AWS tools would use the one of the credentials file; the other is nobody's to
 * throw away. */
static gboolean
check_one_key (const Move *self,
               GError **error)
{
  const char *section = self->found->section;
  g_autofree char *in_config = dp_profile_file_dup_value (self->files->config, section, "aws_access_key_id");
  g_autofree char *in_credentials = dp_profile_file_dup_value (self->files->credentials, section, "aws_access_key_id");

  if (in_config == NULL || in_credentials == NULL || g_str_equal (in_config, in_credentials) || dp_session_has_id (self->files->credentials, section, in_credentials))
    return TRUE;
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The profile “%s” has two access keys: %s in the credentials file and %s in the config file. Take one of them out, then try again. Nothing was changed"),
                  section, in_credentials, in_config);
  return FALSE;
}

/* Takes out of copies of the files what the import will take out of the files. */
static void
clear_way (const Move *self,
           DpProfileFile *config,
           DpProfileFile *credentials)
{
  const DpImportKey *found = self->found;

  if (self->source->edit_config != NULL)
    self->source->edit_config (found, config);
  if (self->source->edit_credentials != NULL)
    self->source->edit_credentials (found, credentials);
  if (found->section == NULL)
    return;
  dp_import_files_remove_keys (config, found->section);
  dp_import_files_remove_keys (credentials, found->section);

  /* The person's own lines beside a key may stay beside the session. */
  gboolean is_target = found->file == DP_PROFILE_FILE_CREDENTIALS && g_str_equal (found->section, self->account->profile);
  if (is_target && !dp_profile_file_has_key (credentials, found->section, "manager"))
    dp_profile_file_set_value (credentials, found->section, "manager", "daypass");
}

/* Is anything else than what will go in the session's way? */
static gboolean
check_target (const Move *self,
              GError **error)
{
  const DpPlaces *places = self->files->places;
  g_autoptr (DpProfileFile) config = dp_profile_file_copy (self->files->config);
  g_autoptr (DpProfileFile) credentials = dp_profile_file_copy (self->files->credentials);

  clear_way (self, config, credentials);
  return dp_account_check_name (self->account->profile, error)
         && dp_profile_file_check (self->files->config, places->config, error)
         && dp_profile_file_check (self->files->credentials, places->credentials, error)
         && (self->found->section == NULL || check_one_key (self, error))
         && dp_account_check_free (config, credentials, self->account->profile, error)
         && dp_file_editor_check_writable (places->credentials, error);
}

static gboolean
prove (Move *self,
       GCancellable *cancellable,
       GError **error)
{
  DpAccount *account = self->account;
  g_autofree char *own_region = dp_profile_file_dup_value (self->files->config, self->found->profile, "region");
  g_autofree char *region = dp_enrolment_find_region (self->files, self->found->profile, own_region != NULL ? own_region : self->region, self->asker, cancellable, error);
  if (region == NULL)
    return FALSE;

  g_autoptr (DpEndpointConfig) config = dp_profile_endpoint_config (self->files, self->found->profile, region);
  self->client = dp_aws_client_new (config);
  g_autoptr (DpCallerIdentity) identity = dp_enrolment_prove_key (self->client, self->key, self->asker, cancellable, error);
  if (identity == NULL)
    return FALSE;
  const char *noted = account->mfa_serial != NULL ? account->mfa_serial : self->found->mfa_serial;
  g_autofree char *serial = dp_enrolment_find_device (self->client, self->key, identity, NULL, noted, self->asker, cancellable, error);
  if (serial == NULL)
    return FALSE;

  dp_enrolment_fill_account (account, region, identity, serial, self->found->mfa_process);
  return TRUE;
}

static gboolean
edit_files (Move *self,
            gboolean *nothing_changed,
            GError **error)
{
  g_auto (DpImportFiles) edit = {
    .source = self->source,
    .key = self->found,
    .places = self->files->places,
    .account = self->account,
    .session = self->session,
    .rename = self->rename,
    .keys_go = g_strcmp0 (self->found->section, self->account->profile) == 0,
  };

  return dp_import_files_edit (&edit, nothing_changed, error);
}

/* Every sentence about a file ends with the promise that nothing was changed. */
static void
set_half_done (Move *self,
               GError **error)
{
  g_autofree char *command = g_strdup_printf ("%s %s", self->source->retry, self->found->section != NULL ? self->found->section : self->account->profile);

  g_clear_error (error);
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE,
               _("The import of “%s” was interrupted half-way because a file could not be written. The key is in the keyring and also where it was; make room, then “%s” goes on"),
                  self->account->profile, command);
}

/* Keyring, code, session, files: all of it or nothing. */
static gboolean
transact (Move *self,
          GCancellable *cancellable,
          GError **error)
{
  gboolean is_new = FALSE;
  gboolean nothing_changed = TRUE;
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  const DpSessionRequest request = {
    .account = self->account,
    .keys = keys,
    .client = self->client,
    .asker = self->asker,
  };

  g_ptr_array_add (keys, self->key);
  if (!dp_new_key_store (self->key, self->keyring_prompt, &is_new, cancellable, error))
    return FALSE;
  self->session = dp_session_request_run (&request, cancellable, error);
  if (self->session != NULL && edit_files (self, &nothing_changed, error))
    return TRUE;

  if (!nothing_changed)
    set_half_done (self, error);
  else if (is_new)
    dp_keyring_remove (self->account->profile, self->found->access_key_id, DP_KEYRING_QUIET, NULL, NULL);
  return FALSE;
}

static void
waiting_cb (gpointer data)
{
  dp_asker_tell (data, _("Waiting for the code that another process asks for"));
}

/* Who has waited for the lock may have waited for an import of the same key. */
static gboolean
is_still_there (const Move *self,
                GCancellable *cancellable)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GPtrArray) keys = files != NULL ? self->source->list (files, DP_KEYRING_QUIET, cancellable, NULL) : NULL;

  for (guint i = 0; keys != NULL && i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    if (g_str_equal (key->profile, self->found->profile) && g_str_equal (key->access_key_id, self->found->access_key_id))
      return TRUE;
  }
  return FALSE;
}

/* What the person is asked and told before the key goes anywhere. */
static gboolean
prepare (Move *self,
         const char *name,
         GCancellable *cancellable,
         GError **error)
{
  self->account = dp_account_read (self->files->config, name, NULL);
  if (self->account == NULL)
    self->account = dp_account_new (name);
  self->key = dp_import_key_load (self->found, self->files, name);
  return check_target (self, error)
         && prove (self, cancellable, error)
         && dp_enrolment_check_config (self->files, self->account, self->asker, error)
         && dp_enrolment_offer_rename (self->files, name, self->asker, &self->rename, cancellable, error);
}

static gboolean
move_key (const DpImport *self,
          const DpImportKey *found,
          GCancellable *cancellable,
          GError **error)
{
  DpAsker *asker = self->asker;
  g_auto (Move) move = { .source = self->source, .found = found, .region = self->region, .asker = asker, .keyring_prompt = self->keyring_prompt, .files = dp_shared_files_load (error) };

  if (move.files == NULL)
    return FALSE;
  g_autofree char *name = self->source->choose_name (found, move.files, asker, cancellable, error);
  if (name == NULL || !prepare (&move, name, cancellable, error))
    return FALSE;

  g_autoptr (DpRenewalLock) lock = dp_renewal_lock_new (name, move.files->places->credentials, error);
  if (lock == NULL || !dp_renewal_lock_acquire (lock, FALSE, waiting_cb, asker, cancellable, error))
    return FALSE;
  if (!is_still_there (&move, cancellable)) {
    dp_asker_tell (asker, _("The key %s has been moved meanwhile"), found->access_key_id);
    return TRUE;
  }
  dp_renewal_lock_begin (lock, TRUE);
  if (!transact (&move, cancellable, error))
    return FALSE;
  dp_renewal_lock_release (lock, TRUE, NULL);

  dp_asker_tell (asker, _("The key %s is in the keyring, and “%s” has a session"), found->access_key_id, name);
  dp_role_mending_offer (name, asker, cancellable);
  if (self->source->finish != NULL)
    self->source->finish (found, self->keyring_prompt, asker, cancellable);
  return TRUE;
}

/* By the account or by the section, as the person likes. */
static gboolean
find_by_name (GPtrArray *keys,
              const char *name,
              guint *index)
{
  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    if (!g_str_equal (key->profile, name) && g_strcmp0 (key->section, name) != 0)
      continue;
    *index = i;
    return TRUE;
  }
  return FALSE;
}

/**
 * The keys that are to be moved, of the named profiles or of all. Owned, of
 * DpImportKey. A name without such a key is an error, unless it is an account
 * already: then there is nothing left to do for it.
 */
GPtrArray *
dp_import_list (const DpImport *self,
                DpSharedFiles *files,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) all = self->source->list (files, self->keyring_prompt, cancellable, error);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_import_key_free);

  if (all == NULL || *self->profiles == NULL)
    return g_steal_pointer (&all);
  for (const char *const *profile = self->profiles; *profile != NULL; profile++) {
    guint index = 0;
    if (find_by_name (chosen, *profile, &index)) /* named twice */
      continue;
    if (find_by_name (all, *profile, &index)) {
      g_ptr_array_add (chosen, g_ptr_array_steal_index (all, index));
      continue;
    }
    g_autoptr (DpAccount) account = dp_account_read (files->config, *profile, NULL);
    if (account == NULL) {
      g_autofree char *message = self->source->format_unknown (*profile);
      g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE, message);
      return NULL;
    }
  }
  return g_steal_pointer (&chosen);
}

/**
 * Moves keys into the keyring, one after the other. Each ends with a session, or
 * with files and keyring as they were.
 */
gboolean
dp_import_run (const DpImport *self,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return FALSE;
  g_autoptr (GPtrArray) keys = dp_import_list (self, files, cancellable, error);
  if (keys == NULL)
    return FALSE;

  if (keys->len == 0)
    dp_asker_tell (self->asker, "%s", self->source->get_nothing ());
  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    gboolean yes = *self->profiles != NULL;
    g_autofree char *question = self->source->format_question (key);
    if (!yes && !dp_asker_confirm (self->asker, question, &yes, cancellable, error))
      return FALSE;
    if (yes && !move_key (self, key, cancellable, error))
      return FALSE;
  }
  return TRUE;
}
