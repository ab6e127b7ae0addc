/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-file-editor.h"

#include "dp-file-snapshot.h"
#include "dp-file-target.h"
#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* How the new file is called until it takes the target's name; what a killed
 * process left is known by it. */
#define TEMPORARY_PREFIX ".daypass-new-"

/* Others write rarely; who changes the file that often never stops. */
#define MAX_ROUNDS 100

/* One edit of one file. */
typedef struct {
  const char *target;
  const char *folder;
  DIR *entries; /* (owned) (nullable): of the folder */
  DpProfileFileKind kind;
  DpFileEdit edit;
  gpointer data;
} Editing;

typedef enum {
  NOTHING_TO_DO,
  REPLACED,
  CHANGED_MEANWHILE,
  FAILED,
} Outcome;

/* The lock is on the folder: one on a file that is renamed away holds nobody up.
 * Some network file systems have none; there the looks at the file must do. */
static gboolean
lock_folder (const Editing *self)
{
  if (TEMP_FAILURE_RETRY (flock (dirfd (self->entries), LOCK_EX)) == 0)
    return TRUE;

  g_info ("file-editor: The folder could not be locked: %s", g_strerror (errno));
  return FALSE;
}

/* Only under the lock: else it could be the file of a process that is still at it. */
static void
remove_stale_files (const Editing *self)
{
  for (struct dirent *entry = readdir (self->entries); entry != NULL; entry = readdir (self->entries)) {
    if (g_str_has_prefix (entry->d_name, TEMPORARY_PREFIX))
      (void) unlinkat (dirfd (self->entries), entry->d_name, 0);
  }
}

static gboolean
write_all (int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = TEMP_FAILURE_RETRY (write (fd, bytes, length));
    if (n < 0)
      return FALSE;
    bytes += n;
    length -= (size_t) n;
  }
  return TRUE;
}

static gboolean
copy_attribute (int from, int to, const char *name)
{
  ssize_t size = fgetxattr (from, name, NULL, 0);
  g_autofree char *value = g_malloc0 ((size_t) MAX (size, 1));

  return size >= 0 && fgetxattr (from, name, value, (size_t) size) == size && fsetxattr (to, name, value, (size_t) size, 0) == 0;
}

/* Labels and notes of the file that is replaced, and who else may read the config
 * file: of an access list the group bits of the mode are only the mask.
 * Returns: FALSE when an access list could not be copied. */
static gboolean
copy_attributes (const Editing *self, int fd, const DpFileSnapshot *before)
{
  char names[4096];
  ssize_t length = flistxattr (before->fd, names, sizeof names);
  gboolean copied = TRUE;

  if (self->kind == DP_PROFILE_FILE_CONFIG)
    (void) fremovexattr (fd, "system.posix_acl_access"); /* what the folder makes new files inherit */
  for (const char *name = names; name < names + length; name += strlen (name) + 1) {
    gboolean is_access_list = g_str_has_prefix (name, "system.");
    if (is_access_list && self->kind == DP_PROFILE_FILE_CREDENTIALS)
      continue;
    if (!copy_attribute (before->fd, fd, name) && is_access_list)
      copied = FALSE;
  }
  return copied;
}

/* The owner, the attributes and the mode of the file that is replaced. Others never
 * get a look at credentials, and no group gets one that the old file did not name. */
static gboolean
copy_status (const Editing *self, int fd, const DpFileSnapshot *before)
{
  if (before->fd < 0)
    return TRUE;

  mode_t mode = before->status.st_mode & 07777;
  if (self->kind == DP_PROFILE_FILE_CREDENTIALS)
    mode &= 0600;
  gboolean copied = copy_attributes (self, fd, before);
  if (fchown (fd, before->status.st_uid, before->status.st_gid) < 0 || !copied)
    mode &= ~(mode_t) 070;
  return fchmod (fd, mode) == 0;
}

/* Returns: (nullable): the name of the finished file, NULL with @error. */
static char *
write_temporary (const Editing *self, const DpFileSnapshot *before, const char *bytes, size_t length, GError **error)
{
  g_autofree char *name = g_build_filename (self->folder, TEMPORARY_PREFIX "XXXXXX", NULL);
  int fd = mkostemp (name, O_CLOEXEC);
  if (fd < 0) {
    dp_file_target_set_error (error, self->target, errno);
    return NULL;
  }

  int errnum = write_all (fd, bytes, length) && copy_status (self, fd, before) && fsync (fd) == 0 ? 0 : errno;
  if (close (fd) < 0 && errnum == 0)
    errnum = errno;
  if (errnum == 0)
    return g_steal_pointer (&name);

  (void) unlink (name);
  dp_file_target_set_error (error, self->target, errnum);
  return NULL;
}

static Outcome
replace_target (const Editing *self, const DpFileSnapshot *before, const char *bytes, size_t length, GError **error)
{
  if (!dp_file_target_check_file (self->target, error))
    return FAILED;

  g_autofree char *temporary = write_temporary (self, before, bytes, length, error);
  if (temporary == NULL)
    return FAILED;

  if (!dp_file_snapshot_is_current (before, self->target)) {
    (void) unlink (temporary);
    return CHANGED_MEANWHILE;
  }
  if (rename (temporary, self->target) < 0) {
    int errnum = errno;
    (void) unlink (temporary);
    if (errnum == ENOENT)
      return CHANGED_MEANWHILE;
    dp_file_target_set_error (error, self->target, errnum);
    return FAILED;
  }
  if (fsync (dirfd (self->entries)) < 0)
    g_info ("file-editor: The folder could not be synced: %s", g_strerror (errno));
  return REPLACED;
}

/* The text is needed again only where the time stamps do not tell whether the
 * file was written meanwhile. */
static DpProfileFile *
parse (const Editing *self, DpFileSnapshot *before)
{
  if (before->settled)
    return dp_profile_file_new_take (self->kind, g_steal_pointer (&before->text));
  return dp_profile_file_new (self->kind, before->text->bytes, before->text->length);
}

/* Edits what is in @before or, when somebody wrote into the old file after it was
 * replaced, what is in @late, which is eaten. */
static Outcome
edit_once (const Editing *self, DpFileSnapshot *before, DpSecretBuffer *late, GError **error)
{
  g_autoptr (DpProfileFile) file = late != NULL ? dp_profile_file_new_take (self->kind, late) : parse (self, before);

  if (late != NULL && !dp_profile_file_check (file, self->target, NULL))
    return NOTHING_TO_DO;
  if (!dp_profile_file_check (file, self->target, error) || !self->edit (file, self->data, error))
    return FAILED;

  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  if (late != NULL ? dp_secret_buffer_equal (before->text, bytes, length) : !dp_profile_file_is_changed (file))
    return NOTHING_TO_DO;
  return replace_target (self, before, bytes, length, error);
}

static gboolean
edit_until_settled (const Editing *self, GError **error)
{
  g_autoptr (DpSecretBuffer) late = NULL;

  for (int round = 0; round < MAX_ROUNDS; round++) {
    g_autoptr (DpFileSnapshot) before = dp_file_snapshot_read (self->target, TRUE, error);
    if (before == NULL)
      return FALSE;

    Outcome outcome = edit_once (self, before, g_steal_pointer (&late), error);
    if (outcome == NOTHING_TO_DO || outcome == FAILED)
      return outcome == NOTHING_TO_DO;

    if (outcome == CHANGED_MEANWHILE)
      continue;
    late = dp_file_snapshot_read_late (before);
    if (late == NULL)
      return TRUE;
  }
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE,
               _("Another program does not stop writing “%s”. Find it and try again. Nothing was changed"), self->target);
  return FALSE;
}

/* Makes the folder that is missing, unless an edit of nothing leaves nothing. */
static gboolean
make_folder (Editing *self, GError **error)
{
  g_autoptr (DpProfileFile) file = dp_profile_file_new (self->kind, "", 0);
  if (!self->edit (file, self->data, error))
    return FALSE;

  size_t length = 0;
  (void) dp_profile_file_get_bytes (file, &length);
  if (length == 0)
    return TRUE;
  if (g_mkdir_with_parents (self->folder, 0700) == 0)
    self->entries = opendir (self->folder);
  if (self->entries == NULL)
    dp_file_target_set_error (error, self->target, errno);
  return self->entries != NULL;
}

static gboolean
open_folder (Editing *self, GError **error)
{
  self->entries = opendir (self->folder);
  if (self->entries != NULL)
    return TRUE;
  if (errno == ENOENT || errno == ENOTDIR)
    return make_folder (self, error);

  dp_file_target_set_error (error, self->target, errno);
  return FALSE;
}

/** Changes the file at @path, links followed, by @edit, which may be called more
 * than once. The file is replaced whole or not at all; a missing one and its
 * missing folder are made, for the person alone. When @edit changes nothing,
 * nothing is written. Blocks while another Daypass is at it.
 * Returns: FALSE with @edit's own error, DP_PROFILES_ERROR_UNREADABLE for a file
 * that AWS tools could not read, or DP_PROFILES_ERROR_NOT_WRITABLE. */
gboolean
dp_file_editor_edit (const char *path, DpProfileFileKind kind, DpFileEdit edit, gpointer data, GError **error)
{
  g_return_val_if_fail (path != NULL && edit != NULL, FALSE);

  g_autofree char *target = dp_file_target_resolve (path, error);
  if (target == NULL)
    return FALSE;

  g_autofree char *folder = g_path_get_dirname (target);
  Editing self = { target, folder, NULL, kind, edit, data };
  if (!open_folder (&self, error))
    return FALSE;
  if (self.entries == NULL)
    return TRUE;

  if (lock_folder (&self))
    remove_stale_files (&self);
  gboolean done = edit_until_settled (&self, error);
  closedir (self.entries);
  return done;
}

/** Whether the file at @path could be changed, with the sentence that an edit
 * would fail with; changes nothing. */
gboolean
dp_file_editor_check_writable (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, FALSE);

  g_autofree char *target = dp_file_target_resolve (path, error);

  return target != NULL && dp_file_target_check (target, error);
}
