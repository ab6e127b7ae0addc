/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-show.h"

#include <glib/gi18n.h>

#include "dp-duration.h"
#include "dp-operand.h"
#include "dp-profiles-error.h"
#include "dp-report.h"
#include "dp-role.h"
#include "dp-terraform.h"

/* Roles that somebody else's profile reaches are not our business. */
static gboolean
is_reached (DpSharedFiles *files,
            const DpRole *role)
{
  g_autoptr (DpAccount) own = dp_account_read (files->config, role->profile, NULL);
  g_autoptr (DpAccount) account = dp_operand_resolve (files, role->profile, TRUE, NULL);

  return own == NULL && account != NULL;
}

/* How wide a terminal shows @text: a Japanese letter takes two columns. */
static int
count_columns (const char *text)
{
  int columns = 0;

  for (const char *letter = text; *letter != '\0'; letter = g_utf8_next_char (letter))
    columns += g_unichar_iswide (g_utf8_get_char (letter)) ? 2 : 1;
  return columns;
}

static int
get_width (int width,
           const char *text)
{
  return MAX (width, count_columns (text));
}

static void
append_padded (GString *line,
               const char *text,
               int width)
{
  g_string_append_printf (line, "%s%*s  ", text, width - count_columns (text), "");
}

/** "daypass role list": profile, ARN, and what it is reached through. */
DpExitStatus
dp_role_show_list (DpSharedFiles *files,
                   GError **error)
{
  g_autoptr (GPtrArray) roles = dp_role_list (files->config);
  g_autoptr (GString) text = g_string_new (NULL);
  int profile_width = 0;
  int arn_width = 0;

  for (guint i = roles->len; i-- > 0;) {
    const DpRole *role = roles->pdata[i];
    if (!is_reached (files, role)) {
      g_ptr_array_remove_index (roles, i);
      continue;
    }
    profile_width = get_width (profile_width, role->profile);
    arn_width = get_width (arn_width, role->role_arn);
  }
  for (guint i = 0; i < roles->len; i++) {
    const DpRole *role = roles->pdata[i];
    append_padded (text, role->profile, profile_width);
    append_padded (text, role->role_arn, arn_width);
    g_string_append_printf (text, "%s\n", role->source_profile);
  }
  if (!dp_report_result (text->str, error))
    return DP_EXIT_FAILURE;
  if (roles->len == 0)
    dp_report_note (_("There is no role that is reached through an account. “daypass role add” makes a profile for one"));
  return DP_EXIT_DONE;
}

/** One line of "role show"; none where there is no value. */
typedef struct {
  const char *name;
  const char *value; /* (nullable) */
} Fact;

static char *
format_facts (const DpRole *role)
{
  g_autofree char *account_id = dp_role_dup_account_id (role);
  g_autofree char *duration = role->duration_seconds > 0 ? dp_duration_format (role->duration_seconds) : NULL;
  const Fact facts[] = {
    { _("Profile"), role->profile },
      { _("Role"), role->role_arn },
        { _("Account"), account_id },
          { _("Reached through"), role->source_profile },
            { _("Region"), role->region },
              { _("External id"), role->external_id },
                { _("Session name"), role->role_session_name },
                  { _("Given for"), duration },
                };
  GString *text = g_string_new (NULL);
  int width = 0;

  for (size_t i = 0; i < G_N_ELEMENTS (facts); i++)
    width = get_width (width, facts[i].name);
  for (size_t i = 0; i < G_N_ELEMENTS (facts); i++) {
    if (facts[i].value == NULL)
      continue;
    append_padded (text, facts[i].name, width);
    g_string_append_printf (text, "%s\n", facts[i].value);
  }
  return g_string_free (text, FALSE);
}

/** "daypass role show": the role's lines in words, or as Terraform wants them. */
DpExitStatus
dp_role_show_one (const DpCommand *command,
                  DpSharedFiles *files,
                  GError **error)
{
  const char *profile = *command->profiles;
  g_autoptr (DpAccount) account = dp_operand_resolve (files, profile, TRUE, error);
  if (account == NULL)
    return DP_EXIT_USAGE;
  g_autoptr (GPtrArray) chain = dp_role_list_chain (files->config, profile);
  if (chain->len == 0) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE, _("“%s” is an account and not a role. “daypass role list” lists the roles"), profile);
    return DP_EXIT_USAGE;
  }

  const DpRole *role = chain->pdata[0];
  g_autofree char *text = command->terraform ? dp_terraform_format (role, account->region) : format_facts (role);
  return dp_report_result (text, error) ? DP_EXIT_DONE : DP_EXIT_FAILURE;
}
