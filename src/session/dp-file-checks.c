/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dp-file-editor.h"
#include "dp-file-target.h"
#include "dp-plaintext-key.h"

/* A file of something else would fill the page. */
#define MAX_LINES_NAMED 10

/** Either of the two files. */
typedef struct {
  const char *path;
  DpProfileFile *file;
  const GError *error; /* (nullable): why it cannot be read */
} SharedFile;

static void
get_files (DpExamination *examination,
           SharedFile files[2])
{
  const DpSharedFiles *shared = examination->files;

  files[0] = (SharedFile){ shared->places->config, shared->config, examination->config_error };
  files[1] = (SharedFile){ shared->places->credentials, shared->credentials, examination->credentials_error };
}

static void
cross_line (DpExamination *examination,
            const char *path,
            const DpProfileFileProblem *problem)
{
  g_autofree char *message = g_strdup_printf (problem->fatal ? _("AWS tools cannot read “%s” because of line %u")
                                                             : _("AWS tools do not agree about line %2$u of “%1$s”"),
                                                                  path, problem->line);

  dp_examination_cross (examination, NULL, message, problem->message);
}

static guint
cross_lines (DpExamination *examination,
             const SharedFile *shared,
             gboolean fatal)
{
  g_autoptr (GPtrArray) problems = dp_profile_file_list_problems (shared->file);
  guint n_lines = 0;

  for (guint i = 0; i < problems->len; i++) {
    const DpProfileFileProblem *problem = problems->pdata[i];
    if (problem->fatal == fatal && n_lines++ < MAX_LINES_NAMED)
      cross_line (examination, shared->path, problem);
  }
  if (n_lines > MAX_LINES_NAMED) {
    guint n_more = n_lines - MAX_LINES_NAMED;
    g_autofree char *message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "“%s” has %u more such line", "“%s” has %u more such lines", n_more), shared->path, n_more);
    dp_examination_cross (examination, NULL, message, _("Fix those above first, or see whether this is the right file"));
  }
  return n_lines;
}

/* What makes boto3 and others refuse the whole file, whatever the profile. */
void
dp_check_file_readable (DpExamination *examination)
{
  SharedFile files[2];
  get_files (examination, files);

  for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
    if (files[i].error != NULL) {
      g_autofree char *message = g_strdup_printf (_("Daypass cannot read “%s”"), files[i].path);
      dp_examination_cross (examination, NULL, message, files[i].error->message);
    } else if (cross_lines (examination, &files[i], TRUE) == 0) {
      dp_examination_tick (examination, NULL, _("All tools can read “%s”"), files[i].path);
    }
  }
}

void
dp_check_file_ambiguous (DpExamination *examination)
{
  SharedFile files[2];
  get_files (examination, files);
  if (dp_examination_skip_unread (examination, _("Lines that tools read differently")))
    return;

  guint n_lines = cross_lines (examination, &files[0], FALSE) + cross_lines (examination, &files[1], FALSE);

  if (n_lines == 0)
    dp_examination_tick (examination, NULL, _("All tools understand every line of the files alike"));
}

void
dp_check_file_writable (DpExamination *examination)
{
  const char *path = examination->files->places->credentials;
  g_autoptr (GError) error = NULL;

  if (dp_file_editor_check_writable (path, &error)) {
    dp_examination_tick (examination, NULL, _("Daypass can write sessions into “%s”"), path);
    return;
  }
  g_autofree char *message = g_strdup_printf (_("Daypass cannot write sessions into “%s”"), path);
  dp_examination_cross (examination, NULL, message, error->message);
}

/* Crosses @path if it has one of the bits in @forbidden. */
static gboolean
check_mode (DpExamination *examination,
            const char *path,
            mode_t forbidden)
{
  struct stat status;
  if (stat (path, &status) != 0 || (status.st_mode & forbidden) == 0)
    return TRUE;
  /* In /tmp and the like nobody can replace another's file; and who may look into
   * a folder reads no file yet. */
  if (S_ISDIR (status.st_mode) && (status.st_mode & S_ISVTX || forbidden & S_IRGRP))
    return TRUE;

  mode_t mode = status.st_mode & 07777;
  mode_t better = mode & ~forbidden;
  g_autofree char *message = g_strdup_printf (forbidden & S_IRGRP ? _("Other users of this computer may read “%s”")
                                                                  : _("Other users of this computer may change “%s”"),
                                                                       path);
  g_autofree char *advice = g_strdup_printf (_("Change its mode from %o to %o: chmod %o '%s'"), mode, better, better, path);
  DpFinding *finding = dp_examination_cross (examination, NULL, message, advice);
  if (status.st_uid == geteuid ())
    dp_finding_set_mode (finding, path, better);
  return FALSE;
}

/* A line of the config file can run a program, and who may write into the folder
 * can put another file in its place. */
void
dp_check_file_mode (DpExamination *examination)
{
  const DpPlaces *places = examination->files->places;
  g_autofree char *target = dp_file_target_resolve (places->credentials, NULL);
  g_autofree char *folder = g_path_get_dirname (target != NULL ? target : places->credentials);

  gboolean is_good = check_mode (examination, places->credentials, S_IRWXG | S_IRWXO);
  is_good = check_mode (examination, places->config, S_IWGRP | S_IWOTH) && is_good;
  if (check_mode (examination, folder, S_IWGRP | S_IWOTH) && is_good)
    dp_examination_tick (examination, NULL, _("No other user of this computer may read the credentials or change the files"));
}

void
dp_check_plaintext_key (DpExamination *examination)
{
  SharedFile files[2];
  get_files (examination, files);
  if (dp_examination_skip_unread (examination, _("Keys in plaintext")))
    return;

  g_autoptr (GPtrArray) keys = dp_plaintext_key_list (files[0].file, files[1].file);

  for (guint i = 0; i < keys->len; i++) {
    const DpPlaintextKey *key = keys->pdata[i];
    const char *path = files[key->file == DP_PROFILE_FILE_CONFIG ? 0 : 1].path;
    g_autofree char *message = g_strdup_printf (_("The access key %s of “%s” lies in plaintext in “%s”"), key->access_key_id, key->profile, path);
    g_autofree char *advice = g_strdup_printf (_("“daypass import %s” moves it into the keyring"), key->profile);
    dp_examination_cross (examination, key->profile, message, advice);
  }
  if (keys->len == 0)
    dp_examination_tick (examination, NULL, _("No profile has a long-lived access key in plaintext"));
}

void
dp_check_stray_secret (DpExamination *examination)
{
  SharedFile files[2];
  guint n_lines = 0;
  get_files (examination, files);
  if (dp_examination_skip_unread (examination, _("Secrets in comments")))
    return;

  for (size_t i = 0; i < G_N_ELEMENTS (files); i++) {
    guint line = 0;
    while (n_lines < MAX_LINES_NAMED && (line = dp_plaintext_key_find_stray_secret (files[i].file, line)) != 0) {
      g_autofree char *message = g_strdup_printf (_("Line %u of “%s” has a secret access key in a place where no tool reads it"), line, files[i].path);
      n_lines++;
      dp_examination_cross (examination, NULL, message, _("Take the line out; if AWS still knows the key and nobody needs it, delete it there"));
    }
  }
  if (n_lines == 0)
    dp_examination_tick (examination, NULL, _("No secret access key is left over in a comment"));
}
