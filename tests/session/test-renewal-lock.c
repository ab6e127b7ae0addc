/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dp-aws-error.h"
#include "dp-boot-time.h"
#include "dp-renewal-lock.h"

#define PATH "/home/somebody/.aws/credentials"

static DpRenewalLock *
new_lock (const char *profile,
          const char *path)
{
  g_autoptr (GError) error = NULL;
  DpRenewalLock *lock = dp_renewal_lock_new (profile, path, &error);

  g_assert_no_error (error);
  return lock;
}

static void
acquire (DpRenewalLock *lock)
{
  g_autoptr (GError) error = NULL;

  dp_renewal_lock_acquire (lock, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* How far the other process has come. */
typedef enum {
  GRANTED, /* the kernel has given it the lock, and nothing is written yet */
  TAKEN,
  ASKING,
} Progress;

static void
wipe_notes (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "daypass", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (entries); name != NULL; name = g_dir_read_name (entries)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_assert_cmpint (truncate (path, 0), ==, 0);
  }
}

/* Another process that takes the lock and goes no further. */
static pid_t
start_asker (const char *profile,
             Progress progress)
{
  int ready[2];
  char byte;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid_t pid = fork ();
  if (pid == 0) {
    DpRenewalLock *lock = new_lock (profile, PATH);
    acquire (lock);
    if (progress == ASKING)
      dp_renewal_lock_begin (lock, TRUE);
    if (progress == GRANTED)
      wipe_notes ();
    if (write (ready[1], "x", 1) == 1)
      for (;;)
        pause ();
    _exit (1);
  }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return pid;
}

static void
end (pid_t pid)
{
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
test_two_accounts (void)
{
  pid_t asker = start_asker ("one", ASKING);
  g_autoptr (DpRenewalLock) same = new_lock ("one", PATH);
  g_autoptr (DpRenewalLock) other_profile = new_lock ("two", PATH);
  g_autoptr (DpRenewalLock) other_file = new_lock ("one", PATH ".other");

  g_assert_true (dp_renewal_lock_is_held_by_other (same));
  g_assert_false (dp_renewal_lock_is_held_by_other (other_profile));
  g_assert_false (dp_renewal_lock_is_held_by_other (other_file));
  end (asker);
  g_assert_false (dp_renewal_lock_is_held_by_other (same));
}

/* A link and its target, and a file that is not there yet, are one account. */
static void
test_names_of_one_file (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *file = g_build_filename (folder, "credentials", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *here = g_build_filename (folder, ".", "credentials", NULL);

  for (int exists = 0; exists < 2; exists++) {
    g_autoptr (DpRenewalLock) lock = new_lock ("work", file);
    g_autoptr (DpRenewalLock) dotted = new_lock ("work", here);
    acquire (lock);
    g_assert_true (dp_renewal_lock_is_held_by_other (dotted));
    if (exists) {
      g_autoptr (DpRenewalLock) linked = new_lock ("work", link);
      g_assert_true (dp_renewal_lock_is_held_by_other (linked));
    }
    g_assert_true (g_file_set_contents (file, "", 0, NULL));
    g_assert_true (symlink (file, link) == 0 || exists);
  }
  g_remove (link);
  g_remove (file);
  g_rmdir (folder);
}

static void
test_killed (void)
{
  g_autoptr (DpRenewalLock) lock = new_lock ("killed", PATH);
  g_autoptr (GError) outcome = NULL;
  pid_t asker = start_asker ("killed", ASKING);

  kill (asker, SIGKILL);
  acquire (lock);
  g_assert_false (dp_renewal_lock_get_outcome (lock, 0, &outcome));
  g_assert_no_error (outcome);
  waitpid (asker, NULL, 0);
}

static void
count_cb (gpointer data)
{
  ++*(int *) data;
}

static void
test_stopped (gconstpointer data)
{
  g_autoptr (DpRenewalLock) lock = new_lock ("stopped", PATH);
  g_autoptr (DpRenewalLock) third = new_lock ("stopped", PATH);
  pid_t asker = start_asker ("stopped", GPOINTER_TO_INT (data));
  int told = 0;

  kill (asker, SIGSTOP);
  g_assert_cmpint (waitpid (asker, NULL, WUNTRACED), ==, asker);
  dp_renewal_lock_acquire (lock, FALSE, count_cb, &told, NULL, NULL);
  g_assert_cmpint (told, ==, 1);
  g_assert_true (dp_renewal_lock_is_held_by_other (third));
  end (asker);
  g_assert_true (dp_renewal_lock_is_held_by_other (third));
}

/* One who was put aside has nothing to say any more. */
static void
test_put_aside (void)
{
  g_autoptr (DpRenewalLock) old = new_lock ("aside", PATH);
  g_autoptr (DpRenewalLock) new = new_lock ("aside", PATH);
  g_autoptr (GError) outcome = NULL;
  g_autoptr (GError) refused = g_error_new (DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_KEY, "Refused");
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "daypass", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);

  acquire (old);
  dp_renewal_lock_begin (old, TRUE);
  for (const char *name = g_dir_read_name (entries); name != NULL; name = g_dir_read_name (entries)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
  acquire (new);
  dp_renewal_lock_release (old, TRUE, refused);
  g_assert_false (dp_renewal_lock_get_outcome (new, 0, &outcome));
}

static void
test_outcome (void)
{
  g_autoptr (DpRenewalLock) lock = new_lock ("outcome", PATH);
  g_autoptr (DpRenewalLock) waiter = new_lock ("outcome", PATH);
  g_autofree char *message = g_strnfill (10000, 'x');
  g_autoptr (GError) long_one = g_error_new_literal (DP_AWS_ERROR, DP_AWS_ERROR_THROTTLED, message);
  g_autoptr (GError) outcome = NULL;

  gint64 before = dp_boot_time_now ();
  acquire (lock);
  dp_renewal_lock_begin (lock, TRUE);
  dp_renewal_lock_release (lock, TRUE, long_one);
  gint64 after = dp_boot_time_now ();
  g_assert_true (dp_renewal_lock_get_outcome (waiter, before, &outcome));
  g_assert_error (outcome, DP_AWS_ERROR, DP_AWS_ERROR_THROTTLED);
  g_clear_error (&outcome);
  g_assert_false (dp_renewal_lock_get_outcome (waiter, after + 1, &outcome));

  acquire (lock);
  g_assert_true (dp_renewal_lock_get_outcome (lock, before, &outcome));
  g_clear_error (&outcome);
  dp_renewal_lock_begin (lock, TRUE);
  dp_renewal_lock_release (lock, TRUE, NULL);
  g_assert_true (dp_renewal_lock_get_outcome (waiter, before, &outcome));
  g_assert_no_error (outcome);

  acquire (lock);
  dp_renewal_lock_begin (lock, TRUE);
  dp_renewal_lock_release (lock, FALSE, long_one);
  g_assert_false (dp_renewal_lock_get_outcome (waiter, before, &outcome));
}

static void
test_cancelled (void)
{
  g_autoptr (DpRenewalLock) lock = new_lock ("cancelled", PATH);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  pid_t asker = start_asker ("cancelled", ASKING);

  g_cancellable_cancel (cancellable);
  g_assert_false (dp_renewal_lock_acquire (lock, FALSE, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  end (asker);
}

/* What another tool or a crash left in the file is no outcome. */
static void
test_junk (void)
{
  g_autoptr (DpRenewalLock) lock = new_lock ("junk", PATH);
  g_autoptr (GError) outcome = NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "daypass", NULL);

  acquire (lock);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);
  for (const char *name = g_dir_read_name (entries); name != NULL; name = g_dir_read_name (entries)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    struct stat status;
    g_assert_cmpint (stat (path, &status), ==, 0);
    g_assert_cmpint (status.st_mode & 0777, ==, 0600);
    g_assert_cmpint (truncate (path, 0), ==, 0);
    g_assert_false (dp_renewal_lock_get_outcome (lock, 0, &outcome));
    g_assert_true (g_file_set_contents_full (path, "[renewal]\nsettled-at=\xff\n", -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  }
  g_autoptr (DpRenewalLock) other = new_lock ("junk", PATH);
  g_assert_false (dp_renewal_lock_get_outcome (other, 0, &outcome));
  g_assert_no_error (outcome);
}

static void
remove_folder (const char *runtime)
{
  g_autofree char *folder = g_build_filename (runtime, "daypass", NULL);
  g_autoptr (GDir) entries = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (entries); name != NULL; name = g_dir_read_name (entries)) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_remove (path);
  }
  g_rmdir (folder);
  g_rmdir (runtime);
}

int
main (int argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);

  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/renewal-lock/two-accounts", test_two_accounts);
  g_test_add_func ("/renewal-lock/names-of-one-file", test_names_of_one_file);
  g_test_add_func ("/renewal-lock/killed", test_killed);
  g_test_add_data_func ("/renewal-lock/stopped-when-granted", GINT_TO_POINTER (GRANTED), test_stopped);
  g_test_add_data_func ("/renewal-lock/stopped-before-asking", GINT_TO_POINTER (TAKEN), test_stopped);
  g_test_add_data_func ("/renewal-lock/stopped-while-asking", GINT_TO_POINTER (ASKING), test_stopped);
  g_test_add_func ("/renewal-lock/put-aside", test_put_aside);
  g_test_add_func ("/renewal-lock/outcome", test_outcome);
  g_test_add_func ("/renewal-lock/cancelled", test_cancelled);
  g_test_add_func ("/renewal-lock/junk", test_junk);
  int status = g_test_run ();
  remove_folder (folder);
  return status;
}
