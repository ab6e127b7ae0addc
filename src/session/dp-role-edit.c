/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-edit.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-endpoint.h"
#include "dp-file-editor.h"
#include "dp-profiles-error.h"
#include "dp-shared-files.h"

/** What the edit of the config file needs; it may happen on a newer state. */
typedef struct {
  const DpRole *role;
  DpProfileFile *credentials;
} Addition;

static gboolean
add_role_cb (DpProfileFile *config,
             gpointer data,
             GError **error)
{
  const Addition *addition = data;

  if (!dp_role_check_free (config, addition->credentials, addition->role->profile, error))
    return FALSE;
  dp_role_write (addition->role, config);
  return TRUE;
}

/* The Go SDK, and Terraform with it, wants a region in the profile itself. */
static gboolean
settle_region (DpRole *role,
               DpProfileFile *config,
               GError **error)
{
  if (role->region == NULL)
    role->region = dp_profile_file_dup_value (config, role->profile, "region");
  if (role->region == NULL)
    role->region = dp_profile_file_dup_value (config, role->source_profile, "region");
  if (role->region == NULL || dp_endpoint_is_region_name (role->region))
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
               _("“%s” is not the name of a region, such as eu-central-1"), role->region);
  return FALSE;
}

static gboolean
check_duration (const DpRole *role,
                DpProfileFile *config,
                GError **error)
{
  g_autoptr (DpRole) source = dp_role_read (config, role->source_profile);

  if (source == NULL || role->duration_seconds <= DP_ROLE_DURATION_CHAINED_MAX)
    return TRUE;
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
               _("“%s” is a role itself, and AWS gives a role that is reached through another for an hour at most"), source->profile);
  return FALSE;
}

/**
 * Adds @role to the config file, its region filled in from the profile that it
 * is reached through if there is none. The source profile must be known to lead
 * to an account. On failure nothing was changed.
 */
gboolean
dp_role_edit_add (DpRole *role,
                  GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);

  if (files == NULL
      || !dp_account_check_name (role->profile, error)
      || !dp_role_check_values (role, error)
      || !check_duration (role, files->config, error)
      || !settle_region (role, files->config, error))
    return FALSE;

  Addition addition = { .role = role, .credentials = files->credentials };
  return dp_file_editor_edit (files->places->config, DP_PROFILE_FILE_CONFIG, add_role_cb, &addition, error);
}

static gboolean
remove_role_cb (DpProfileFile *config,
                gpointer data,
                GError **error)
{
  const char *profile = data;
  g_autoptr (GPtrArray) roles = dp_role_list (config);

  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (g_strcmp0 (role->source_profile, profile) != 0 || g_str_equal (role->profile, profile))
      continue;
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("The role “%s” is reached through “%s”, so that one has to go first"), role->profile, profile);
    return FALSE;
  }
  dp_role_unwrite (config, profile);
  return TRUE;
}

/**
 * Takes the lines of the role @profile out of the config file, and its section
 * if nothing else is in it. A role that others are reached through stays, with
 * DP_PROFILES_ERROR_INVALID.
 */
gboolean
dp_role_edit_remove (const char *profile,
                     GError **error)
{
  g_autoptr (DpPlaces) places = dp_places_new ();

  return dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, remove_role_cb, (gpointer) profile, error);
}
