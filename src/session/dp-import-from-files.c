/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gi18n.h>

#include "dp-import-source.h"

static gboolean
is_listed (GPtrArray *keys,
           const DpPlaintextKey *found)
{
  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    if (g_str_equal (key->section, found->profile) && g_str_equal (key->access_key_id, found->access_key_id))
      return TRUE;
  }
  return FALSE;
}

/* A key that lies in both files is one. */
static GPtrArray *
list (DpSharedFiles *files,
      DpKeyringPrompt prompt,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) found = dp_plaintext_key_list (files->config, files->credentials);
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_import_key_free);

  for (guint i = 0; i < found->len; i++) {
    const DpPlaintextKey *key = found->pdata[i];
    if (!is_listed (keys, key))
      g_ptr_array_add (keys, dp_import_key_new_plaintext (key, key->profile));
  }
  return keys;
}

/* Who else relies on these keys may want them to stay where they are. */
static char *
choose_name (const DpImportKey *key,
             DpSharedFiles *files,
             DpAsker *asker,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (GStrv) dependents = dp_import_key_list_dependents (key, files);

  if (*dependents == NULL)
    return g_strdup (key->profile);
  g_autofree char *names = g_strjoinv (", ", dependents);
  dp_asker_tell (asker, _("Other profiles use these keys by source_profile, and will use the session instead: %s. What runs by itself cannot type a code"), names);
  if (!dp_asker_is_person (asker))
    return g_strdup (key->profile);
  return dp_asker_ask_text (asker, _("Profile for the session (another name leaves the plaintext keys where they are)"), key->profile, cancellable, error);
}

static char *
format_question (const DpImportKey *key)
{
  if (g_str_has_suffix (key->section, DP_IMPORT_AWS_MFA_SUFFIX))
    return g_strdup_printf (_("Move the key %s of “%s” into the keyring under that name? (“daypass import --from aws-mfa” takes it over for the profile that aws-mfa serves)"), key->access_key_id, key->section);
  return g_strdup_printf (_("Move the key %s of “%s” into the keyring?"), key->access_key_id, key->profile);
}

static const char *
get_nothing (void)
{
  return _("There are no plaintext access keys to move");
}

static char *
format_unknown (const char *profile)
{
  return g_strdup_printf (_("There is no plaintext access key in the profile “%s”"), profile);
}

/** The plaintext keys of the shared files, each in the profile where it lies. */
const DpImportSource dp_import_from_files = {
  .retry = "daypass import",
  .get_nothing = get_nothing,
  .format_question = format_question,
  .format_unknown = format_unknown,
  .list = list,
  .choose_name = choose_name,
};
