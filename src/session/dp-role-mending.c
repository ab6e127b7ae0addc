/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-mending.h"

#include <glib/gi18n.h>

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

static GStrv
list_broken_roles (DpSharedFiles *files,
                   const char *profile)
{
  g_autoptr (GPtrArray) roles = dp_role_list (files->config);
  g_autoptr (GStrvBuilder) broken = g_strv_builder_new ();

  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (role->has_mfa_serial && g_strcmp0 (role->source_profile, profile) == 0)
      g_strv_builder_add (broken, role->profile);
  }
  return g_strv_builder_end (broken);
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
  g_auto (GStrv) broken = list_broken_roles (files, profile);
  if (*broken == NULL)
    return;

  g_autofree char *names = g_strjoinv (", ", broken);
  dp_asker_tell (asker, _("These role profiles have an mfa_serial line, with which Terraform refuses the session and the AWS CLI asks for a second code: %s"), names);
  if (dp_asker_is_person (asker))
    dp_asker_confirm (asker, _("Take these lines out?"), &yes, cancellable, NULL);
  while (yes) {
    g_autoptr (GError) error = NULL;
    yes = FALSE;
    if (dp_file_editor_edit (files->places->config, DP_PROFILE_FILE_CONFIG, remove_mfa_serial_cb, broken, &error))
      return;
    dp_asker_tell (asker, "%s", error->message);
    dp_asker_confirm (asker, _("Try again?"), &yes, cancellable, NULL);
  }
}
