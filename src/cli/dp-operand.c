/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-operand.h"

#include <glib/gi18n.h>

#include "dp-duration.h"
#include "dp-live-profile.h"
#include "dp-plaintext-key.h"
#include "dp-profiles-error.h"
#include "dp-role.h"

static void
set_several_error (GPtrArray *accounts,
                   GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++) {
    const DpAccount *account = accounts->pdata[i];
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", account->profile);
  }
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
               _("There are several accounts (%s). Name one of them, or set AWS_PROFILE"), names->str);
}

static DpAccount *
only_account (DpSharedFiles *files,
              GError **error)
{
  g_autoptr (GPtrArray) accounts = dp_account_list (files->config);

  if (accounts->len == 1) {
    const DpAccount *only = accounts->pdata[0];
    return dp_account_read (files->config, only->profile, error);
  }
  if (accounts->len == 0)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("There is no account yet. “daypass add” takes an access key, “daypass import” those in ~/.aws/credentials"));
  else
    set_several_error (accounts, error);
  return NULL;
}

static gboolean
has_plaintext_key (DpSharedFiles *files,
                   const char *profile)
{
  g_autoptr (GPtrArray) keys = dp_plaintext_key_list (files->config, files->credentials);

  for (guint i = 0; i < keys->len; i++) {
    const DpPlaintextKey *key = keys->pdata[i];
    if (g_str_equal (key->profile, profile))
      return TRUE;
  }
  return FALSE;
}

/* "daypass add" would refuse a profile whose key is in the files. */
static DpAccount *
read_account (DpSharedFiles *files,
              const char *profile,
              GError **error)
{
  g_autoptr (GError) unknown = NULL;
  DpAccount *account = dp_account_read (files->config, profile, &unknown);

  if (account == NULL && has_plaintext_key (files, profile))
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is not an account of Daypass yet: its access key is in plaintext. “daypass import %s” moves it into the keyring"), profile, profile);
  else if (account == NULL)
    g_propagate_error (error, g_steal_pointer (&unknown));
  return account;
}

/* A live profile stands for its account. */
static DpAccount *
read_source (DpSharedFiles *files,
             const char *profile,
             GError **error)
{
  g_autofree char *behind = dp_live_profile_dup_account (files->config, profile);

  return read_account (files, behind != NULL ? behind : profile, error);
}

/* The account at the end of @chain, which begins with the role @operand. */
static DpAccount *
resolve_role (DpSharedFiles *files,
              GPtrArray *chain,
              const char *operand,
              GError **error)
{
  const DpRole *last = chain->pdata[chain->len - 1];

  if (last->source_profile == NULL) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("The role “%s” is not reached through an account of Daypass: “%s” has no source_profile"), operand, last->profile);
    return NULL;
  }
  for (guint i = 0; i < chain->len; i++) {
    const DpRole *role = chain->pdata[i];
    if (!g_str_equal (role->profile, last->source_profile))
      continue;
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("The source_profile of “%s” leads in a circle: “%s” comes again"), operand, role->profile);
    return NULL;
  }

  DpAccount *account = read_source (files, last->source_profile, error);
  if (account == NULL)
    g_prefix_error (error, _("The role “%s” is reached through “%s”. "), operand, last->source_profile);
  return account;
}

static DpAccount *
resolve_name (DpSharedFiles *files,
              const char *operand,
              gboolean allow_role,
              GError **error)
{
  g_autoptr (GPtrArray) chain = dp_role_list_chain (files->config, operand);
  g_autofree char *behind = dp_live_profile_dup_account (files->config, operand);

  if (allow_role)
    return chain->len > 0 ? resolve_role (files, chain, operand, error) : read_source (files, operand, error);
  if (chain->len > 0)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is a role, and a role has no session of its own: tools that read the profile assume it by themselves"), operand);
  else if (behind != NULL)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” has no session of its own: it hands on that of “%s”. Name that account instead"), operand, behind);
  else
    return read_account (files, operand, error);
  return NULL;
}

static const char *
get_default_profile (void)
{
  const char *profile = g_getenv ("AWS_PROFILE");

  return profile != NULL && *profile != '\0' ? profile : NULL;
}

/**
 * Finds the account that the person means: @operand, else $AWS_PROFILE, else
 * the only account there is. With @allow_role a role profile stands for the
 * account that it is reached through, and a live profile for its own. Returns an
 * owned account, or NULL with DP_PROFILES_ERROR_UNKNOWN_PROFILE.
 */
DpAccount *
dp_operand_resolve (DpSharedFiles *files,
                    const char *operand,
                    gboolean allow_role,
                    GError **error)
{
  const char *environment = get_default_profile ();

  if (operand != NULL)
    return resolve_name (files, operand, allow_role, error);
  if (environment == NULL)
    return only_account (files, error);

  DpAccount *account = resolve_name (files, environment, allow_role, error);
  if (account == NULL)
    g_prefix_error (error, _("AWS_PROFILE is set to “%s”. "), environment);
  return account;
}

/**
 * The profile that the person means, which may be a role that is reached through
 * @account, as dp_operand_resolve() found it. Without @account (nullable) it is
 * NULL when the person names none. Borrowed.
 */
const char *
dp_operand_get_profile (const char *operand,
                        const DpAccount *account)
{
  const char *profile = operand != NULL ? operand : get_default_profile ();

  return profile != NULL || account == NULL ? profile : account->profile;
}

/**
 * Refuses a minimum that no session of @account can ever have, with
 * DP_PROFILES_ERROR_INVALID.
 */
gboolean
dp_operand_check_minimum (const DpAccount *account,
                          int min_seconds,
                          GError **error)
{
  if (min_seconds <= account->duration_seconds)
    return TRUE;

  g_autofree char *longest = dp_duration_format (account->duration_seconds);
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
               _("Sessions of “%s” last %s, so that none can ever have as much left as --min asks"), account->profile, longest);
  return FALSE;
}
