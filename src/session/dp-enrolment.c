/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-enrolment.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-account.h"
#include "dp-aws-error.h"
#include "dp-clock-note.h"
#include "dp-endpoint.h"
#include "dp-file-editor.h"
#include "dp-iam.h"
#include "dp-profiles-error.h"
#include "dp-session-error.h"

/* IAM API reference, AccessKey: 16 to 128 word characters. */
#define KEY_ID_MIN 16
#define KEY_ID_MAX 128

/* STS API reference, GetSessionToken, SerialNumber: 9 to 256 of these. */
#define SERIAL_MIN 9
#define SERIAL_MAX 256
#define SERIAL_CHARACTERS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_+=/:,.@-"

/** Refuses what cannot be the id of a long-lived key, before AWS is asked. */
gboolean
dp_enrolment_check_key_id (const char *access_key_id,
                           GError **error)
{
  size_t length = strlen (access_key_id);
  gboolean word = strspn (access_key_id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") == length;

  if (g_str_has_prefix (access_key_id, "ASIA")) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” is the key of a session, which ends by itself. Daypass keeps a user’s long-lived key, AKIA…"), access_key_id);
    return FALSE;
  }
  if (!word || length < KEY_ID_MIN || length > KEY_ID_MAX) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("That is not an access key ID, which is a word of 16 letters and digits or more, such as AKIAIOSFODNN7EXAMPLE"));
    return FALSE;
  }
  return TRUE;
}

static char *
dup_known_region (DpSharedFiles *files,
                  const char *profile,
                  const char *given)
{
  static const char *const variables[] = { "AWS_REGION", "AWS_DEFAULT_REGION" };

  if (given != NULL)
    return g_strdup (given);
  for (size_t i = 0; i < G_N_ELEMENTS (variables); i++) {
    const char *value = g_getenv (variables[i]);
    if (value != NULL && *value != '\0')
      return g_strdup (value);
  }
  char *region = dp_profile_file_dup_value (files->config, profile, "region");
  return region != NULL ? region : dp_profile_file_dup_value (files->credentials, profile, "region");
}

/**
 * Asks for a line that was not given: @suggestion (nullable) is what Enter
 * takes. Nobody to ask for what is missing is wrong usage, not a missing session: then
 * the error is DP_SESSION_ERROR_INCOMPLETE with the sentence @incomplete.
 */
char *
dp_enrolment_ask_missing (DpAsker *asker,
                          const char *question,
                          const char *suggestion,
                          const char *incomplete,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *answer = dp_asker_ask_text (asker, question, suggestion, cancellable, &failure);

  if (answer != NULL)
    return answer;
  if (g_error_matches (failure, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY))
    g_set_error_literal (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, incomplete);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * The account's region: @given, the environment's, the profile's, else asked.
 * Owned; NULL with DP_SESSION_ERROR_INCOMPLETE when nobody can be asked.
 */
char *
dp_enrolment_find_region (DpSharedFiles *files,
                          const char *profile,
                          const char *given,
                          DpAsker *asker,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *region = dup_known_region (files, profile, given);

  if (region == NULL)
    region = dp_enrolment_ask_missing (asker, _("Region of this profile (such as eu-central-1)"), NULL,
                                                 _("The region is not known. Give it with --region, or set AWS_REGION"), cancellable, error);
  if (region == NULL)
    return NULL;
  if (!dp_endpoint_is_region_name (region)) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” is not the name of a region, such as eu-central-1"), region);
    return NULL;
  }
  return g_steal_pointer (&region);
}

/**
 * Asks AWS who @key belongs to. The answer is owned; NULL with AWS's refusal, or
 * with DP_SESSION_ERROR_KEY for a root user's key: its sessions end after an
 * hour whatever is asked for, and nobody should work with it.
 */
DpCallerIdentity *
dp_enrolment_prove_key (DpAwsClient *client,
                        DpAccessKey *key,
                        DpAsker *asker,
                        GCancellable *cancellable,
                        GError **error)
{
  const DpCredentials credentials = {
    .access_key_id = dp_access_key_get_id (key),
    .secret_access_key = dp_access_key_get_secret (key),
  };
  g_autoptr (DpCallerIdentity) identity = dp_sts_get_caller_identity (client, &credentials, cancellable, error);

  if (identity == NULL)
    return NULL;
  dp_clock_note_tell (client, asker);
  if (identity->is_root) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_KEY,
                 _("This is the key of the root user of account %s. Daypass does not take it: make an IAM user with MFA, and delete the root user’s key"), identity->account_id);
    return NULL;
  }
  return g_steal_pointer (&identity);
}

/* Whether @serial can be the number of a device whose codes the API takes from
 * the user that @identity is. */
static gboolean
check_device (const DpCallerIdentity *identity,
              const char *serial,
              GError **error)
{
  g_auto (GStrv) parts = g_strsplit (serial, ":", 6);
  gboolean is_arn = g_strv_length (parts) == 6 && g_str_equal (parts[0], "arn");
  size_t length = strlen (serial);

  if (length < SERIAL_MIN || length > SERIAL_MAX || strspn (serial, SERIAL_CHARACTERS) != length) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("That is not the serial number of an MFA device, which looks like arn:aws:iam::%s:mfa/NAME"), identity->account_id);
    return FALSE;
  }

  if (dp_mfa_device_kind (serial) == DP_MFA_DEVICE_SECURITY_KEY) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("“%s” is a security key, which AWS’s API cannot use. Add an authenticator app as another MFA device of the user"), serial);
    return FALSE;
  }
  if (is_arn && !g_str_has_prefix (parts[5], "mfa/")) {
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                 _("“%s” is not the serial number of an MFA device, which looks like arn:aws:iam::%s:mfa/NAME"), serial, identity->account_id);
    return FALSE;
  }
  if (is_arn && !g_str_equal (parts[4], identity->account_id)) {
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("The MFA device “%s” is of another account than the key, which is of %s"), serial, identity->account_id);
    return FALSE;
  }
  return TRUE;
}

/* A person who uses the security key would wait for it in vain. */
static GPtrArray *
keep_usable (GPtrArray *devices,
             DpAsker *asker)
{
  GPtrArray *usable = g_ptr_array_new ();

  for (guint i = 0; i < devices->len; i++) {
    const DpMfaDevice *device = devices->pdata[i];
    if (device->kind != DP_MFA_DEVICE_SECURITY_KEY)
      g_ptr_array_add (usable, device->serial_number);
    else
      dp_asker_tell (asker, _("“%s” is a security key or passkey, which AWS’s API cannot use"), device->serial_number);
  }
  return usable;
}

static char *
choose_device (GPtrArray *serials,
               DpAsker *asker,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_ptr_array_add (serials, NULL);
  char *serial = dp_asker_choose (asker, _("The user has several MFA devices:"), (const char *const *) serials->pdata, cancellable, &failure);
  if (g_error_matches (failure, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY)) {
    g_autofree char *all = g_strjoinv (", ", (GStrv) serials->pdata);
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_INCOMPLETE, _("The user has several MFA devices. Name one with --mfa-serial: %s"), all);
  } else if (failure != NULL) {
    g_propagate_error (error, g_steal_pointer (&failure));
  }
  return serial;
}

/* A policy may keep the user from listing its own devices, or a network that lets
 * only STS through; a person knows the number all the same. */
static char *
ask_for_serial (const DpCallerIdentity *identity,
                const GError *failure,
                DpAsker *asker,
                GCancellable *cancellable,
                GError **error)
{
  gboolean is_denied = g_error_matches (failure, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_DENIED);
  if (!is_denied && (failure->domain != DP_AWS_ERROR || !dp_asker_is_person (asker))) {
    g_propagate_error (error, g_error_copy (failure));
    return NULL;
  }

  if (!is_denied)
    dp_asker_tell (asker, "%s", failure->message);
  const char *question = is_denied ? _("AWS does not let this user list its MFA devices. Serial number of the device") : _("Serial number of the MFA device");
  g_autofree char *suggestion = g_strdup_printf ("arn:%s:iam::%s:mfa/%s", identity->partition, identity->account_id,
                                                 identity->user_name != NULL ? identity->user_name : "");
  g_autofree char *serial = dp_enrolment_ask_missing (asker, question, suggestion,
                                                      _("AWS does not let this user list its MFA devices. Give the serial number with --mfa-serial"), cancellable, error);

  if (serial == NULL)
    return NULL;
  return check_device (identity, serial, error) ? g_steal_pointer (&serial) : NULL;
}

/**
 * The serial number of the device whose codes will be asked for: @given
 * (nullable), else what the account or another tool's line has @noted
 * (nullable) unless that cannot be this user's, else the user's only one that the
 * API can use, else asked. Owned; NULL with DP_SESSION_ERROR_MFA when there is
 * none.
 */
char *
dp_enrolment_find_device (DpAwsClient *client,
                          DpAccessKey *key,
                          const DpCallerIdentity *identity,
                          const char *given,
                          const char *noted,
                          DpAsker *asker,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) failure = NULL;
  const DpCredentials credentials = {
    .access_key_id = dp_access_key_get_id (key),
    .secret_access_key = dp_access_key_get_secret (key),
  };

  if (given != NULL)
    return check_device (identity, given, error) ? g_strdup (given) : NULL;
  if (noted != NULL && check_device (identity, noted, NULL))
    return g_strdup (noted);

  g_autoptr (GPtrArray) devices = dp_iam_list_mfa_devices (client, &credentials, identity->user_name, cancellable, &failure);
  if (devices == NULL)
    return ask_for_serial (identity, failure, asker, cancellable, error);

  g_autoptr (GPtrArray) usable = keep_usable (devices, asker);
  if (usable->len > 1)
    return choose_device (usable, asker, cancellable, error);
  if (usable->len == 1)
    return g_strdup (usable->pdata[0]);
  if (devices->len > 0)
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("The user has only security keys or passkeys as MFA devices. Add an authenticator app as another device"));
  else
    g_set_error (error, DP_SESSION_ERROR, DP_SESSION_ERROR_MFA,
                 _("The user has no MFA device. Assign one in the AWS console, under “Security credentials”"));
  return NULL;
}

/**
 * Finds out before anything is stored whether the account's lines can be
 * written. A config file that a program generates (Nix, chezmoi) cannot: then
 * the person is told the lines to add there, and the next try finds them.
 */
gboolean
dp_enrolment_check_config (DpSharedFiles *files,
                           const DpAccount *account,
                           DpAsker *asker,
                           GError **error)
{
  g_autoptr (GError) failure = NULL;
  size_t length = 0, new_length = 0;
  const char *bytes = dp_profile_file_get_bytes (files->config, &length);
  g_autoptr (DpProfileFile) wanted = dp_profile_file_new (DP_PROFILE_FILE_CONFIG, bytes, length);

  if (!dp_profile_file_check (files->config, files->places->config, error))
    return FALSE;
  dp_account_write (account, wanted);
  const char *new_bytes = dp_profile_file_get_bytes (wanted, &new_length);
  if ((length == new_length && memcmp (bytes, new_bytes, length) == 0) || dp_file_editor_check_writable (files->places->config, &failure))
    return TRUE;

  g_autoptr (DpProfileFile) lines = dp_profile_file_new (DP_PROFILE_FILE_CONFIG, "", 0);
  dp_account_write (account, lines);
  const char *text = dp_profile_file_get_bytes (lines, &new_length);
  dp_asker_tell (asker, _("Add these lines to “%s”, then do this again:\n%.*s"), files->places->config, (int) new_length, text);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * "mfa_serial" beside the keys of a session makes the .NET SDK call the profile
 * invalid, and other tools ask for a code again. Offers to let our own line take
 * its place; @rename says what the person wants.
 */
gboolean
dp_enrolment_offer_rename (DpSharedFiles *files,
                           const char *profile,
                           DpAsker *asker,
                           gboolean *rename,
                           GCancellable *cancellable,
                           GError **error)
{
  *rename = FALSE;
  if (!dp_profile_file_has_key (files->config, profile, "mfa_serial") && !dp_profile_file_has_key (files->credentials, profile, "mfa_serial"))
    return TRUE;

  dp_asker_tell (asker, _("The profile “%s” has an mfa_serial line, with which some SDKs refuse the keys of a session"), profile);
  if (!dp_asker_is_person (asker))
    return TRUE;
  return dp_asker_confirm (asker, _("Rename it to x_daypass_mfa_serial?"), rename, cancellable, error);
}

static void
replace (char **field,
         const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/** Notes in @account what was found out; a command of its own that prints codes
 * stays, else another tool's @mfa_process (nullable) is taken over. */
void
dp_enrolment_fill_account (DpAccount *account,
                           const char *region,
                           const DpCallerIdentity *identity,
                           const char *mfa_serial,
                           const char *mfa_process)
{
  replace (&account->region, region);
  replace (&account->account_id, identity->account_id);
  replace (&account->mfa_serial, mfa_serial);
  if (account->mfa_process == NULL)
    account->mfa_process = g_strdup (mfa_process);
}

/** Writes the account's lines; with @rename other tools' MFA lines go. */
void
dp_enrolment_write_account (const DpAccount *account,
                            gboolean rename,
                            DpProfileFile *config)
{
  dp_account_write (account, config);
  if (!rename)
    return;
  dp_profile_file_remove_key (config, account->profile, "mfa_serial");
  dp_profile_file_remove_key (config, account->profile, "mfa_process");
}
