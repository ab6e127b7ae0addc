/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-dialog.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "dp-aws-error.h"
#include "dp-exit-status.h"
#include "dp-installation.h"
#include "dp-interrupt.h"
#include "dp-keyring-error.h"
#include "dp-profiles-error.h"
#include "dp-session-error.h"

/* The number that the lock has in the dialog. */
#define CHILD_LOCK_FD 3

struct _DpDialog {
  GObject parent_instance;

  char *program;
};

static void dp_dialog_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpDialog, dp_dialog, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_dialog_asker_init))

/* In the child, before it becomes the dialog: Ctrl-C and Ctrl-Z are for us, and
 * we tell it; but it can be told, though this process keeps signals for a thread. */
static void
set_up_child (gpointer data)
{
  sigset_t none;

  setpgid (0, 0);
  sigemptyset (&none);
  sigprocmask (SIG_SETMASK, &none, NULL);
}

/* Nothing of ours stays open in the dialog but the lock: who reads our output
 * waits until everybody has closed it, and the dialog may outlive us. */
static gboolean
start (DpDialog *self,
       const char *profile,
       int lock_fd,
       GPid *pid,
       int *answer_fd,
       GError **error)
{
  const char *arguments[] = { self->program, "--prompt", profile, "--lock-fd", G_STRINGIFY (CHILD_LOCK_FD), NULL };
  const int target = CHILD_LOCK_FD;

  return g_spawn_async_with_pipes_and_fds (NULL, arguments, NULL, G_SPAWN_STDERR_TO_DEV_NULL, set_up_child, NULL, -1, -1, -1,
                                           &lock_fd, &target, 1, pid, NULL, answer_fd, NULL, error);
}

/* What the dialog says when all is over: its exit status, a space, a sentence. */
static char *
read_answer (int fd,
             GPid pid,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GString) answer = g_string_new (NULL);
  char part[1024];
  ssize_t length = 0;

  do {
    struct pollfd fds[] = {
      { .fd = fd, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
    };
    poll (fds, G_N_ELEMENTS (fds), -1);
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_is_cancelled (cancellable) && dp_interrupt_was_deadline ()) {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "The dialog still asks");
      return NULL;
    }
    if (g_cancellable_set_error_if_cancelled (cancellable, error)) {
      kill (pid, SIGTERM);
      return NULL;
    }
    length = fds[0].revents != 0 ? read (fd, part, sizeof part) : -1;
    if (length > 0)
      g_string_append_len (answer, part, length);
  } while (length > 0 || (length < 0 && (errno == EINTR || errno == EAGAIN)));
  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static void
set_error (GError **error,
           int status,
           const char *sentence)
{
  switch ((DpExitStatus) status) {
    case DP_EXIT_CANCELLED:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, sentence);
      return;
    case DP_EXIT_KEYRING:
      g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_FAILED, sentence);
      return;
    case DP_EXIT_REFUSED:
      g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_REFUSED, sentence);
      return;
    case DP_EXIT_NETWORK:
      g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_SERVER, sentence);
      return;
    case DP_EXIT_FILE:
      g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_NOT_WRITABLE, sentence);
      return;
    case DP_EXIT_NO_SESSION:
      g_set_error_literal (error, DP_SESSION_ERROR, DP_SESSION_ERROR_NOBODY, sentence);
      return;
    case DP_EXIT_DONE:
    case DP_EXIT_FAILURE:
    case DP_EXIT_USAGE:
    case DP_EXIT_WRONG_ACCOUNT:
    case DP_EXIT_EXEC_FAILED:
    case DP_EXIT_EXEC_NOT_STARTED:
    case DP_EXIT_EXEC_NOT_FOUND:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, sentence);
      return;
  }
}

static gboolean
take_answer (const char *answer,
             GError **error)
{
  char *sentence = NULL;
  long status = strtol (answer, &sentence, 10);

  if (sentence == answer) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The dialog that asks for the code ended without an answer. Try again, or use --prompt terminal"));
    return FALSE;
  }
  if (status == DP_EXIT_DONE)
    return TRUE;
  set_error (error, (int) status, g_strstrip (sentence));
  return FALSE;
}

static gboolean
renew (DpAsker *asker,
       const char *profile,
       int lock_fd,
       GCancellable *cancellable,
       GError **error)
{
  GPid pid = 0;
  int answer_fd = -1;

  if (!start (DP_DIALOG (asker), profile, lock_fd, &pid, &answer_fd, error))
    return FALSE;
  g_autofree char *answer = read_answer (answer_fd, pid, cancellable, error);
  close (answer_fd);
  return answer != NULL && take_answer (answer, error);
}

static void
dp_dialog_asker_init (DpAskerInterface *iface)
{
  iface->renew = renew;
}

static void
dp_dialog_finalize (GObject *object)
{
  g_free (DP_DIALOG (object)->program);
  G_OBJECT_CLASS (dp_dialog_parent_class)->finalize (object);
}

static void
dp_dialog_class_init (DpDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_dialog_finalize;
}

static void
dp_dialog_init (DpDialog *self)
{
  self->program = dp_installation_find_program ("daypass-window");
}

/** The dialog, when its program is installed beside us. Owned; NULL otherwise. */
DpAsker *
dp_dialog_new (void)
{
  g_autoptr (DpDialog) self = g_object_new (DP_TYPE_DIALOG, NULL);

  if (access (self->program, X_OK) != 0)
    return NULL;
  return DP_ASKER (g_steal_pointer (&self));
}
