/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role.h"

#include "dp-profile-file-private.h"

/** Returns: (transfer full) (element-type DpRole): in the order of the file. */
GPtrArray *
dp_role_list (DpProfileFile *config)
{
  g_return_val_if_fail (config != NULL, NULL);

  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_role_free);
  for (guint i = 0; (i = dp_profile_file_next_section (config, i, NULL)) < config->lines->len; i++) {
    g_autofree char *role_arn = dp_profile_file_dup_section_value (config, i, "role_arn");
    g_autofree char *mfa_serial = dp_profile_file_dup_section_value (config, i, "mfa_serial");
    if (role_arn == NULL || *role_arn == '\0')
      continue;

    DpRole *role = g_new0 (DpRole, 1);
    role->profile = dp_profile_file_dup_section_name (config, i);
    role->role_arn = g_steal_pointer (&role_arn);
    role->source_profile = dp_profile_file_dup_section_value (config, i, "source_profile");
    role->region = dp_profile_file_dup_section_value (config, i, "region");
    role->has_mfa_serial = mfa_serial != NULL && *mfa_serial != '\0';
    g_ptr_array_add (roles, role);
  }
  return g_steal_pointer (&roles);
}

/** NULL is fine. */
void
dp_role_free (DpRole *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->role_arn);
  g_free (self->source_profile);
  g_free (self->region);
  g_free (self);
}
