/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-aws-vault.h"
#include "dp-enrolment.h"
#include "dp-import-source.h"
#include "dp-profiles-error.h"

static gboolean
is_moved (DpAccessKey *key,
          DpSharedFiles *files,
          GPtrArray *ours)
{
  const char *profile = dp_access_key_get_profile (key);
  g_autoptr (DpAccount) account = dp_account_read (files->config, profile, NULL);

  for (guint i = 0; account != NULL && i < ours->len; i++)
    if (g_str_equal (dp_access_key_get_profile (ours->pdata[i]), profile) && g_str_equal (dp_access_key_get_id (ours->pdata[i]), dp_access_key_get_id (key)))
      return TRUE;
  return FALSE;
}

/* aws-vault goes on having a key that was moved, unless the person said otherwise. */
static GPtrArray *
list (DpSharedFiles *files,
      DpKeyringPrompt prompt,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) stored = dp_aws_vault_list (prompt, cancellable, error);
  if (stored == NULL)
    return NULL;

  g_autoptr (GPtrArray) ours = dp_keyring_list (cancellable, NULL);
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_import_key_free);
  for (guint i = 0; i < stored->len; i++) {
    DpAccessKey *key = stored->pdata[i];
    if (dp_enrolment_check_key_id (dp_access_key_get_id (key), NULL) && (ours == NULL || !is_moved (key, files, ours)))
      g_ptr_array_add (keys, dp_import_key_new_stored (key, files));
  }
  return keys;
}

/* Whether @profile has a credential_process line that gets @name from aws-vault. */
static gboolean
calls_aws_vault (DpProfileFile *config,
                 const char *profile,
                 const char *name)
{
  g_autofree char *line = dp_profile_file_dup_value (config, profile, "credential_process");
  g_auto (GStrv) words = NULL;

  if (line == NULL || !g_shell_parse_argv (line, NULL, &words, NULL))
    return FALSE;
  g_autofree char *program = g_path_get_basename (words[0]);
  return g_str_equal (program, "aws-vault") && g_strv_contains ((const char *const *) words, name);
}

/* AWS tools would call aws-vault beside the session. */
static char *
choose_name (const DpImportKey *key,
             DpSharedFiles *files,
             DpAsker *asker,
             GCancellable *cancellable,
             GError **error)
{
  const char *profile = key->profile;
  gboolean yes = !calls_aws_vault (files->config, profile, profile);

  if (!yes && dp_asker_is_person (asker)) {
    dp_asker_tell (asker, _("The profile “%s” has a credential_process line that calls aws-vault, which is in the way of a session"), profile);
    if (!dp_asker_confirm (asker, _("Let the session take its place?"), &yes, cancellable, error))
      return NULL;
  }
  if (yes)
    return g_strdup (profile);
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The profile “%s” has a credential_process line that calls aws-vault, and AWS tools would not use a session beside it. Take that line out of the config file, then try again"), profile);
  return NULL;
}

static void
edit_config (const DpImportKey *key,
             DpProfileFile *config)
{
  if (calls_aws_vault (config, key->profile, key->profile))
    dp_profile_file_remove_key (config, key->profile, "credential_process");
}

static char *
join_callers (const char *name)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GStrvBuilder) callers = g_strv_builder_new ();
  g_auto (GStrv) all = files != NULL ? dp_profile_file_list_profiles (files->config) : g_new0 (char *, 1);

  for (size_t i = 0; all[i] != NULL; i++)
    if (calls_aws_vault (files->config, all[i], name))
      g_strv_builder_add (callers, all[i]);
  g_auto (GStrv) names = g_strv_builder_end (callers);
  return g_strjoinv (", ", names);
}

static void
remove_copy (const DpImportKey *key,
             DpKeyringPrompt prompt,
             DpAsker *asker,
             GCancellable *cancellable)
{
  gboolean yes = FALSE;

  dp_asker_confirm (asker, _("Remove the key from aws-vault?"), &yes, cancellable, NULL);
  while (yes) {
    g_autoptr (GError) error = NULL;
    yes = FALSE;
    if (dp_aws_vault_remove (key->key, prompt, cancellable, &error)) {
      dp_asker_tell (asker, _("aws-vault has the key no more"));
    } else {
      dp_asker_tell (asker, "%s", error->message);
      dp_asker_confirm (asker, _("Try again?"), &yes, cancellable, NULL);
    }
  }
}

/* The account is complete: nothing here is worth failing for. What is to be known
 * is told before the question, where the answer can still follow it. */
static void
finish (const DpImportKey *key,
        DpKeyringPrompt prompt,
        DpAsker *asker,
        GCancellable *cancellable)
{
  g_autofree char *callers = join_callers (key->profile);

  if (*callers != '\0')
    dp_asker_tell (asker, _("These profiles get this key from aws-vault by credential_process: %s"), callers);
  dp_asker_tell (asker, _("aws-vault still has the key too. “aws-vault remove %s” takes it out there"), key->profile);
  if (dp_asker_is_person (asker))
    remove_copy (key, prompt, asker, cancellable);
}

static char *
format_question (const DpImportKey *key)
{
  return g_strdup_printf (_("Take the key %s over, which aws-vault has for “%s”?"), key->access_key_id, key->profile);
}

static const char *
get_nothing (void)
{
  return _("aws-vault has no access key in the keyring that Daypass does not have. What it keeps elsewhere (--backend pass, file) is not looked for");
}

static char *
format_unknown (const char *profile)
{
  return g_strdup_printf (_("aws-vault has no access key for “%s” in the keyring"), profile);
}

/** The keys that aws-vault keeps in the Secret Service, which it goes on having
 * unless the person says that they shall go. */
const DpImportSource dp_import_from_aws_vault = {
  .name = "aws-vault",
  .retry = "daypass renew",
  .get_nothing = get_nothing,
  .format_question = format_question,
  .format_unknown = format_unknown,
  .list = list,
  .choose_name = choose_name,
  .edit_config = edit_config,
  .finish = finish,
};
