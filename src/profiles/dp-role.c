/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role.h"

#include "dp-account.h"
#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* The characters of the IAM and STS API references, "\\w" and a few more. */
#define WORD "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

/* An empty value is as good as none. */
static char *
dup_filled_value (DpProfileFile *config, guint section, const char *key)
{
  g_autofree char *value = dp_profile_file_dup_section_value (config, section, key);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* Returns: (nullable): NULL when the section is no role's. */
static DpRole *
read_section (DpProfileFile *config, guint section)
{
  g_autofree char *role_arn = dup_filled_value (config, section, "role_arn");
  if (role_arn == NULL)
    return NULL;

  g_autofree char *mfa_serial = dup_filled_value (config, section, "mfa_serial");
  g_autofree char *duration = dup_filled_value (config, section, "duration_seconds");
  DpRole *self = g_new0 (DpRole, 1);
  guint64 seconds = 0;
  self->profile = dp_profile_file_dup_section_name (config, section);
  self->role_arn = g_steal_pointer (&role_arn);
  self->source_profile = dup_filled_value (config, section, "source_profile");
  self->region = dup_filled_value (config, section, "region");
  self->external_id = dup_filled_value (config, section, "external_id");
  self->role_session_name = dup_filled_value (config, section, "role_session_name");
  if (duration != NULL && g_ascii_string_to_unsigned (duration, 10, 1, G_MAXINT, &seconds, NULL))
    self->duration_seconds = (int) seconds;
  self->has_mfa_serial = mfa_serial != NULL;
  return self;
}

/** Returns: (transfer full) (element-type DpRole): in the order of the file. */
GPtrArray *
dp_role_list (DpProfileFile *config)
{
  g_return_val_if_fail (config != NULL, NULL);

  g_autoptr (GPtrArray) roles = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_role_free);
  for (guint i = 0; (i = dp_profile_file_next_section (config, i, NULL)) < config->lines->len; i++) {
    DpRole *role = read_section (config, i);
    if (role != NULL)
      g_ptr_array_add (roles, role);
  }
  return g_steal_pointer (&roles);
}

/** Returns: (transfer full) (nullable): NULL when @profile is no role. */
DpRole *
dp_role_read (DpProfileFile *config, const char *profile)
{
  g_return_val_if_fail (config != NULL && profile != NULL, NULL);

  for (guint i = 0; (i = dp_profile_file_next_section (config, i, profile)) < config->lines->len; i++) {
    DpRole *role = read_section (config, i);
    if (role != NULL)
      return role;
  }
  return NULL;
}

static gboolean
contains (GPtrArray *roles, const char *profile)
{
  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (g_str_equal (role->profile, profile))
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_account (DpProfileFile *config, const char *profile)
{
  g_autoptr (DpAccount) account = dp_account_read (config, profile, NULL);

  return account != NULL;
}

/** The roles that are assumed one after the other for @profile, itself first; the
 * source_profile of the last is no role but an account or somebody else's, is
 * missing, or leads back into the chain. Empty when @profile is no role. An
 * account is never one: its session comes first.
 * Returns: (transfer full) (element-type DpRole) */
GPtrArray *
dp_role_list_chain (DpProfileFile *config, const char *profile)
{
  g_return_val_if_fail (config != NULL && profile != NULL, NULL);

  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_role_free);
  while (profile != NULL && !contains (chain, profile) && !is_account (config, profile)) {
    DpRole *role = dp_role_read (config, profile);
    if (role == NULL)
      break;
    g_ptr_array_add (chain, role);
    profile = role->source_profile;
  }
  return chain;
}

/** The account in the role's ARN: arn:PARTITION:iam::ACCOUNT:role/PATH/NAME.
 * Returns: (transfer full) (nullable): NULL when it is no such ARN. */
char *
dp_role_dup_account_id (const DpRole *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_auto (GStrv) parts = g_strsplit (self->role_arn, ":", 6);
  gboolean is_arn = g_strv_length (parts) == 6 && *parts[4] != '\0';

  return is_arn ? g_strdup (parts[4]) : NULL;
}

static void
set_if_given (DpProfileFile *config, const char *profile, const char *key, const char *value)
{
  if (value != NULL)
    dp_profile_file_set_value (config, profile, key, value);
}

/** Writes the role's lines; what is not given leaves the person's own line alone. */
void
dp_role_write (const DpRole *self, DpProfileFile *config)
{
  g_return_if_fail (self != NULL && config != NULL);

  const char *profile = self->profile;
  g_autofree char *duration = self->duration_seconds > 0 ? g_strdup_printf ("%d", self->duration_seconds) : NULL;
  set_if_given (config, profile, "role_arn", self->role_arn);
  set_if_given (config, profile, "source_profile", self->source_profile);
  set_if_given (config, profile, "region", self->region);
  set_if_given (config, profile, "external_id", self->external_id);
  set_if_given (config, profile, "role_session_name", self->role_session_name);
  set_if_given (config, profile, "duration_seconds", duration);
}

/** Takes the role's lines out; the section goes too when nothing or only a region
 * is left. A profile that is no role stays as it is. */
void
dp_role_unwrite (DpProfileFile *config, const char *profile)
{
  g_return_if_fail (config != NULL && profile != NULL);

  static const char *const lines[] = { "role_arn", "source_profile", "external_id", "role_session_name", "duration_seconds", "mfa_serial" };
  g_autoptr (DpRole) role = dp_role_read (config, profile);
  if (role == NULL)
    return;

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    dp_profile_file_remove_key (config, profile, lines[i]);
  g_auto (GStrv) left = dp_profile_file_list_keys (config, profile);
  gboolean only_region = left[0] == NULL || (g_str_equal (left[0], "region") && left[1] == NULL);
  if (only_region)
    dp_profile_file_remove_profile (config, profile);
}

static gboolean
has_only (const char *text, const char *characters, size_t shortest, size_t longest)
{
  size_t length = strlen (text);

  return length >= shortest && length <= longest && strspn (text, characters) == length;
}

/* arn:PARTITION:iam::ACCOUNT:role/PATH/NAME */
static gboolean
is_role_arn (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 6);

  return g_strv_length (parts) == 6
         && g_str_equal (parts[0], "arn")
         && g_str_has_prefix (parts[1], "aws") && has_only (parts[1], "abcdefghijklmnopqrstuvwxyz-", 3, 32)
         && g_str_equal (parts[2], "iam") && *parts[3] == '\0'
         && dp_account_is_id (parts[4])
         && g_str_has_prefix (parts[5], "role/") && has_only (parts[5], WORD "+=,.@/-", 6, 600) && !g_str_has_suffix (parts[5], "/");
}

/** Whether AWS can take the role's values; DP_PROFILES_ERROR_INVALID if not. */
gboolean
dp_role_check_values (const DpRole *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!is_role_arn (self->role_arn)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” is not the ARN of a role, which looks like arn:aws:iam::123456789012:role/NAME. Copy it from the role’s page in the IAM console"), self->role_arn);
    return FALSE;
  }
  if (self->external_id != NULL && !has_only (self->external_id, WORD "+=,.@:/-", 2, 1224)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be an external id, which has 2 to 1224 letters, digits and _ + = , . @ : / -"), self->external_id);
    return FALSE;
  }
  if (self->role_session_name != NULL && !has_only (self->role_session_name, WORD "+=,.@-", 2, 64)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be a role session name, which has 2 to 64 letters, digits and _ + = , . @ -"), self->role_session_name);
    return FALSE;
  }
  if (self->duration_seconds != 0 && (self->duration_seconds < DP_ROLE_DURATION_MIN || self->duration_seconds > DP_ROLE_DURATION_MAX)) {
    g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID, _("AWS gives a role’s sessions for 15 minutes to 12 hours"));
    return FALSE;
  }
  return TRUE;
}

/* Why the lines of a role would change what @profile is now, or be ignored. */
static const char *
get_obstacle (DpProfileFile *config, DpProfileFile *credentials, const char *profile)
{
  const char *obstacle = dp_account_get_obstacle (config, profile);
  g_auto (GStrv) keys = dp_profile_file_list_keys (credentials, profile);

  if (obstacle != NULL)
    return obstacle;
  if (dp_profile_file_has_key (config, profile, "manager"))
    return _("another tool manages it");
  if (dp_profile_file_has_key (config, profile, "aws_access_key_id"))
    return _("the config file has keys for it");
  if (dp_profile_file_has_key (config, profile, "mfa_serial"))
    return _("it has an mfa_serial line, with which Terraform refuses the session");
  return keys[0] != NULL ? _("the credentials file has a section for it") : NULL;
}

/** Whether @profile can become a role: nothing in either file is somebody else's
 * or would be used instead. DP_PROFILES_ERROR_INVALID for an account or a role
 * that is there already, DP_PROFILES_ERROR_FOREIGN for what is others'. */
gboolean
dp_role_check_free (DpProfileFile *config, DpProfileFile *credentials, const char *profile, GError **error)
{
  g_return_val_if_fail (config != NULL && credentials != NULL && profile != NULL, FALSE);

  g_autoptr (DpRole) role = dp_role_read (config, profile);
  if (is_account (config, profile)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID, _("“%s” is an account. Choose another name for the role"), profile);
    return FALSE;
  }
  if (role != NULL) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” is a role already: %s. Choose another name, or take that one out first"), profile, role->role_arn);
    return FALSE;
  }

  const char *obstacle = get_obstacle (config, credentials, profile);
  if (obstacle == NULL)
    return TRUE;
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The profile “%s” cannot be a role’s: %s. Choose another name"), profile, obstacle);
  return FALSE;
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
  g_free (self->external_id);
  g_free (self->role_session_name);
  g_free (self);
}
