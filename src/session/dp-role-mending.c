/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-mending.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-file-editor.h"
#include "dp-role.h"
#include "dp-shared-files.h"

static gboolean
remove_mfa_serial_cb (DpProfileFile *file,
                      gpointer data,
                      GError **error)
{
  const char *const *profiles = data;

  for (size_t i = 0; profiles[i] != NULL; i++)
    dp_profile_file_remove_key (file, profiles[i], "mfa_serial");
  return TRUE;
}

/* Through other roles, too. */
static gboolean
is_reached_through (DpProfileFile *config,
                    const char *role,
                    const char *profile)
{
  g_autoptr (GPtrArray) chain = dp_role_list_chain (config, role);
  const DpRole *last = chain->len > 0 ? chain->pdata[chain->len - 1] : NULL;

  if (last == NULL || last->source_profile == NULL)
    return FALSE;
  if (profile != NULL)
    return g_str_equal (last->source_profile, profile);
  g_autoptr (DpAccount) account = dp_account_read (config, last->source_profile, NULL);
  return account != NULL;
}

/** The role profiles with an "mfa_serial" that are reached through the account
 * @profile, or for NULL through any. Owned. */
GStrv
dp_role_mending_list (DpProfileFile *config,
                      const char *profile)
{
  g_autoptr (GPtrArray) roles = dp_role_list (config);
  g_autoptr (GStrvBuilder) broken = g_strv_builder_new ();

  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (role->has_mfa_serial && is_reached_through (config, role->profile, profile))
      g_strv_builder_add (broken, role->profile);
  }
  return g_strv_builder_end (broken);
}

/** Takes the "mfa_serial" lines of @roles out of the config file. */
gboolean
dp_role_mending_run (const char *const *roles,
                     GError **error)
{
  g_autoptr (DpPlaces) places = dp_places_new ();

  return dp_file_editor_edit (places->config, DP_PROFILE_FILE_CONFIG, remove_mfa_serial_cb, (gpointer) roles, error);
}

/**
 * Role profiles that are reached through @profile and still have an
 * "mfa_serial" make Terraform and JavaScript fail and the AWS CLI ask for a
 * second code. Names them, and takes the lines out when the person agrees.
 * Not worth failing for: what goes wrong is told.
 */
void
dp_role_mending_offer (const char *profile,
                       DpAsker *asker,
                       GCancellable *cancellable)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  gboolean yes = FALSE;

  if (files == NULL)
    return;
  g_auto (GStrv) broken = dp_role_mending_list (files->config, profile);
  if (*broken == NULL)
    return;

  g_autofree char *names = g_strjoinv (", ", broken);
  dp_asker_tell (asker, _("These role profiles have an mfa_serial line, with which Terraform refuses the session and the AWS CLI asks for a second code: %s"), names);
  if (dp_asker_is_person (asker))
    dp_asker_confirm (asker, _("Take these lines out?"), &yes, cancellable, NULL);
  while (yes) {
    g_autoptr (GError) error = NULL;
    yes = FALSE;
    if (dp_role_mending_run ((const char *const *) broken, &error))
      return;
    dp_asker_tell (asker, "%s", error->message);
    dp_asker_confirm (asker, _("Try again?"), &yes, cancellable, NULL);
  }
}
