/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-import-job.h"

#include "dp-import.h"
#include "dp-report.h"

static gboolean
print_keys (const DpImport *import,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return FALSE;
  g_autoptr (GPtrArray) keys = dp_import_list (import, files, cancellable, error);
  if (keys == NULL)
    return FALSE;

  if (keys->len == 0)
    dp_report_note ("%s", import->source->get_nothing ());
  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    const char *path = key->file == DP_PROFILE_FILE_CONFIG ? files->places->config : files->places->credentials;
    g_autofree char *line = g_strdup_printf ("%s  %s  %s\n", key->profile, key->access_key_id, key->section != NULL ? path : import->source->name);
    if (!dp_report_result (line, error))
      return FALSE;
  }
  return TRUE;
}

/** "daypass import": moves the keys that the person means, or prints them. */
gboolean
dp_import_job_run (const DpJob *job,
                   GError **error)
{
  static const DpImportSource *const sources[] = {
    [DP_IMPORT_FROM_FILES] = &dp_import_from_files,
    [DP_IMPORT_FROM_AWS_VAULT] = &dp_import_from_aws_vault,
    [DP_IMPORT_FROM_AWS_MFA] = &dp_import_from_aws_mfa,
  };
  const DpImport import = {
    .source = sources[job->command->import_from],
    .profiles = (const char *const *) job->command->profiles,
    .asker = job->asker,
    .keyring_prompt = job->keyring_prompt,
  };

  return job->command->dry_run ? print_keys (&import, job->cancellable, error) : dp_import_run (&import, job->cancellable, error);
}
