/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-addition.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-access-key.h"
#include "dp-account.h"
#include "dp-enrolment.h"
#include "dp-file-editor.h"
#include "dp-new-key.h"
#include "dp-profile-endpoint.h"
#include "dp-role-mending.h"
#include "dp-session-error.h"
#include "dp-shared-files.h"

typedef struct {
  const DpAccount *account;
  gboolean rename;
} Write;

static gboolean
write_account_cb (DpProfileFile *file,
                  gpointer data,
                  GError **error)
{
  const Write *write = data;

  dp_enrolment_write_account (write->account, write->rename, file);
  return TRUE;
}

/* The settings of an account that is there already stay. */
static DpAccount *
start_account (DpSharedFiles *files,
               const char *profile)
{
  DpAccount *account = dp_account_read (files->config, profile, NULL);

  return account != NULL ? account : dp_account_new (profile);
}

/* The session in the file, and an older key in the keyring, are of the account
 * that is noted: a key of another one would make them lie. */
static gboolean
check_same_account (const DpAccount *account,
                    const DpCallerIdentity *identity,
                    GError **error)
{
  if (account->account_id == NULL || g_str_equal (account->account_id, identity->account_id))
    return TRUE;

  g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_KEY,
               _("“%s” is the AWS account %s, and this key is of %s. Choose another profile, or “daypass remove %s” first"),
                  account->profile, account->account_id, identity->account_id, account->profile);
  return FALSE;
}

/* Asks AWS for everything that the account's lines need. */
static gboolean
complete_account (const DpAddition *self,
                  DpSharedFiles *files,
                  DpAccount *account,
                  DpAccessKey *key,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *region = dp_enrolment_find_region (files, account->profile, self->region, self->asker, cancellable, error);
  if (region == NULL)
    return FALSE;

  g_autoptr (DpEndpointConfig) config = dp_profile_endpoint_config (files, account->profile, region);
  g_autoptr (DpAwsClient) client = dp_aws_client_new (config);
  g_autoptr (DpCallerIdentity) identity = dp_enrolment_prove_key (client, key, self->asker, cancellable, error);
  if (identity == NULL || !check_same_account (account, identity, error))
    return FALSE;

  g_autofree char *other = dp_profile_file_dup_value (files->config, account->profile, "mfa_serial");
  const char *noted = account->mfa_serial != NULL ? account->mfa_serial : other;
  g_autofree char *serial = dp_enrolment_find_device (client, key, identity, self->mfa_serial, noted, self->asker, cancellable, error);
  if (serial == NULL)
    return FALSE;

  g_autofree char *process = dp_profile_file_dup_value (files->config, account->profile, "mfa_process");
  dp_enrolment_fill_account (account, region, identity, serial, process);
  if (self->duration_seconds > 0)
    account->duration_seconds = self->duration_seconds;
  return TRUE;
}

/* The key's two halves, asked for where they were not given. */
static DpAccessKey *
find_key (const DpAddition *self,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *id = g_strdup (self->access_key_id);
  if (id == NULL)
    id = dp_enrolment_ask_missing (self->asker, _("Access key ID (AKIA…)"), NULL,
                                                   _("The access key ID is missing. Give it with --access-key-id"), cancellable, error);
  if (id == NULL || !dp_enrolment_check_key_id (id, error))
    return NULL;
  if (self->secret != NULL)
    return dp_access_key_new (self->profile, id, self->secret);

  g_autoptr (GError) failure = NULL;
  g_autofree char *secret = dp_asker_ask_secret (self->asker, _("Secret access key (not shown)"), cancellable, &failure);
  if (secret == NULL) {
    if (g_error_matches (failure, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY))
      g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE,
                   _("The secret access key is missing. Hand it over with --secret-stdin"));
    else
      g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  DpAccessKey *key = dp_access_key_new (self->profile, id, secret);
  explicit_bzero (secret, strlen (secret));
  return key;
}

/**
 * Makes an account of an access key: AWS is asked whose it is and for its MFA
 * devices, then the key goes into the keyring and the account's lines into the
 * config file. On failure nothing is stored and no file changed.
 */
gboolean
dp_addition_run (const DpAddition *self,
                 GCancellable *cancellable,
                 GError **error)
{
  gboolean is_new = FALSE;
  Write write = { 0 };

  if (!dp_account_check_name (self->profile, error))
    return FALSE;
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL
      || !dp_profile_file_check (files->config, files->places->config, error)
      || !dp_profile_file_check (files->credentials, files->places->credentials, error)
      || !dp_account_check_free (files->config, files->credentials, self->profile, error))
    return FALSE;

  g_autoptr (DpAccount) account = start_account (files, self->profile);
  g_autoptr (DpAccessKey) key = find_key (self, cancellable, error);
  if (key == NULL
      || !complete_account (self, files, account, key, cancellable, error)
      || !dp_enrolment_check_config (files, account, self->asker, error)
      || !dp_enrolment_offer_rename (files, self->profile, self->asker, &write.rename, cancellable, error)
      || !dp_new_key_store (key, self->keyring_prompt, &is_new, cancellable, error))
    return FALSE;
  write.account = account;
  if (!dp_file_editor_edit (files->places->config, DP_PROFILE_FILE_CONFIG, write_account_cb, &write, error)) {
    if (is_new)
      dp_keyring_remove (self->profile, dp_access_key_get_id (key), DP_KEYRING_QUIET, NULL, NULL);
    return FALSE;
  }

  dp_asker_tell (self->asker, _("The key %s is in the keyring. “daypass renew %s” gets a session"), dp_access_key_get_id (key), self->profile);
  dp_role_mending_offer (self->profile, self->asker, cancellable);
  return TRUE;
}
