/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-file-target.h"

#include "dp-profiles-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <sys/stat.h>
#include <unistd.h>

/* As the kernel (path_resolution(7)). */
#define MAX_LINKS 40

static void set_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE, format, arguments));
  va_end (arguments);
}

/* Returns: (nullable): where the link @path points to, NULL when it is none. */
static char *
read_link (const char *path)
{
  g_autofree char *text = g_file_read_link (path, NULL);
  if (text == NULL || g_path_is_absolute (text))
    return g_steal_pointer (&text);

  g_autofree char *folder = g_path_get_dirname (path);
  return g_build_filename (folder, text, NULL);
}

/** Follows the links of the last component of @path, to a file that need not be
 * there yet: a new file belongs where a dangling link points to.
 * Returns: (transfer full) (nullable): NULL with DP_PROFILES_ERROR_NOT_WRITABLE. */
char *
dp_file_target_resolve (const char *path, GError **error)
{
  g_autofree char *target = g_strdup (path);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i <= MAX_LINKS; i++) {
    char *next = read_link (target);
    if (next == NULL)
      return g_steal_pointer (&target);
    if (!g_hash_table_add (seen, g_steal_pointer (&target))) {
      g_free (next);
      set_error (error, _("The link “%s” leads back to itself. Point it to your file, or remove it. Nothing was changed"), path);
      return NULL;
    }
    target = next;
  }
  set_error (error, _("“%s” leads through more than 40 links. Make the way shorter. Nothing was changed"), path);
  return NULL;
}

/** Puts why @target could not be written into a sentence; @errnum is what making
 * the new file beside it gave. */
void
dp_file_target_set_error (GError **error, const char *target, int errnum)
{
  g_autofree char *folder = g_path_get_dirname (target);

  switch (errnum) {
    case EROFS:
      set_error (error, _("“%s” is on a read-only file system. Nothing was changed"), target);
      return;
    case ENOSPC:
      set_error (error, _("There is no space left on the disk for “%s”. Make some room and try again. Nothing was changed"), target);
      return;
    case EDQUOT:
      set_error (error, _("Your disk quota does not allow a new “%s”. Make some room and try again. Nothing was changed"), target);
      return;
    case EACCES:
    case EPERM:
      set_error (error, _("You may not make files in the folder “%s”, which is how its files are changed safely. Nothing was changed"), folder);
      return;
    case ENOTDIR:
      set_error (error, _("“%s” cannot be a folder, since a file is in its way. Move that out of the way. Nothing was changed"), folder);
      return;
    case EBUSY:
      set_error (error, _("“%s” is mounted by itself, as containers do with a single file, so it cannot be replaced. Mount its folder instead. Nothing was changed"), target);
      return;
    case EMLINK:
      set_error (error, _("The folder of “%s” cannot be made: too many folders are beside it already. Nothing was changed"), target);
      return;
    default:
      set_error (error, _("“%s” could not be written: %s. Nothing was changed"), target, g_strerror (errnum));
  }
}

/** Whether the file @target itself may be replaced: it is missing, or an ordinary
 * file of the person's own that they may write. */
gboolean
dp_file_target_check_file (const char *target, GError **error)
{
  struct statx status;
  if (statx (AT_FDCWD, target, 0, STATX_TYPE | STATX_MODE | STATX_UID, &status) < 0)
    return TRUE;

  if (!S_ISREG (status.stx_mode)) {
    set_error (error, _("“%s” is not an ordinary file, so it cannot be changed. Nothing was changed"), target);
    return FALSE;
  }
  if (geteuid () != 0 && status.stx_uid != geteuid ()) {
    set_error (error, _("“%s” belongs to another user. Make it your own, or use another file. Nothing was changed"), target);
    return FALSE;
  }
  if (status.stx_attributes & STATX_ATTR_MOUNT_ROOT) {
    dp_file_target_set_error (error, target, EBUSY);
    return FALSE;
  }
  if (faccessat (AT_FDCWD, target, W_OK, AT_EACCESS) == 0)
    return TRUE;
  if (errno == EROFS)
    dp_file_target_set_error (error, target, errno);
  else
    set_error (error, _("“%s” is write-protected. Give yourself the right to write it. Nothing was changed"), target);
  return FALSE;
}

/** Whether @target, as dp_file_target_resolve() gave it, can be replaced: looks
 * at it, its folder or the nearest folder that there is, and changes nothing. A
 * full disk shows only when writing. */
gboolean
dp_file_target_check (const char *target, GError **error)
{
  if (!dp_file_target_check_file (target, error))
    return FALSE;

  g_autofree char *folder = g_path_get_dirname (target);
  while (faccessat (AT_FDCWD, folder, F_OK, AT_EACCESS) < 0 && errno == ENOENT) {
    char *parent = g_path_get_dirname (folder);
    g_free (folder);
    folder = parent;
  }
  gboolean is_folder = g_file_test (folder, G_FILE_TEST_IS_DIR);
  if (is_folder && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0)
    return TRUE;

  dp_file_target_set_error (error, target, is_folder ? errno : ENOTDIR);
  return FALSE;
}
