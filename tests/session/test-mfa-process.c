/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#include "dp-mfa-process.h"

static const struct {
  const char *name;
  const char *command;
  const char *code;
  int error; /* GIOErrorEnum */
} cases[] = {
  { "a code", "echo 123456", "123456", 0 },
  { "no line end", "printf 123456", "123456", 0 },
  { "full-width and blanks", "echo ' １２３ ４５６ '", "123456", 0 },
  { "by the shell", "n=12; echo \"${n}3456\" | cat", "123456", 0 },
  { "in pieces", "printf 123; printf 456", "123456", 0 },
  { "reads standard input", "cat; echo 123456", "123456", 0 },
  { "closes its output and goes on", "echo 123456; exec >&-; kill -0 $$", "123456", 0 },
  { "leaves something behind that holds its output", "sleep 1000 & echo 123456; echo $! > \"$DP_TEST_PID\"", "123456", 0 },
  { "fails after printing", "echo 123456; exit 1", NULL, G_IO_ERROR_FAILED },
  { "is killed", "echo 123456; kill -9 $$", NULL, G_IO_ERROR_FAILED },
  { "is not there", "exec /nonexistent/otp 2>&-", NULL, G_IO_ERROR_FAILED },
  { "prints nothing", "true", NULL, G_IO_ERROR_INVALID_DATA },
  { "prints junk", "echo hunter2", NULL, G_IO_ERROR_INVALID_DATA },
  { "prints two lines", "echo 123456; echo 654321", NULL, G_IO_ERROR_INVALID_DATA },
  { "prints far too much", "yes hunter2 | head -c 1000000", NULL, G_IO_ERROR_INVALID_DATA },
};

/* What was left in the background by the command is ours to end. */
static void
end_left_behind (const char *pid_file)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (pid_file, &text, NULL, NULL))
    kill ((pid_t) g_ascii_strtoll (text, NULL, 10), SIGKILL);
  g_remove (pid_file);
}

static void
test_run (void)
{
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *pid_file = g_build_filename (folder, "pid", NULL);

  g_setenv ("DP_TEST_PID", pid_file, TRUE);
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].name);
    g_autofree char *code = dp_mfa_process_run (cases[i].command, NULL, &error);
    end_left_behind (pid_file);
    g_assert_cmpstr (code, ==, cases[i].code);
    if (cases[i].code != NULL) {
      g_assert_no_error (error);
      continue;
    }
    g_assert_error (error, G_IO_ERROR, cases[i].error);
    g_assert_null (strstr (error->message, "hunter2"));
    g_assert_null (strstr (error->message, "123456"));
  }
  g_rmdir (folder);
}

static gpointer
cancel_when_running (gpointer data)
{
  const char *path = g_getenv ("DP_TEST_STARTED");

  while (!g_file_test (path, G_FILE_TEST_EXISTS))
    g_thread_yield ();
  g_cancellable_cancel (data);
  return NULL;
}

/* Each would go on for ever, and some do not even hold their output open. */
static void
test_cancel (void)
{
  static const char *const commands[] = {
    ": > \"$DP_TEST_STARTED\"; exec sleep 1000",
    "exec >&-; : > \"$DP_TEST_STARTED\"; exec sleep 1000",
    "trap '' INT TERM HUP; : > \"$DP_TEST_STARTED\"; while :; do sleep 1; done",
    ": > \"$DP_TEST_STARTED\"; exec yes",
  };
  g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
  g_autofree char *path = g_build_filename (folder, "started", NULL);

  g_setenv ("DP_TEST_STARTED", path, TRUE);
  for (size_t i = 0; i < G_N_ELEMENTS (commands); i++) {
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    GThread *thread = g_thread_new ("cancel", cancel_when_running, cancellable);
    g_test_message ("%s", commands[i]);
    g_assert_null (dp_mfa_process_run (commands[i], cancellable, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_thread_join (thread);
    g_remove (path);
  }
  g_rmdir (folder);
}

/* The command blocks none of the signals that its starter holds back. */
static void
test_signal_mask (void)
{
  sigset_t some, before;
  g_autoptr (GError) error = NULL;

  sigemptyset (&some);
  sigaddset (&some, SIGINT);
  sigaddset (&some, SIGTERM);
  sigaddset (&some, SIGHUP);
  pthread_sigmask (SIG_BLOCK, &some, &before);
  g_autofree char *code = dp_mfa_process_run ("mask=$(sed -n 's/^SigBlk:[[:space:]]*//p' /proc/self/status); [ \"$mask\" = 0000000000000000 ] && echo 123456", NULL, &error);
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  g_assert_no_error (error);
  g_assert_cmpstr (code, ==, "123456");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mfa-process/run", test_run);
  g_test_add_func ("/mfa-process/cancel", test_cancel);
  g_test_add_func ("/mfa-process/signal-mask", test_signal_mask);
  return g_test_run ();
}
