/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-file-snapshot.h"

#include "dp-profiles-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* How often, and for how long at most, a file is read again that another tool
 * seems to be writing at this moment. */
#define SETTLE_INTERVAL (10 * G_TIME_SPAN_MILLISECOND)
#define SETTLE_TIMEOUT G_TIME_SPAN_SECOND

/* No file system's time stamps are coarser than FAT's, in seconds. */
#define COARSEST_STAMP 2

/* Enough for a new session, so that an edit of the text copies nothing. */
#define ROOM_TO_GROW 8192

static void
set_read_error (GError **error, const char *path, int errnum)
{
  switch (errnum) {
    case EACCES:
    case EPERM:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("You may not read “%s”. Make it yours alone to read and write (mode 600) and try again"), path);
      return;
    case ELOOP:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("The link “%s” leads back to itself. Point it to your file, or remove it"), path);
      return;
    case EISDIR:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("“%s” is a folder, where a file is expected. Move it out of the way"), path);
      return;
    case EFBIG:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("“%s” is larger than 16 MiB, too large to be a file of AWS profiles"), path);
      return;
    case ENODEV:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("“%s” is not an ordinary file. Daypass reads and writes profiles in ordinary files only"), path);
      return;
    default:
      g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                   _("“%s” could not be read: %s"), path, g_strerror (errnum));
  }
}

/* Returns: (nullable): all that is in the file, or NULL with errno set. */
static DpSecretBuffer *
read_all (int fd, size_t size_hint)
{
  g_autoptr (DpSecretBuffer) text = dp_secret_buffer_new (size_hint + ROOM_TO_GROW);

  for (;;) {
    if (text->length > DP_FILE_SNAPSHOT_MAX_SIZE) {
      errno = EFBIG;
      return NULL;
    }
    size_t old_length = text->length;
    size_t room = text->capacity > old_length ? text->capacity - old_length : 4096;
    char *gap = dp_secret_buffer_splice (text, old_length, 0, room);
    ssize_t n = TEMP_FAILURE_RETRY (pread (fd, gap, room, (off_t) old_length));
    if (n < 0)
      return NULL;
    text->length = old_length + (size_t) n;
    if (n == 0)
      return g_steal_pointer (&text);
  }
}

/* "export AWS_CONFIG_FILE=/dev/null" is a usual way to have no file. */
static gboolean
is_dev_null (const struct stat *status)
{
  return S_ISCHR (status->st_mode) && status->st_rdev == makedev (1, 3);
}

static int
check_kind (const struct stat *status)
{
  if (S_ISDIR (status->st_mode))
    return EISDIR;
  if (!S_ISREG (status->st_mode) && !is_dev_null (status))
    return ENODEV;
  return status->st_size > DP_FILE_SNAPSHOT_MAX_SIZE ? EFBIG : 0;
}

/* Who writes from this moment on leaves another time stamp when the one that is
 * there is older than stamps are coarse. Of a younger file a second write may
 * carry the same: there only the content is certain. */
static gboolean
is_settled (const struct stat *status)
{
  return g_get_real_time () / G_USEC_PER_SEC - status->st_mtim.tv_sec > COARSEST_STAMP;
}

static DpFileSnapshot *
read_once (const char *path, GError **error)
{
  g_autoptr (DpFileSnapshot) self = g_new0 (DpFileSnapshot, 1);

  /* O_NONBLOCK: opening a FIFO must not wait for its writer. */
  self->fd = TEMP_FAILURE_RETRY (open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (self->fd < 0 && errno == ENOENT) {
    self->text = dp_secret_buffer_new (0);
    return g_steal_pointer (&self);
  }
  if (self->fd < 0 || fstat (self->fd, &self->status) < 0) {
    set_read_error (error, path, errno);
    return NULL;
  }

  self->settled = is_settled (&self->status);
  int fault = check_kind (&self->status);
  if (fault != 0) {
    set_read_error (error, path, fault);
    return NULL;
  }

  self->text = is_dev_null (&self->status) ? dp_secret_buffer_new (0) : read_all (self->fd, (size_t) self->status.st_size);
  if (self->text == NULL) {
    set_read_error (error, path, errno);
    return NULL;
  }
  return g_steal_pointer (&self);
}

/* Other tools truncate the file and write it anew: in between it is empty or
 * ends in the middle of a line. */
static gboolean
seems_torn (const DpFileSnapshot *self)
{
  size_t length = self->text->length;
  if (self->fd < 0 || (length > 0 && self->text->bytes[length - 1] == '\n'))
    return FALSE;

  gint64 changed_at = self->status.st_mtim.tv_sec * G_USEC_PER_SEC + self->status.st_mtim.tv_nsec / 1000;
  return ABS (g_get_real_time () - changed_at) < G_USEC_PER_SEC;
}

/** Reads the file at @path, links followed; a missing one (or a missing folder)
 * is empty. A file that another tool seems to be writing is read every 10 ms
 * until two reads agree, for a second at most. @for_edit, an empty file is given
 * the whole second: to build on it would lose all that the other is to write.
 * Returns: (transfer full) (nullable): NULL with DP_PROFILES_ERROR_UNREADABLE. */
DpFileSnapshot *
dp_file_snapshot_read (const char *path, gboolean for_edit, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + SETTLE_TIMEOUT;
  g_autoptr (DpFileSnapshot) self = read_once (path, error);

  while (self != NULL && seems_torn (self) && g_get_monotonic_time () < deadline) {
    g_usleep (SETTLE_INTERVAL);
    g_autoptr (DpFileSnapshot) next = read_once (path, error);
    if (next == NULL)
      return NULL;
    gboolean agrees = dp_secret_buffer_equal (self->text, next->text->bytes, next->text->length);
    if (agrees && !(for_edit && next->text->length == 0))
      return g_steal_pointer (&next);
    dp_file_snapshot_free (self);
    self = g_steal_pointer (&next);
  }
  return g_steal_pointer (&self);
}

static gboolean
is_same_time (const struct timespec *a, const struct timespec *b)
{
  return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static gboolean
is_same_file (const struct stat *a, const struct stat *b)
{
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size && is_same_time (&a->st_mtim, &b->st_mtim);
}

static gboolean
has_same_content (const DpFileSnapshot *self)
{
  g_autoptr (DpSecretBuffer) part = dp_secret_buffer_new (MIN (self->text->length + 1, 128 * 1024));
  size_t offset = 0;

  for (;;) {
    ssize_t n = TEMP_FAILURE_RETRY (pread (self->fd, part->bytes, part->capacity, (off_t) offset));
    if (n <= 0)
      return n == 0 && offset == self->text->length;
    if ((size_t) n > self->text->length - offset || memcmp (self->text->bytes + offset, part->bytes, (size_t) n) != 0)
      return FALSE;
    offset += (size_t) n;
  }
}

/** Whether @path is still the same file with the same content. */
gboolean
dp_file_snapshot_is_current (const DpFileSnapshot *self, const char *path)
{
  struct stat status;

  if (stat (path, &status) < 0)
    return self->fd < 0 && errno == ENOENT;
  if (self->fd < 0 || !is_same_file (&self->status, &status))
    return FALSE;
  /* A tool that sets the old time again after its write cannot set this one. */
  return self->settled ? is_same_time (&self->status.st_ctim, &status.st_ctim) : has_same_content (self);
}

/* Without a look at st_ctim: that the file lost its name has changed it. */
static gboolean
is_written (const DpFileSnapshot *self)
{
  struct stat status;

  if (!self->settled)
    return !has_same_content (self);
  return fstat (self->fd, &status) == 0 && !is_same_file (&self->status, &status);
}

/** What another tool has written into the file meanwhile, waiting until it is
 * done; for use after the file has lost its name.
 * Returns: (transfer full) (nullable): NULL when nothing was written, or nothing
 * whole within a second. */
DpSecretBuffer *
dp_file_snapshot_read_late (const DpFileSnapshot *self)
{
  if (self->fd < 0 || !is_written (self))
    return NULL;

  gint64 deadline = g_get_monotonic_time () + SETTLE_TIMEOUT;
  g_autoptr (DpSecretBuffer) late = read_all (self->fd, (size_t) self->status.st_size);
  while (late != NULL && g_get_monotonic_time () < deadline) {
    g_usleep (SETTLE_INTERVAL);
    g_autoptr (DpSecretBuffer) next = read_all (self->fd, late->length);
    if (next != NULL && next->length > 0 && dp_secret_buffer_equal (late, next->bytes, next->length))
      return g_steal_pointer (&next);
    dp_secret_buffer_free (late);
    late = g_steal_pointer (&next);
  }
  return NULL;
}

/** NULL is fine. */
void
dp_file_snapshot_free (DpFileSnapshot *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  dp_secret_buffer_free (self->text);
  g_free (self);
}
