/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-doctor.h"

#include "dp-checks.h"

/* The ids are in the JSON that scripts read: they stay, and new ones are added. */
/* clang-format off */
static const struct {
  const char *id;
  void (*check) (DpExamination *examination);
} checks[] = {
  { "environment-keys",    dp_check_environment_keys },    /* exported keys that beat a profile */
  { "environment-role",    dp_check_environment_role },    /* an exported web identity that does */
  { "environment-profile", dp_check_environment_profile }, /* AWS_PROFILE names one that there is */
  { "environment-region",  dp_check_environment_region },  /* the two variables agree */
  { "environment-files",   dp_check_environment_files },   /* AWS_*_FILE that all tools understand */
  { "login-files",         dp_check_login_files },         /* the desktop uses the same files */
  { "file-readable",       dp_check_file_readable },       /* by all tools; line by line */
  { "file-ambiguous",      dp_check_file_ambiguous },      /* lines that tools read differently */
  { "file-writable",       dp_check_file_writable },       /* the credentials file */
  { "file-mode",           dp_check_file_mode },           /* files and folder against other users */
  { "plaintext-key",       dp_check_plaintext_key },       /* long-lived keys in profiles */
  { "stray-secret",        dp_check_stray_secret },        /* and in comments */
  { "accounts",            dp_check_accounts },            /* which there are */
  { "credential-source",   dp_check_credential_source },   /* role_arn, sso_… on an account's name */
  { "config-keys",         dp_check_config_keys },         /* keys or tokens in the config file */
  { "foreign-section",     dp_check_foreign_section },     /* in the credentials file */
  { "mfa-serial",          dp_check_mfa_serial },          /* beside a session */
  { "role-mfa-serial",     dp_check_role_mfa_serial },     /* in a role that an account leads to */
  { "stale-token",         dp_check_stale_token },         /* older lines beside a session */
  { "duration",            dp_check_duration },            /* an account's, if the file says one, is one that AWS takes */
  { "session",             dp_check_session },             /* there is one, until when */
  { "live-profile",        dp_check_live_profile },        /* an account's, if there is one, runs what there is */
  { "keyring",             dp_check_keyring },             /* there is one, and it can be opened */
  { "access-key",          dp_check_access_key },          /* the keyring has each account's */
  { "endpoint",            dp_check_endpoint },            /* AWS answers */
  { "proxy",               dp_check_proxy },               /* which, and whether it works */
  { "certificates",        dp_check_certificates },        /* the authorities that are trusted */
  { "clock",               dp_check_clock },               /* against AWS's */
  { "session-accepted",    dp_check_session_accepted },    /* AWS knows the session, and its account is right */
  { "tray-host",           dp_check_tray_host },           /* a panel with a tray */
  { "notifications",       dp_check_notifications },       /* a service that shows them */
  { "autostart",           dp_check_autostart },           /* what starts at login is there */
};
/* clang-format on */

/**
 * Looks at everything that could make a tool use something else than the session
 * of these accounts (@profiles, nullable: all). Changes nothing, unlocks nothing.
 *
 * Returns: (transfer full) (element-type DpFinding): NULL when cancelled
 */
GPtrArray *
dp_doctor_examine (const char *const *profiles,
                   gboolean has_display,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (DpExamination) examination = dp_examination_new (profiles, has_display, cancellable);

  for (size_t i = 0; i < G_N_ELEMENTS (checks); i++) {
    examination->id = checks[i].id;
    checks[i].check (examination);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  }
  return g_steal_pointer (&examination->findings);
}

/** Does what is safe to do about @findings. What it does not reach stays a cross
 * of the next examination. */
void
dp_doctor_mend (GPtrArray *findings,
                DpDoctorReport report,
                gpointer data)
{
  for (guint i = 0; i < findings->len; i++) {
    const DpFinding *finding = findings->pdata[i];
    g_autoptr (GError) error = NULL;
    if (finding->mend == NULL)
      continue;
    g_autofree char *done = dp_finding_mend (finding, &error);
    report (done, error, data);
  }
}

guint
dp_doctor_count_crosses (GPtrArray *findings)
{
  guint n_crosses = 0;

  for (guint i = 0; i < findings->len; i++)
    n_crosses += ((const DpFinding *) findings->pdata[i])->state == DP_FINDING_CROSS;
  return n_crosses;
}

/** How many of the crosses dp_doctor_mend() can do something about. */
guint
dp_doctor_count_mends (GPtrArray *findings)
{
  guint n_mends = 0;

  for (guint i = 0; i < findings->len; i++)
    n_mends += ((const DpFinding *) findings->pdata[i])->mend != NULL;
  return n_mends;
}
