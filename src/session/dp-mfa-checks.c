/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>

#include "dp-role.h"

#define KEY "mfa_serial"
#define OWN_KEY "x_daypass_mfa_serial"

/* A chain of roles longer than this is a circle. */
#define ROLE_CHAIN_MAX 16

/* Safe where the value stays, under the name that no other tool acts on. */
static void
add_mend (DpFinding *finding,
          const DpAccount *account,
          DpProfileFile *file,
          DpProfileFileKind kind,
          const char *path)
{
  g_autofree char *serial = dp_profile_file_dup_value (file, account->profile, KEY);

  if (account->mfa_serial == NULL && kind == DP_PROFILE_FILE_CONFIG)
    dp_finding_rename_line (finding, path, kind, account->profile, KEY, OWN_KEY);
  else if (g_strcmp0 (serial, account->mfa_serial) == 0)
    dp_finding_remove_line (finding, path, kind, account->profile, KEY);
}

static gboolean
check_file (DpExamination *examination,
            const DpAccount *account,
            DpProfileFile *file,
            DpProfileFileKind kind,
            const char *path)
{
  if (!dp_profile_file_has_key (file, account->profile, KEY))
    return TRUE;

  g_autofree char *message = g_strdup_printf (_("“%s” has a line mfa_serial in “%s”, with which PowerShell and .NET refuse the session and other tools ask for a code again"), account->profile, path);
  DpFinding *finding = dp_examination_cross (examination, account->profile, message, _("Call the line x_daypass_mfa_serial, or take it out if there is one of that name already"));
  add_mend (finding, account, file, kind, path);
  return FALSE;
}

void
dp_check_mfa_serial (DpExamination *examination)
{
  const DpSharedFiles *files = examination->files;

  for (guint i = 0; i < examination->accounts->len; i++) {
    const DpAccount *account = examination->accounts->pdata[i];
    gboolean is_good = check_file (examination, account, files->config, DP_PROFILE_FILE_CONFIG, files->places->config);
    if (check_file (examination, account, files->credentials, DP_PROFILE_FILE_CREDENTIALS, files->places->credentials) && is_good)
      dp_examination_tick (examination, account->profile, _("No mfa_serial stands beside the session of “%s”"), account->profile);
  }
}

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

/* Whether @role is reached through @profile, by other roles perhaps. */
static gboolean
leads_to (GPtrArray *roles,
          const DpRole *role,
          const char *profile)
{
  for (int i = 0; role != NULL && i < ROLE_CHAIN_MAX; i++) {
    if (g_strcmp0 (role->source_profile, profile) == 0)
      return TRUE;
    role = role->source_profile != NULL ? find_role (roles, role->source_profile) : NULL;
  }
  return FALSE;
}

static void
check_roles (DpExamination *examination,
             GPtrArray *roles,
             const char *profile)
{
  const char *path = examination->files->places->config;
  gboolean is_good = TRUE;

  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    if (!role->has_mfa_serial || g_str_equal (role->profile, profile) || !leads_to (roles, role, profile))
      continue;
    is_good = FALSE;
    g_autofree char *message = g_strdup_printf (_("The role “%s” is reached through “%s” and has a line mfa_serial, with which Terraform refuses the session and the AWS CLI asks for a second code"), role->profile, profile);
    DpFinding *finding = dp_examination_cross (examination, profile, message, _("Take the line out: the session has the MFA in it"));
    dp_finding_remove_line (finding, path, DP_PROFILE_FILE_CONFIG, role->profile, KEY);
  }
  if (is_good)
    dp_examination_tick (examination, profile, _("No role that is reached through “%s” asks for a code of its own"), profile);
}

void
dp_check_role_mfa_serial (DpExamination *examination)
{
  g_autoptr (GPtrArray) roles = dp_role_list (examination->files->config);

  for (guint i = 0; i < examination->accounts->len; i++)
    check_roles (examination, roles, ((const DpAccount *) examination->accounts->pdata[i])->profile);
}
