/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-operand.h"

#include <glib/gi18n.h>

#include "dp-duration.h"
#include "dp-live-profile.h"
#include "dp-profiles-error.h"
#include "dp-role.h"

/* A chain of roles longer than this is a circle. */
#define ROLE_CHAIN_MAX 16

static const DpRole *
find_role (GPtrArray *roles,
           const char *profile)
{
  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (g_strcmp0 (role->profile, profile) == 0)
      return role;
  }
  return NULL;
}

/* The account behind a role profile, or the profile itself. */
static const char *
follow_roles (GPtrArray *roles,
              const char *profile)
{
  for (int i = 0; i < ROLE_CHAIN_MAX; i++) {
    const DpRole *role = find_role (roles, profile);
    if (role == NULL || role->source_profile == NULL || g_str_equal (role->source_profile, profile))
      return profile;
    profile = role->source_profile;
  }
  return profile;
}

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

static DpAccount *
resolve_name (DpSharedFiles *files,
              const char *operand,
              gboolean allow_role,
              GError **error)
{
  /* An account that is also made a role's is refused for that later, by name. */
  DpAccount *own = dp_account_read (files->config, operand, NULL);
  if (own != NULL)
    return own;

  g_autoptr (GPtrArray) roles = dp_role_list (files->config);
  if (allow_role) {
    const char *profile = follow_roles (roles, operand);
    g_autofree char *behind = dp_live_profile_dup_account (files->config, profile);
    DpAccount *account = dp_account_read (files->config, behind != NULL ? behind : profile, error);
    if (account == NULL && !g_str_equal (profile, operand))
      g_prefix_error (error, _("The role “%s” is reached through “%s”. "), operand, profile);
    return account;
  }
  if (find_role (roles, operand) != NULL) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is a role, and a role has no session of its own: tools that read the profile assume it by themselves"), operand);
    return NULL;
  }
  return dp_account_read (files->config, operand, error);
}

/**
 * Finds the account that the person means: @operand, else $AWS_PROFILE, else
 * the only account there is. With @allow_role a role profile stands for the
 * account that it is reached through, and a live profile for its own. Returns an owned account, or NULL with
 * DP_PROFILES_ERROR_UNKNOWN_PROFILE.
 */
DpAccount *
dp_operand_resolve (DpSharedFiles *files,
                    const char *operand,
                    gboolean allow_role,
                    GError **error)
{
  const char *environment = g_getenv ("AWS_PROFILE");

  if (operand != NULL)
    return resolve_name (files, operand, allow_role, error);
  if (environment == NULL || *environment == '\0')
    return only_account (files, error);

  DpAccount *account = resolve_name (files, environment, allow_role, error);
  if (account == NULL)
    g_prefix_error (error, _("AWS_PROFILE is set to “%s”. "), environment);
  return account;
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
