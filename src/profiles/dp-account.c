/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-account.h"

#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"
#include "dp-session.h"

#include <glib/gi18n.h>
#include <string.h>

#define MANAGER "daypass"
#define KEY_ACCOUNT_ID "x_daypass_account_id"
#define KEY_MFA_SERIAL "x_daypass_mfa_serial"
#define KEY_MFA_PROCESS "x_daypass_mfa_process"
#define KEY_DURATION "x_daypass_duration_seconds"

/** An account with the default duration and nothing else known. */
DpAccount *
dp_account_new (const char *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  DpAccount *self = g_new0 (DpAccount, 1);
  self->profile = g_strdup (profile);
  self->duration_seconds = DP_DURATION_DEFAULT;
  return self;
}

/** NULL is fine. */
void
dp_account_free (DpAccount *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->region);
  g_free (self->account_id);
  g_free (self->mfa_serial);
  g_free (self->mfa_process);
  g_free (self->bad_duration);
  g_free (self);
}

static gboolean
is_ours (DpProfileFile *file, guint section)
{
  g_autofree char *manager = dp_profile_file_dup_section_value (file, section, "manager");

  return g_strcmp0 (manager, MANAGER) == 0;
}

/* An empty value is as good as none. */
static char *
dup_filled_value (DpProfileFile *file, guint section, const char *key)
{
  g_autofree char *value = dp_profile_file_dup_section_value (file, section, key);

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* FALSE, and @seconds stays as it is, for what AWS would not take. */
static gboolean
parse_duration (const char *text, int *seconds)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, DP_DURATION_MIN, DP_DURATION_MAX, &number, NULL))
    return FALSE;
  *seconds = (int) number;
  return TRUE;
}

static DpAccount *
read_section (DpProfileFile *config, guint section)
{
  g_autofree char *profile = dp_profile_file_dup_section_name (config, section);
  g_autofree char *duration = dup_filled_value (config, section, KEY_DURATION);
  DpAccount *self = dp_account_new (profile);

  self->region = dup_filled_value (config, section, "region");
  self->account_id = dup_filled_value (config, section, KEY_ACCOUNT_ID);
  self->mfa_serial = dup_filled_value (config, section, KEY_MFA_SERIAL);
  self->mfa_process = dup_filled_value (config, section, KEY_MFA_PROCESS);
  if (duration != NULL && !parse_duration (duration, &self->duration_seconds))
    self->bad_duration = g_steal_pointer (&duration);
  return self;
}

static void
set_unknown_error (GError **error, DpProfileFile *config, const char *profile)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GPtrArray) accounts = dp_account_list (config);

  for (guint i = 0; i < accounts->len; i++) {
    const DpAccount *account = g_ptr_array_index (accounts, i);
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", account->profile);
  }
  if (accounts->len == 0 && !dp_account_check_name (profile, NULL))
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is not an account of Daypass, and there is none yet. “daypass add” makes one"), profile);
  else if (accounts->len == 0)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is not an account of Daypass, and there is none yet. “daypass add %s” makes it one"), profile, profile);
  else
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is not an account of Daypass. The accounts are: %s"), profile, names->str);
}

/** Reads the account @profile. A duration that AWS would not take counts as the
 * default, and is kept as text.
 * Returns: (transfer full) (nullable): NULL with DP_PROFILES_ERROR_UNKNOWN_PROFILE. */
DpAccount *
dp_account_read (DpProfileFile *config, const char *profile, GError **error)
{
  g_return_val_if_fail (config != NULL && profile != NULL, NULL);

  for (guint i = 0; (i = dp_profile_file_next_section (config, i, profile)) < config->lines->len; i++) {
    if (is_ours (config, i))
      return read_section (config, i);
  }
  set_unknown_error (error, config, profile);
  return NULL;
}

/** Returns: (transfer full) (element-type DpAccount): in the order of the file; of
 * two sections for one profile the first, as dp_account_read() takes it. */
GPtrArray *
dp_account_list (DpProfileFile *config)
{
  g_return_val_if_fail (config != NULL, NULL);

  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_account_free);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; (i = dp_profile_file_next_section (config, i, NULL)) < config->lines->len; i++) {
    if (!is_ours (config, i))
      continue;
    g_autoptr (DpAccount) account = read_section (config, i);
    if (g_hash_table_contains (names, account->profile))
      continue;
    g_hash_table_add (names, account->profile);
    g_ptr_array_add (accounts, g_steal_pointer (&account));
  }
  return g_steal_pointer (&accounts);
}

static void
write_or_remove (DpProfileFile *config, const char *profile, const char *key, const char *value)
{
  if (value != NULL)
    dp_profile_file_set_value (config, profile, key, value);
  else
    dp_profile_file_remove_key (config, profile, key);
}

/** Writes the account's lines. A region that is not known leaves the person's own
 * line alone; our own lines without a value go. A region that was not there comes
 * behind the manager, by which dp_account_unwrite() knows that it is ours. */
void
dp_account_write (const DpAccount *self, DpProfileFile *config)
{
  g_return_if_fail (self != NULL && config != NULL);

  const char *profile = self->profile;
  dp_profile_file_set_value (config, profile, "manager", MANAGER);
  if (self->region != NULL)
    dp_profile_file_set_value (config, profile, "region", self->region);
  write_or_remove (config, profile, KEY_ACCOUNT_ID, self->account_id);
  write_or_remove (config, profile, KEY_MFA_SERIAL, self->mfa_serial);
  if (self->duration_seconds != DP_DURATION_DEFAULT || dp_profile_file_has_key (config, profile, KEY_DURATION)) {
    g_autofree char *duration = g_strdup_printf ("%d", self->duration_seconds);
    dp_profile_file_set_value (config, profile, KEY_DURATION, duration);
  }
  write_or_remove (config, profile, KEY_MFA_PROCESS, self->mfa_process);
}

/** Takes our lines out of the account @profile; the section goes too when nothing
 * or only our region is left. A profile that is no account stays as it is. */
void
dp_account_unwrite (DpProfileFile *config, const char *profile)
{
  g_return_if_fail (config != NULL && profile != NULL);

  g_autoptr (DpAccount) account = dp_account_read (config, profile, NULL);
  if (account == NULL)
    return;

  g_auto (GStrv) keys = dp_profile_file_list_keys (config, profile);
  gboolean has_foreign = FALSE;
  gboolean region_is_ours = FALSE;
  for (size_t i = 0; keys[i] != NULL; i++) {
    gboolean is_region = g_str_equal (keys[i], "region");
    region_is_ours = region_is_ours || g_str_equal (keys[i], "manager");
    if (g_str_equal (keys[i], "manager") || g_str_has_prefix (keys[i], "x_daypass_"))
      dp_profile_file_remove_key (config, profile, keys[i]);
    else if (!is_region || !region_is_ours)
      has_foreign = TRUE;
  }
  if (!has_foreign)
    dp_profile_file_remove_profile (config, profile);
}

/** Whether all SDKs can find a profile of that name (the set of characters that they
 * share); DP_PROFILES_ERROR_INVALID if not. */
gboolean
dp_account_check_name (const char *profile, GError **error)
{
  g_return_val_if_fail (profile != NULL, FALSE);

  if (*profile == '\0') {
    g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID, _("A profile needs a name"));
    return FALSE;
  }
  if (*profile == '-') {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be a profile’s name: commands would take it for an option. Choose one that does not begin with “-”"), profile);
    return FALSE;
  }
  if (g_str_equal (profile, "DEFAULT")) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be a profile’s name: the AWS CLI gives it a meaning of its own. Write “default”, or choose another name"), profile);
    return FALSE;
  }
  if (strspn (profile, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.%@:+") != strlen (profile)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” cannot be a profile’s name: not all AWS tools would find it. Use letters, digits and _ - / . %% @ : + only"), profile);
    return FALSE;
  }
  return TRUE;
}

/** Whether @text is an account id: twelve digits. */
gboolean
dp_account_is_id (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) == 12 && strspn (text, "0123456789") == 12;
}

static void
set_foreign_error (GError **error, const char *profile, const char *reason)
{
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The profile “%s” cannot hold a session: %s. Choose another name, or take that out of the file first"), profile, reason);
}

/** Why the SDKs would get the credentials of @profile by another way than ours, in
 * the words that follow a colon.
 * Returns: (nullable): NULL when the config file has none */
const char *
dp_account_get_obstacle (DpProfileFile *config, const char *profile)
{
  g_return_val_if_fail (config != NULL && profile != NULL, NULL);

  g_auto (GStrv) keys = dp_profile_file_list_keys (config, profile);
  for (size_t i = 0; keys[i] != NULL; i++) {
    if (g_str_equal (keys[i], "role_arn") || g_str_equal (keys[i], "source_profile"))
      return _("the config file makes it a role’s");
    if (g_str_has_prefix (keys[i], "sso_"))
      return _("the config file makes it one of IAM Identity Center (sso)");
    if (g_str_equal (keys[i], "credential_process"))
      return _("the config file has a credential_process for it");
    if (g_str_equal (keys[i], "web_identity_token_file"))
      return _("the config file makes it one of a web identity");
  }
  return NULL;
}

/* The session would be ignored, or the two would mix. */
static gboolean
check_config (DpProfileFile *config, const char *profile, GError **error)
{
  const char *reason = dp_account_get_obstacle (config, profile);

  if (reason == NULL)
    return TRUE;
  set_foreign_error (error, profile, reason);
  return FALSE;
}

static gboolean
check_keys (DpProfileFile *file, const char *profile, GError **error)
{
  g_autofree char *id = dp_profile_file_dup_value (file, profile, "aws_access_key_id");
  if (id == NULL || !g_str_has_prefix (id, "AKIA") || dp_session_has_id (file, profile, id))
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The profile “%s” has an access key in plaintext. “daypass import %s” moves it into the keyring"), profile, profile);
  return FALSE;
}

static gboolean
check_manager (DpProfileFile *config, DpProfileFile *credentials, const char *profile, GError **error)
{
  g_autofree char *config_manager = dp_profile_file_dup_value (config, profile, "manager");
  g_autofree char *manager = dp_profile_file_dup_value (credentials, profile, "manager");
  g_auto (GStrv) keys = dp_profile_file_list_keys (credentials, profile);

  if (config_manager != NULL && !g_str_equal (config_manager, MANAGER)) {
    set_foreign_error (error, profile, _("another tool manages it"));
    return FALSE;
  }
  if (keys[0] != NULL && g_strcmp0 (manager, MANAGER) != 0) {
    set_foreign_error (error, profile, _("its section in the credentials file is not from Daypass"));
    return FALSE;
  }
  if (dp_profile_file_has_key (config, profile, "aws_access_key_id")) {
    set_foreign_error (error, profile, _("the config file has keys for it"));
    return FALSE;
  }
  return TRUE;
}

/** Whether @profile can become an account, or is one: nothing in either file that
 * is somebody else's would be overwritten or would hide the session. */
gboolean
dp_account_check_free (DpProfileFile *config, DpProfileFile *credentials, const char *profile, GError **error)
{
  g_return_val_if_fail (config != NULL && credentials != NULL && profile != NULL, FALSE);

  return check_config (config, profile, error)
         && check_keys (credentials, profile, error)
         && check_keys (config, profile, error)
         && check_manager (config, credentials, profile, error);
}
