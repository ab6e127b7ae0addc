/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mfa-profile.h"

#include "dp-account.h"

/* A role takes its keys from another profile, and a key in plaintext is there to
 * be moved: neither is free for an account. */
static gboolean
can_become_account (DpProfileFile *config, DpProfileFile *credentials, const char *profile)
{
  g_autoptr (DpAccount) account = dp_account_read (config, profile, NULL);

  return account == NULL
         && dp_account_check_name (profile, NULL)
         && dp_account_check_free (config, credentials, profile, NULL);
}

/** The profiles of the config file that lack nothing but their access key to
 * become accounts, in the order of the file.
 * Returns: (transfer full) (element-type DpMfaProfile) */
GPtrArray *
dp_mfa_profile_list (DpProfileFile *config, DpProfileFile *credentials)
{
  g_return_val_if_fail (config != NULL && credentials != NULL, NULL);

  g_auto (GStrv) profiles = dp_profile_file_list_profiles (config);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_mfa_profile_free);
  for (size_t i = 0; profiles[i] != NULL; i++) {
    g_autofree char *serial = dp_profile_file_dup_value (config, profiles[i], "mfa_serial");
    if (serial == NULL || *serial == '\0' || !can_become_account (config, credentials, profiles[i]))
      continue;

    DpMfaProfile *self = g_new0 (DpMfaProfile, 1);
    self->profile = g_strdup (profiles[i]);
    self->mfa_serial = g_steal_pointer (&serial);
    self->region = dp_profile_file_dup_value (config, profiles[i], "region");
    g_ptr_array_add (found, self);
  }
  return g_steal_pointer (&found);
}

/** NULL is fine. */
void
dp_mfa_profile_free (DpMfaProfile *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->mfa_serial);
  g_free (self->region);
  g_free (self);
}
