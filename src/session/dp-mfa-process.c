/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mfa-process.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
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

static gboolean
read_output (int fd,
             char output[static OUTPUT_MAX],
             GCancellable *cancellable,
             GError **error)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  size_t length = 0;

  while (length < OUTPUT_MAX - 1) {
    struct pollfd fds[] = {
      { .fd = fd, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
    };
    gint64 left = (end - g_get_monotonic_time ()) / 1000;
    int ready = left > 0 ? poll (fds, G_N_ELEMENTS (fds), (int) left) : 0;
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (ready == 0) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                   _("The profile’s x_daypass_mfa_process gave no code within %d seconds"), TIMEOUT_SECONDS);
      return FALSE;
    }
    ssize_t count = read (fd, output + length, OUTPUT_MAX - 1 - length);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      break;
    length += count;
  }
  output[length] = '\0';
  return TRUE;
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
  const char *const argv[] = { "/bin/sh", "-c", command, NULL };
  char output[OUTPUT_MAX];
  GPid pid = 0;
  int out = -1;
  int status = 0;

  if (!g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                 child_setup_cb, NULL, &pid, NULL, &out, NULL, error))
    return NULL;
  gboolean complete = read_output (out, output, cancellable, error);
  close (out);
  if (!complete)
    kill (pid, SIGKILL);
  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  if (!complete)
    return NULL;

  char *code = WIFEXITED (status) && WEXITSTATUS (status) == 0 ? dp_mfa_code_normalize (output) : NULL;
  explicit_bzero (output, sizeof output);
  if (code == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 _("The profile’s x_daypass_mfa_process did not print a code of six digits"));
  return code;
}
