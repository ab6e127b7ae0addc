/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-import-key.h"

#include <string.h>

/** @found, which is to become the account @profile. */
DpImportKey *
dp_import_key_new_plaintext (const DpPlaintextKey *found,
                             const char *profile)
{
  DpImportKey *self = g_new0 (DpImportKey, 1);

  self->profile = g_strdup (profile);
  self->section = g_strdup (found->profile);
  self->file = found->file;
  self->access_key_id = g_strdup (found->access_key_id);
  self->mfa_serial = g_strdup (found->mfa_serial);
  self->mfa_process = g_strdup (found->mfa_process);
  return self;
}

/** @key as another program stores it, which is to become the account of its name. */
DpImportKey *
dp_import_key_new_stored (DpAccessKey *key,
                          DpSharedFiles *files)
{
  DpImportKey *self = g_new0 (DpImportKey, 1);
  const char *profile = dp_access_key_get_profile (key);

  self->profile = g_strdup (profile);
  self->access_key_id = g_strdup (dp_access_key_get_id (key));
  self->mfa_serial = dp_profile_file_dup_value (files->config, profile, "mfa_serial");
  self->mfa_process = dp_profile_file_dup_value (files->config, profile, "mfa_process");
  self->key = dp_access_key_ref (key);
  return self;
}

/** The key with its secret (owned), as that of the account @profile; without the
 * secret if its section has none any more. */
DpAccessKey *
dp_import_key_load (const DpImportKey *self,
                    DpSharedFiles *files,
                    const char *profile)
{
  if (self->key != NULL)
    return dp_access_key_ref (self->key);

  DpProfileFile *file = self->file == DP_PROFILE_FILE_CONFIG ? files->config : files->credentials;
  g_autofree char *secret = dp_profile_file_dup_value (file, self->section, "aws_secret_access_key");
  DpAccessKey *key = dp_access_key_new (profile, self->access_key_id, secret != NULL ? secret : "");
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  return key;
}

/** The profiles that use the section of the key as their source_profile. Owned. */
GStrv
dp_import_key_list_dependents (const DpImportKey *self,
                               DpSharedFiles *files)
{
  g_auto (GStrv) all = dp_profile_file_list_profiles (files->config);
  g_autoptr (GStrvBuilder) dependents = g_strv_builder_new ();

  for (size_t i = 0; all[i] != NULL; i++) {
    g_autofree char *source = dp_profile_file_dup_value (files->config, all[i], "source_profile");
    if (g_strcmp0 (source, self->section) == 0 && !g_str_equal (all[i], self->section))
      g_strv_builder_add (dependents, all[i]);
  }
  return g_strv_builder_end (dependents);
}

/** NULL is fine. */
void
dp_import_key_free (DpImportKey *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->section);
  g_free (self->access_key_id);
  g_free (self->mfa_serial);
  g_free (self->mfa_process);
  g_clear_pointer (&self->key, dp_access_key_unref);
  g_free (self);
}
