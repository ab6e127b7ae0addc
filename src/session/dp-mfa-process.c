/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mfa-process.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dp-mfa-code.h"

#define TIMEOUT_SECONDS 60
#define OUTPUT_MAX 256

/* The signals that the caller holds back are not the child's business. */
static void
child_setup_cb (gpointer data)
{
  sigset_t none;

  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/** The command while it runs. */
typedef struct {
  int out; /* what it prints; -1 when it has closed that */
  int process;
  char output[OUTPUT_MAX];
  size_t length;
} Run;

/* More than fits cannot be a code; it is read on so that the command can end. */
static gboolean
take_output (Run *self)
{
  char surplus[OUTPUT_MAX];
  size_t room = OUTPUT_MAX - 1 - self->length;
  ssize_t count = read (self->out, room > 0 ? self->output + self->length : surplus, room > 0 ? room : sizeof surplus);

  if (count < 0)
    return errno == EINTR;
  self->length += room > 0 ? count : 0;
  return count > 0;
}

/* The end of the command counts, not that of its output: something that it left
 * in the background may hold that open. */
static gboolean
read_until_end (Run *self,
                GCancellable *cancellable,
                GError **error)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;

  for (;;) {
    struct pollfd fds[] = {
      { .fd = self->out, .events = POLLIN },
      { .fd = self->process, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
    };
    gint64 left = (end - g_get_monotonic_time () + 999) / 1000;
    int ready = left > 0 ? poll (fds, G_N_ELEMENTS (fds), (int) left) : 0;
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (ready == 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                   _("The profile’s x_daypass_mfa_process gave no code within %d seconds"), TIMEOUT_SECONDS);
      return FALSE;
    }
    if (ready > 0 && fds[0].revents != 0) {
      if (!take_output (self))
        close (g_steal_fd (&self->out));
    } else if (ready > 0 && fds[1].revents != 0) {
      return TRUE;
    }
  }
}

static gboolean
run_command (const char *command,
             Run *run,
             GCancellable *cancellable,
             GError **error)
{
  const char *const argv[] = { "/bin/sh", "-c", command, NULL };
  /* What it leaves in the background must not hold open what an SDK waits for. */
  GSpawnFlags quiet = isatty (STDERR_FILENO) ? G_SPAWN_DEFAULT : G_SPAWN_STDERR_TO_DEV_NULL;
  GPid pid = 0;
  int status = 0;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | quiet,
                                 child_setup_cb, NULL, &pid, NULL, &run->out, NULL, error))
    return FALSE;
  run->process = pidfd_open (pid, 0);
  gboolean ended = read_until_end (run, cancellable, error);
  if (run->out >= 0)
    close (run->out);
  close (run->process);
  if (!ended)
    kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  if (!ended)
    return FALSE;
  if (WIFEXITED (status) && WEXITSTATUS (status) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The profile’s x_daypass_mfa_process failed"));
  return FALSE;
}

/**
 * Runs the profile's "x_daypass_mfa_process" by the shell, with standard input
 * closed, and takes the code that it prints. Returns six digits, owned, or NULL
 * with an error that quotes nothing of the output. Blocks for 60 seconds at most.
 */
char *
dp_mfa_process_run (const char *command,
                    GCancellable *cancellable,
                    GError **error)
{
  Run run = { .out = -1 };
  char *code = NULL;

  if (run_command (command, &run, cancellable, error)) {
    code = dp_mfa_code_normalize (run.output);
    if (code == NULL)
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("The profile’s x_daypass_mfa_process did not print a code of six digits"));
  }
  explicit_bzero (run.output, sizeof run.output);
  return code;
}
