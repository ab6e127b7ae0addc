/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>

#include "dp-live-profile.h"
#include "dp-moment.h"
#include "dp-session.h"

void
dp_check_accounts (DpExamination *examination)
{
  g_autoptr (GString) names = g_string_new (NULL);

  if (dp_examination_skip_unread (examination, _("The accounts")))
    return;
  for (guint i = 0; i < examination->accounts->len; i++) {
    const DpAccount *account = examination->accounts->pdata[i];
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", account->profile);
  }
  if (names->len > 0)
    dp_examination_tick (examination, NULL, _("Accounts of Daypass: %s"), names->str);
  else
    dp_examination_tick (examination, NULL, _("There is no account yet. “daypass add” takes an access key, “daypass import” those in the files"));
}

/* Those of @keys that @profile has in @file, "a, b"; NULL for none. */
static char *
list_keys (DpProfileFile *file,
           const char *profile,
           const char *const *keys)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (size_t i = 0; keys[i] != NULL; i++) {
    if (dp_profile_file_has_key (file, profile, keys[i]))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", keys[i]);
  }
  return list->len > 0 ? g_strdup (list->str) : NULL;
}

/* The SDKs prefer some of these to the session, and each SDK others. */
static gboolean
check_sources (DpExamination *examination,
               const char *profile,
               DpProfileFile *file,
               const char *path)
{
  static const char *const keys[] = {
    "role_arn",
    "source_profile",
    "credential_source",
    "credential_process",
    "web_identity_token_file",
    "login_session",
    "sso_session",
    "sso_start_url",
    "sso_account_id",
    "sso_role_name",
    NULL,
  };
  g_autofree char *found = list_keys (file, profile, keys);
  if (found == NULL)
    return TRUE;

  g_autofree char *message = g_strdup_printf (_("“%s” has another source of credentials in “%s” (%s), which AWS tools may take instead of the session"), profile, path, found);
  g_autofree char *advice = g_strdup_printf (_("Take these lines out of “%s”, or move them to a profile of another name"), profile);
  dp_examination_cross (examination, profile, message, advice);
  return FALSE;
}

void
dp_check_credential_source (DpExamination *examination)
{
  const DpSharedFiles *files = examination->files;

  for (guint i = 0; i < examination->accounts->len; i++) {
    const char *profile = ((const DpAccount *) examination->accounts->pdata[i])->profile;
    gboolean is_good = check_sources (examination, profile, files->config, files->places->config);
    if (check_sources (examination, profile, files->credentials, files->places->credentials) && is_good)
      dp_examination_tick (examination, profile, _("“%s” gets its credentials from the session alone"), profile);
  }
}

/* JavaScript and Go join a token of the config file to the keys of the other. */
static gboolean
check_token (DpExamination *examination,
             const char *profile,
             const char *key)
{
  const DpSharedFiles *files = examination->files;
  if (!dp_profile_file_has_key (files->config, profile, key))
    return TRUE;

  g_autofree char *message = g_strdup_printf (_("“%s” has an old %s in “%s”, which some tools mix with the session"), profile, key, files->places->config);
  DpFinding *finding = dp_examination_cross (examination, profile, message, _("Take the line out"));
  dp_finding_remove_line (finding, files->places->config, DP_PROFILE_FILE_CONFIG, profile, key);
  return FALSE;
}

static void
check_config_keys (DpExamination *examination,
                   const char *profile)
{
  static const char *const keys[] = { "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", NULL };
  const DpSharedFiles *files = examination->files;

  if (dp_profile_file_has_key (files->config, profile, keys[0]) || dp_profile_file_has_key (files->config, profile, keys[1])) {
    g_autofree char *found = list_keys (files->config, profile, keys);
    g_autofree char *message = g_strdup_printf (_("“%s” has keys in “%s” too (%s), and a session belongs into the credentials file alone"), profile, files->places->config, found);
    dp_examination_cross (examination, profile, message, _("Take these lines out, if the key is somewhere else too or not needed any more"));
    return;
  }
  gboolean is_good = check_token (examination, profile, "aws_session_token");
  if (check_token (examination, profile, "aws_security_token") && is_good)
    dp_examination_tick (examination, profile, _("“%s” has its keys in the credentials file alone"), profile);
}

void
dp_check_config_keys (DpExamination *examination)
{
  for (guint i = 0; i < examination->accounts->len; i++)
    check_config_keys (examination, ((const DpAccount *) examination->accounts->pdata[i])->profile);
}

static gboolean
is_foreign (DpExamination *examination,
            const char *profile)
{
  return !dp_session_check_section (examination->files->credentials, profile, NULL);
}

void
dp_check_foreign_section (DpExamination *examination)
{
  for (guint i = 0; i < examination->accounts->len; i++) {
    const char *profile = ((const DpAccount *) examination->accounts->pdata[i])->profile;
    if (!is_foreign (examination, profile)) {
      dp_examination_tick (examination, profile, _("The section “%s” of the credentials file is kept for the session"), profile);
    } else {
      g_autofree char *message = g_strdup_printf (_("The section “%s” of “%s” is not from Daypass, so that no session is written there"), profile, examination->files->places->credentials);
      dp_examination_cross (examination, profile, message, _("Rename or remove that section"));
    }
  }
}

static gboolean
check_stale_line (DpExamination *examination,
                  const char *profile,
                  const char *key)
{
  const DpSharedFiles *files = examination->files;
  if (!dp_profile_file_has_key (files->credentials, profile, key))
    return TRUE;

  g_autofree char *message = g_strdup_printf (g_str_equal (key, "expiration") ? _("“%s” has a line “%s” beside its session, at which awsume fails")
                                                                              : _("“%s” has an old %s beside its session, which the AWS CLI and boto3 take before the new one"),
                                                                                   profile, key);
  DpFinding *finding = dp_examination_cross (examination, profile, message, _("Take the line out"));
  dp_finding_remove_line (finding, files->places->credentials, DP_PROFILE_FILE_CREDENTIALS, profile, key);
  return FALSE;
}

void
dp_check_stale_token (DpExamination *examination)
{
  for (guint i = 0; i < examination->accounts->len; i++) {
    const char *profile = ((const DpAccount *) examination->accounts->pdata[i])->profile;
    if (is_foreign (examination, profile))
      continue;
    gboolean is_good = check_stale_line (examination, profile, "aws_security_token");
    if (check_stale_line (examination, profile, "expiration") && is_good)
      dp_examination_tick (examination, profile, _("No older token stands beside the session of “%s”"), profile);
  }
}

/* Where the file says nothing there is nothing to tell. */
void
dp_check_duration (DpExamination *examination)
{
  const DpSharedFiles *files = examination->files;

  for (guint i = 0; i < examination->accounts->len; i++) {
    const DpAccount *account = examination->accounts->pdata[i];
    if (account->bad_duration != NULL) {
      g_autofree char *message = g_strdup_printf (_("“%s” is not a length that AWS gives to sessions, so that those of “%s” last %d seconds"), account->bad_duration, account->profile, account->duration_seconds);
      g_autofree char *advice = g_strdup_printf (_("Give x_daypass_duration_seconds a number from %d to %d in “%s”, or take the line out"), DP_DURATION_MIN, DP_DURATION_MAX, files->places->config);
      dp_examination_cross (examination, account->profile, message, advice);
    } else if (dp_profile_file_has_key (files->config, account->profile, "x_daypass_duration_seconds")) {
      dp_examination_tick (examination, account->profile, _("Sessions of “%s” last %d seconds"), account->profile, account->duration_seconds);
    }
  }
}

static void
check_session (DpExamination *examination,
               const DpAccount *account,
               gint64 now)
{
  g_autoptr (DpSession) session = dp_session_read (examination->files->credentials, account);
  g_autofree char *moment = session != NULL ? dp_moment_format (session->expires_at, now) : NULL;
  g_autofree char *advice = g_strdup_printf (_("“daypass renew %s” gets one"), account->profile);
  g_autofree char *message = NULL;

  switch (dp_session_get_state (session, now)) {
    case DP_SESSION_ACTIVE:
      dp_examination_tick (examination, account->profile, _("“%s” has a session until %s"), account->profile, moment);
      return;
    case DP_SESSION_ENDING:
      dp_examination_tick (examination, account->profile, _("“%s” has a session until %s, which is soon"), account->profile, moment);
      return;
    case DP_SESSION_EXPIRED:
      message = g_strdup_printf (_("The session of “%s” ended at %s"), account->profile, moment);
      break;
    case DP_SESSION_NONE:
      message = g_strdup_printf (_("“%s” has no session"), account->profile);
      break;
  }
  dp_examination_cross (examination, account->profile, message, advice);
}

void
dp_check_session (DpExamination *examination)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  for (guint i = 0; i < examination->accounts->len; i++) {
    const DpAccount *account = examination->accounts->pdata[i];
    if (!is_foreign (examination, account->profile))
      check_session (examination, account, now);
  }
}

static char *
dup_program (DpProfileFile *config,
             const char *name)
{
  g_autofree char *command = dp_profile_file_dup_value (config, name, "credential_process");
  g_auto (GStrv) words = NULL;

  return command != NULL && g_shell_parse_argv (command, NULL, &words, NULL) ? g_strdup (words[0]) : NULL;
}

static void
check_live_profile (DpExamination *examination,
                    const char *profile,
                    const char *name)
{
  const DpSharedFiles *files = examination->files;
  g_autofree char *program = dup_program (files->config, name);
  g_autofree char *found = program != NULL ? g_find_program_in_path (program) : NULL;

  if (found == NULL) {
    g_autofree char *message = g_strdup_printf (_("The profile “%s” gets its keys from “%s”, which is not there"), name, program != NULL ? program : "");
    g_autofree char *advice = g_strdup_printf (_("“daypass live %s” writes where Daypass is now"), profile);
    dp_examination_cross (examination, profile, message, advice);
  } else if (dp_profile_file_has_profile (files->credentials, name)) {
    g_autofree char *message = g_strdup_printf (_("The credentials file has a section “%s”, whose keys tools take instead of those that Daypass gives"), name);
    dp_examination_cross (examination, profile, message, _("Rename or remove that section"));
  } else {
    dp_examination_tick (examination, profile, _("The profile “%s” gets its keys from Daypass"), name);
  }
}

void
dp_check_live_profile (DpExamination *examination)
{
  for (guint i = 0; i < examination->accounts->len; i++) {
    const char *profile = ((const DpAccount *) examination->accounts->pdata[i])->profile;
    g_autofree char *name = dp_live_profile_dup_name (profile);
    g_autofree char *account = dp_live_profile_dup_account (examination->files->config, name);
    if (account != NULL)
      check_live_profile (examination, profile, name);
  }
}
