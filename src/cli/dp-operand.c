/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-operand.h"

#include <glib/gi18n.h>

#include "dp-duration.h"
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
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("There are %u accounts: name the profile, or set AWS_PROFILE"), accounts->len);
  return NULL;
}

/**
 * Finds the account that the person means: @operand, else $AWS_PROFILE, else
 * the only account there is. With @allow_role a role profile stands for the
 * account that it is reached through. Returns an owned account, or NULL with
 * DP_PROFILES_ERROR_UNKNOWN_PROFILE.
 */
DpAccount *
dp_operand_resolve (DpSharedFiles *files,
                    const char *operand,
                    gboolean allow_role,
                    GError **error)
{
  const char *environment = g_getenv ("AWS_PROFILE");

  if (operand == NULL && environment != NULL && *environment != '\0')
    operand = environment;
  if (operand == NULL)
    return only_account (files, error);

  g_autoptr (GPtrArray) roles = dp_role_list (files->config);
  if (allow_role)
    return dp_account_read (files->config, follow_roles (roles, operand), error);
  if (find_role (roles, operand) != NULL) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE,
                 _("“%s” is a role, and a role has no session of its own: tools that read the profile assume it by themselves"), operand);
    return NULL;
  }
  return dp_account_read (files->config, operand, error);
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
