/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-terminal-mode.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

static int terminal = -1;
static pthread_t asking_thread;
static struct termios before, during;
static struct sigaction old_stop, old_continue;
static volatile sig_atomic_t resumed;

/* From the background it would stop us, and the terminal is the shell's then. */
static void
set_mode (const struct termios *mode)
{
  if (tcgetpgrp (terminal) == getpgrp ())
    tcsetattr (terminal, TCSADRAIN, mode);
}

/* A handler may run in any thread; only one waits for what is typed. */
static gboolean
is_handed_on (int signal_number)
{
  if (pthread_equal (pthread_self (), asking_thread))
    return FALSE;
  pthread_kill (asking_thread, signal_number);
  return TRUE;
}

/* Ctrl-Z: the shell gets its terminal back as it was. Then the default action
 * stops us, which knows when there is no shell that could let us go on. */
static void
stop_cb (int signal_number)
{
  int saved = errno;
  struct sigaction ours;
  sigset_t stop;

  if (is_handed_on (signal_number))
    return;
  set_mode (&before);
  sigemptyset (&stop);
  sigaddset (&stop, SIGTSTP);
  sigaction (SIGTSTP, &old_stop, &ours);
  raise (SIGTSTP);
  pthread_sigmask (SIG_UNBLOCK, &stop, NULL);
  sigaction (SIGTSTP, &ours, NULL);
  set_mode (&during);
  resumed = 1;
  errno = saved;
}

/* However we were stopped: a question that goes on is as silent as before. */
static void
continue_cb (int signal_number)
{
  int saved = errno;

  if (is_handed_on (signal_number))
    return;
  set_mode (&during);
  resumed = 1;
  errno = saved;
}

static void
install_handlers (void)
{
  const struct sigaction stop = { .sa_handler = stop_cb, .sa_flags = SA_RESTART };
  const struct sigaction go_on = { .sa_handler = continue_cb, .sa_flags = SA_RESTART };

  sigaction (SIGTSTP, &stop, &old_stop);
  if (old_stop.sa_handler == SIG_IGN)
    sigaction (SIGTSTP, &old_stop, NULL);
  sigaction (SIGCONT, &go_on, &old_continue);
}

/**
 * Starts a question on @fd; @hidden keeps what is typed off the screen, until
 * the next question or the end: who types the next code while AWS looks at this
 * one does not see it either.
 */
void
dp_terminal_mode_enter (int fd,
                        gboolean hidden)
{
  gboolean first = terminal < 0;

  if (first && tcgetattr (fd, &before) != 0)
    return;
  terminal = fd;
  asking_thread = pthread_self ();
  during = before;
  during.c_lflag |= ICANON | ISIG;
  during.c_iflag |= ICRNL;
  if (hidden)
    during.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  if (first)
    install_handlers ();
  set_mode (&during);
}

/** Ends the questions: the terminal is as it was. */
void
dp_terminal_mode_leave (void)
{
  if (terminal < 0)
    return;
  sigaction (SIGTSTP, &old_stop, NULL);
  sigaction (SIGCONT, &old_continue, NULL);
  set_mode (&before);
  terminal = -1;
}

/** TRUE once after the job was stopped and continued. */
gboolean
dp_terminal_mode_was_resumed (void)
{
  gboolean was = resumed != 0;

  resumed = 0;
  return was;
}
