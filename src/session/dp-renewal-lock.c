/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-renewal-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "dp-boot-time.h"
#include "dp-profiles-error.h"
#include "dp-renewal-note.h"

/* How often a waiter looks whether the asker was stopped (Ctrl-Z, SIGSTOP). */
#define WATCH_MS 1000

struct _DpRenewalLock {
  char *folder;
  char *path;
  int fd; /* -1 when not open */
  gboolean taken;
};

/* What is in the runtime folder is gone with the login, and a lock means nothing
 * after it. Who has become another user may have a folder that is not theirs. */
static char *
make_folder (GError **error)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  const char *parents[] = { runtime, g_get_user_cache_dir () };

  for (size_t i = 0; i < G_N_ELEMENTS (parents); i++) {
    if (parents[i] == NULL || !g_path_is_absolute (parents[i]))
      continue;
    g_autofree char *folder = g_build_filename (parents[i], "daypass", NULL);
    if (g_mkdir_with_parents (folder, 0700) == 0 && faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0)
      return g_steal_pointer (&folder);
  }
  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE,
               _("The folder “%s/daypass”, where Daypass notes who is asking for a code, cannot be made: %s"), parents[1], g_strerror (errno));
  return NULL;
}

/* Two names of one file must mean one lock, also before the file exists. */
static char *
resolve (const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  if (real != NULL)
    return g_strdup (real);

  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *real_folder = realpath (folder, NULL);
  return g_build_filename (real_folder != NULL ? real_folder : folder, name, NULL);
}

/** The lock of one account in one credentials file. Takes nothing yet. */
DpRenewalLock *
dp_renewal_lock_new (const char *profile,
                     const char *credentials_path,
                     GError **error)
{
  g_autofree char *folder = make_folder (error);
  if (folder == NULL)
    return NULL;

  DpRenewalLock *self = g_new0 (DpRenewalLock, 1);
  g_autofree char *real = resolve (credentials_path);
  g_autofree char *key = g_strconcat (real, "\n", profile, NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  self->folder = g_steal_pointer (&folder);
  self->path = g_strdup_printf ("%s/%.32s.lock", self->folder, digest);
  self->fd = -1;
  return self;
}

static gboolean
open_file (DpRenewalLock *self,
           GError **error)
{
  if (self->fd >= 0)
    close (g_steal_fd (&self->fd));
  self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->fd >= 0)
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE,
               _("The file “%s”, in which Daypass notes who is asking for a code, cannot be opened: %s"), self->path, g_strerror (errno));
  return FALSE;
}

/* FALSE once another process has put a new file in this one's place, because
 * it found us stopped: then the question is the other's. */
static gboolean
is_ours (DpRenewalLock *self)
{
  struct stat ours, there;

  return fstat (self->fd, &ours) == 0 && stat (self->path, &there) == 0 && ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

/* "T" is a job that was stopped; one that a debugger holds shows "t". */
static gboolean
is_stopped (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  if (pid <= 0 || !g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  const char *end = strrchr (text, ')');
  return end != NULL && strlen (end) > 2 && end[2] == 'T';
}

/* Who holds the lock by the kernel's own list (proc(5), /proc/locks), which knows
 * it from the grant on; 0 where that names files otherwise (btrfs, overlays). */
static int
find_holder (DpRenewalLock *self)
{
  struct stat status;
  g_autofree char *text = NULL;

  if (fstat (self->fd, &status) != 0 || !g_file_get_contents ("/proc/locks", &text, NULL, NULL))
    return 0;
  g_autofree char *file = g_strdup_printf ("%02x:%02x:%" G_GUINT64_FORMAT, major (status.st_dev), minor (status.st_dev), (guint64) status.st_ino);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (size_t i = 0; lines[i] != NULL; i++) {
    int pid = 0;
    char place[64] = "";
    if (sscanf (lines[i], "%*d: FLOCK %*s %*s %d %63s", &pid, place) == 2 && g_str_equal (place, file))
      return pid;
  }
  return 0;
}

/* A stopped asker would hold everybody up. Its file is put aside under a lock
 * on the folder, so that of several waiters only one does so. */
static void
put_aside_if_stopped (DpRenewalLock *self)
{
  g_autoptr (DpRenewalNote) note = dp_renewal_note_read (self->fd);

  if (!is_stopped (note->holder) && !is_stopped (find_holder (self)))
    return;
  int folder = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0 && flock (folder, LOCK_EX) == 0 && is_ours (self))
    unlink (self->path);
  if (folder >= 0)
    close (folder);
}

typedef struct {
  int fd;      /* (owned): the lock's, so that the thread outlives its giver */
  int done_fd; /* (owned): closed when the lock was granted */
} Grant;

static gpointer
wait_for_grant (gpointer data)
{
  Grant *grant = data;

  while (flock (grant->fd, LOCK_EX) != 0 && errno == EINTR)
    ;
  close (grant->done_fd);
  close (grant->fd);
  g_free (grant);
  return NULL;
}

/* flock cannot be polled for: a thread waits in it. A duplicate descriptor is
 * the same lock; when nobody wants the grant any more, its closing gives it up. */
static int
start_grant (DpRenewalLock *self)
{
  int ends[2];

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, NULL))
    return -1;
  Grant *grant = g_new0 (Grant, 1);
  grant->fd = fcntl (self->fd, F_DUPFD_CLOEXEC, 0);
  grant->done_fd = ends[1];
  g_thread_unref (g_thread_new ("renewal-lock", wait_for_grant, grant));
  return ends[0];
}

static gboolean
asks_person (DpRenewalLock *self)
{
  g_autoptr (DpRenewalNote) note = dp_renewal_note_read (self->fd);

  return note->asks_person;
}

typedef enum {
  WAIT_GRANTED,
  WAIT_PASSED,
  WAIT_TRY_AGAIN,
  WAIT_FAILED,
} WaitResult;

static WaitResult
wait_for_other (DpRenewalLock *self,
                gboolean passes_person,
                DpRenewalLockWaiting *waiting,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  int granted = start_grant (self);
  WaitResult result = granted >= 0 ? WAIT_FAILED : WAIT_TRY_AGAIN;

  while (granted >= 0) {
    if (passes_person && asks_person (self)) {
      result = WAIT_PASSED;
      break;
    }
    struct pollfd fds[] = {
      { .fd = granted, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
    };
    int ready = poll (fds, G_N_ELEMENTS (fds), WATCH_MS);
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      break;
    if (fds[0].revents != 0) {
      result = WAIT_GRANTED;
      break;
    }
    if (ready == 0 && *waiting != NULL)
      (*g_steal_pointer (waiting)) (data);
    put_aside_if_stopped (self);
    if (!is_ours (self)) {
      result = WAIT_TRY_AGAIN;
      break;
    }
  }
  if (granted >= 0)
    close (granted);
  return result;
}

/* Who waits from now on must see when we are stopped; the outcome stays. */
static void
take (DpRenewalLock *self)
{
  g_autoptr (DpRenewalNote) note = dp_renewal_note_read (self->fd);

  note->holder = getpid ();
  note->asks_person = FALSE;
  dp_renewal_note_write (note, self->fd);
  self->taken = TRUE;
}

/**
 * Takes the lock, waiting as long as another process asks. Who @passes_person
 * does not wait for a person's answer, and goes on without the lock then.
 * @waiting (nullable) is called once when it takes longer than a second. FALSE
 * with @error when cancelled. A killed asker blocks nobody, and neither does a
 * stopped one.
 */
gboolean
dp_renewal_lock_acquire (DpRenewalLock *self,
                         gboolean passes_person,
                         DpRenewalLockWaiting waiting,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  for (;;) {
    if (!open_file (self, error))
      return FALSE;
    WaitResult result = WAIT_GRANTED;
    if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
      result = wait_for_other (self, passes_person, &waiting, data, cancellable, error);
    if (result == WAIT_FAILED)
      return FALSE;
    if (result == WAIT_PASSED) {
      close (g_steal_fd (&self->fd)); /* a grant that comes later is nobody's */
      return TRUE;
    }
    if (result == WAIT_GRANTED && is_ours (self))
      break;
  }
  take (self);
  return TRUE;
}

/** Takes the lock if nobody has it: who has just clicked does not wait. */
gboolean
dp_renewal_lock_try_acquire (DpRenewalLock *self)
{
  if (!open_file (self, NULL) || flock (self->fd, LOCK_EX | LOCK_NB) != 0 || !is_ours (self))
    return FALSE;
  take (self);
  return TRUE;
}

/** Shares the lock that our parent has taken and handed over by @fd: it holds
 * until both have given it up. @fd stays the caller's. */
void
dp_renewal_lock_adopt (DpRenewalLock *self,
                       int fd)
{
  g_return_if_fail (!self->taken);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  take (self);
}

/** FALSE as well when somebody else has it. */
gboolean
dp_renewal_lock_is_taken (DpRenewalLock *self)
{
  return self->taken;
}

/** For a child that is to share it; only while it is taken. */
int
dp_renewal_lock_get_fd (DpRenewalLock *self)
{
  g_return_val_if_fail (self->taken, -1);
  return self->fd;
}

/** TRUE when another process is asking at this moment. */
gboolean
dp_renewal_lock_is_held_by_other (DpRenewalLock *self)
{
  if (!open_file (self, NULL))
    return FALSE;
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    return TRUE;

  flock (self->fd, LOCK_UN);
  return FALSE;
}

/**
 * What the last asker left behind at @since (dp_boot_time_now()) or later: TRUE
 * with @outcome NULL for a new session, TRUE with an error for one that was
 * cancelled or refused; FALSE when there is nothing, because it is older or the
 * asker was killed.
 */
gboolean
dp_renewal_lock_get_outcome (DpRenewalLock *self,
                             gint64 since,
                             GError **outcome)
{
  if (self->fd < 0 && !open_file (self, NULL))
    return FALSE;

  g_autoptr (DpRenewalNote) note = dp_renewal_note_read (self->fd);
  if (note->settled_at == 0 || note->settled_at < since)
    return FALSE;
  *outcome = g_steal_pointer (&note->outcome);
  return TRUE;
}

/** Notes that this process asks, and whether a person: should it be killed,
 * nothing is settled. */
void
dp_renewal_lock_begin (DpRenewalLock *self,
                       gboolean a_person)
{
  const DpRenewalNote note = { .holder = getpid (), .asks_person = a_person };

  g_return_if_fail (self->taken);
  dp_renewal_note_write (&note, self->fd);
}

/**
 * Gives the lock up. When it was @settled the waiters end with @outcome, NULL
 * meaning a new session; otherwise the next of them asks.
 */
void
dp_renewal_lock_release (DpRenewalLock *self,
                         gboolean settled,
                         const GError *outcome)
{
  const DpRenewalNote note = { .holder = getpid (), .settled_at = dp_boot_time_now (), .outcome = (GError *) outcome };

  g_return_if_fail (self->taken);
  if (settled)
    dp_renewal_note_write (&note, self->fd);
  close (g_steal_fd (&self->fd));
  self->taken = FALSE;
}

/** Gives the lock up too, leaving the note as it is. */
void
dp_renewal_lock_free (DpRenewalLock *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
