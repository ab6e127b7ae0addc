/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-interrupt.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static GCancellable *cancellable;
static struct timespec deadline; /* how long; 0 for ever */
static gint received;            /* (atomic): the signal, or -1 for the deadline */

/* One thread takes the signals, so that a terminal is put in order and a lock
 * given up by ordinary code. */
static gpointer
wait_for_signal (gpointer data)
{
  sigset_t *signals = data;
  int signal_number;

  do
    signal_number = deadline.tv_sec > 0 ? sigtimedwait (signals, NULL, &deadline) : sigwaitinfo (signals, NULL);
  while (signal_number < 0 && errno == EINTR);

  g_atomic_int_set (&received, signal_number);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/**
 * Starts to listen for the signals that end a program. To be called once,
 * before any thread is made. A signal that our parent ignores (nohup) stays
 * ignored. After @deadline_seconds (0 for none) it is cancelled as well. The
 * cancellable is the process's own, never freed.
 */
GCancellable *
dp_interrupt_start (int deadline_seconds)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
  static sigset_t signals;

  cancellable = g_cancellable_new ();
  deadline.tv_sec = deadline_seconds;
  sigemptyset (&signals);
  for (size_t i = 0; i < G_N_ELEMENTS (numbers); i++) {
    struct sigaction inherited;
    if (sigaction (numbers[i], NULL, &inherited) == 0 && inherited.sa_handler != SIG_IGN)
      sigaddset (&signals, numbers[i]);
  }
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signal, &signals));
  return cancellable;
}

/** TRUE when it was the deadline and not a person that ended the wait. */
gboolean
dp_interrupt_was_deadline (void)
{
  return g_atomic_int_get (&received) == -1;
}

/** Sets why a wait on the cancellable ended: G_IO_ERROR_TIMED_OUT at the deadline,
 * else G_IO_ERROR_CANCELLED. */
void
dp_interrupt_set_error (GError **error)
{
  if (dp_interrupt_was_deadline ())
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, _("No code was typed within %d seconds"), (int) deadline.tv_sec);
  else
    g_cancellable_set_error_if_cancelled (cancellable, error);
}

/** TRUE when this process was told to end, by anything but Ctrl-C: that is no
 * answer of a person. */
gboolean
dp_interrupt_must_end (void)
{
  int signal_number = g_atomic_int_get (&received);

  return signal_number > 0 && signal_number != SIGINT;
}

/** Who was told to end by a signal ends by it, as the parent expects. */
void
dp_interrupt_die_if_killed (void)
{
  sigset_t none;

  if (!dp_interrupt_must_end ())
    return;
  sigemptyset (&none);
  pthread_sigmask (SIG_SETMASK, &none, NULL);
  raise (g_atomic_int_get (&received));
}
