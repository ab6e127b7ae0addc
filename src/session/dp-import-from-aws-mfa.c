/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-import-files.h"
#include "dp-import-source.h"
#include "dp-profiles-error.h"

#define SUFFIX DP_IMPORT_AWS_MFA_SUFFIX

static GPtrArray *
list (DpSharedFiles *files,
      DpKeyringPrompt prompt,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) found = dp_plaintext_key_list (files->config, files->credentials);
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_import_key_free);

  for (guint i = 0; i < found->len; i++) {
    const DpPlaintextKey *plaintext = found->pdata[i];
    if (plaintext->file != DP_PROFILE_FILE_CREDENTIALS || !g_str_has_suffix (plaintext->profile, SUFFIX) || g_str_equal (plaintext->profile, SUFFIX))
      continue;
    g_autofree char *profile = g_strndup (plaintext->profile, strlen (plaintext->profile) - strlen (SUFFIX));
    DpImportKey *key = dp_import_key_new_plaintext (plaintext, profile);
    if (key->mfa_serial == NULL)
      key->mfa_serial = dp_profile_file_dup_value (files->credentials, key->section, "aws_mfa_device");
    g_ptr_array_add (keys, key);
  }
  return keys;
}

/* Whether aws-mfa takes the section for a session of its own (its validate()). */
static gboolean
is_session (DpProfileFile *credentials,
            const char *profile)
{
  static const char *const lines[] = {
    "assumed_role", "aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token", "expiration"
  };

  for (size_t i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!dp_profile_file_has_key (credentials, profile, lines[i]))
      return FALSE;
  return !dp_profile_file_has_key (credentials, profile, "manager");
}

static char *
dup_role (const DpImportKey *key,
          DpSharedFiles *files)
{
  char *role = dp_profile_file_dup_value (files->credentials, key->section, "assume_role");

  return role != NULL ? role : dp_profile_file_dup_value (files->credentials, key->profile, "assumed_role_arn");
}

/* The session of the user in place of that of a role would be another account's. */
static char *
choose_name (const DpImportKey *key,
             DpSharedFiles *files,
             DpAsker *asker,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (GStrv) dependents = dp_import_key_list_dependents (key, files);
  g_autofree char *names = g_strjoinv (", ", dependents);
  g_autofree char *role = dup_role (key, files);

  if (role != NULL)
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
                 _("With aws-mfa, “%1$s” is the role %2$s, and with Daypass it would be the user. Move the key with “daypass import %3$s”, take the section “%1$s” out of the credentials file, then “daypass role add %1$s --role-arn %2$s --source-profile %3$s”"),
                    key->profile, role, key->section);
  else if (*names != '\0')
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
                 _("Other profiles use the key in “%s” by source_profile: %s. Write “source_profile = %s” there, then try again"),
                    key->section, names, key->profile);
  else
    return g_strdup (key->profile);
  return NULL;
}

/* The key goes in the write that brings the session, and its section with it
 * unless the person keeps something else there. */
static void
remove_key (const DpImportKey *key,
            DpProfileFile *credentials)
{
  g_autofree char *id = dp_profile_file_dup_value (credentials, key->section, "aws_access_key_id");

  if (g_strcmp0 (id, key->access_key_id) != 0)
    return;
  dp_import_files_remove_keys (credentials, key->section);
  dp_profile_file_remove_key (credentials, key->section, "aws_mfa_device");
  g_auto (GStrv) left = dp_profile_file_list_keys (credentials, key->section);
  if (*left == NULL)
    dp_profile_file_remove_profile (credentials, key->section);
}

static void
edit_credentials (const DpImportKey *key,
                  DpProfileFile *credentials)
{
  if (is_session (credentials, key->profile)) {
    dp_profile_file_set_value (credentials, key->profile, "manager", "daypass");
    dp_profile_file_remove_key (credentials, key->profile, "assumed_role");
  }
  remove_key (key, credentials);
}

static char *
format_question (const DpImportKey *key)
{
  return g_strdup_printf (_("Move the key %s, with which aws-mfa serves “%s”, into the keyring?"), key->access_key_id, key->profile);
}

static const char *
get_nothing (void)
{
  return _("There are no keys of aws-mfa to move: the credentials file has no section in which it keeps one");
}

static char *
format_unknown (const char *profile)
{
  const char *suffix = g_str_has_suffix (profile, SUFFIX) ? "" : SUFFIX;

  return g_strdup_printf (_("The credentials file has no section “%s%s” with a key of aws-mfa"), profile, suffix);
}

/** The keys of aws-mfa 0.0.12, whose sessions' profiles become the accounts. */
const DpImportSource dp_import_from_aws_mfa = {
  .name = "aws-mfa",
  .retry = "daypass import --from aws-mfa",
  .get_nothing = get_nothing,
  .format_question = format_question,
  .format_unknown = format_unknown,
  .list = list,
  .choose_name = choose_name,
  .edit_credentials = edit_credentials,
};
