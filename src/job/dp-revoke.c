/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-revoke.h"

#include <glib/gi18n.h>

#include "dp-aws-error.h"
#include "dp-report.h"
#include "dp-revocation.h"
#include "dp-session-error.h"
#include "dp-shared-files.h"

static gboolean
confirm (const DpCommand *command,
         DpAsker *asker,
         GCancellable *cancellable,
         GError **error)
{
  const char *profile = *command->profiles;
  gboolean yes = command->yes;

  if (!yes && !dp_asker_is_person (asker)) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, _("Without a terminal, “daypass revoke” needs --yes"));
    return FALSE;
  }
  if (!command->local)
    dp_report_note (_("What uses a session of “%s” now will be denied everything, running commands and other computers too"), profile);
  g_autofree char *question = g_strdup_printf (command->local ? _("Forget the session of “%s” on this computer?")
                                                              : _("Revoke the sessions of “%s”?"), profile);
  if (!yes && !dp_asker_confirm (asker, question, &yes, cancellable, error))
    return FALSE;
  if (!yes)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled; nothing was changed"));
  return yes;
}

static gboolean
forget (const char *profile,
        GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return FALSE;
  g_autoptr (DpAccount) account = dp_account_read (files->config, profile, error);
  if (account == NULL)
    return FALSE;

  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  if (session == NULL) {
    dp_report_note (_("“%s” has no session here; nothing was changed"), profile);
    return TRUE;
  }
  if (!dp_revocation_forget_session (profile, NULL, error))
    return FALSE;
  dp_report_note (_("The session of “%s” is forgotten here. Whoever has a copy of it can use it until it ends"), profile);
  return TRUE;
}

/* The policy is the result then: an administrator can put it. */
static gboolean
hand_over (DpRevocation *revocation,
           GError **error)
{
  const char *user_name = dp_revocation_get_user_name (revocation);

  if (!dp_report_result (dp_revocation_get_policy (revocation), error))
    return FALSE;
  dp_report_note (_("AWS did not take the policy from this session. Hand it, as it is printed here, to an administrator, as policy.json for the command "
                    "“aws iam put-user-policy --user-name %s --policy-name %s --policy-document file://policy.json”"),
                     user_name, DP_REVOCATION_POLICY_NAME);
  dp_report_note (_("If this session was revoked before, renew it and try again"));
  return TRUE;
}

static gboolean
needs_administrator (const GError *error)
{
  return g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_DENIED) || g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_LIMIT_EXCEEDED);
}

static gboolean
carry_out (DpRevocation *revocation,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (dp_revocation_carry_out (revocation, cancellable, &failure))
    return TRUE;
  if (needs_administrator (failure) && !hand_over (revocation, error))
    return FALSE;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_UNCERTAIN, _("Cancelled while AWS was told, so that the sessions may be revoked or not. To be sure, do it again"));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
tell (DpRevocation *revocation,
      const char *profile)
{
  dp_report_note (_("The sessions of the IAM user “%s” that were issued until now are revoked: the inline policy “%s” denies them everything. It may be deleted after 36 hours"),
                     dp_revocation_get_user_name (revocation), DP_REVOCATION_POLICY_NAME);
  dp_report_note (_("It can take AWS some minutes until this holds everywhere. Roles that were assumed before stay usable until their own sessions end: after an hour as a rule, after 12 hours at the latest"));
  dp_report_note (_("“%s” has no session here any more. “daypass renew %s” gets a new one, which is not denied"), profile, profile);
}

/** Revokes the sessions of an account as AWS can, or forgets the one in the file. */
gboolean
dp_revoke_run (const DpCommand *command,
               const DpRenewal *renewal,
               GCancellable *cancellable,
               GError **error)
{
  if (!confirm (command, renewal->asker, cancellable, error))
    return FALSE;
  if (command->local)
    return forget (renewal->profile, error);

  g_autoptr (DpRevocation) revocation = dp_revocation_prepare (renewal, cancellable, error);
  if (revocation == NULL || !carry_out (revocation, cancellable, error))
    return FALSE;
  tell (revocation, renewal->profile);
  return TRUE;
}
