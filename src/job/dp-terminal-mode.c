/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-terminal-mode.h"

#include <errno.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

static int terminal = -1;
static struct termios before, during;
static struct sigaction old_action;
static volatile sig_atomic_t resumed;

/* Ctrl-Z: the shell gets its terminal back as it was, and a question that goes
 * on later is as silent as before. Only async-signal-safe calls. */
static void
stop_cb (int signal_number)
{
  int saved = errno;

  tcsetattr (terminal, TCSANOW, &before);
  kill (getpid (), SIGSTOP);
  tcsetattr (terminal, TCSANOW, &during);
  resumed = 1;
  errno = saved;
}

/** Starts a question; @hidden keeps what is typed off the screen. */
void
dp_terminal_mode_enter (int fd,
                        gboolean hidden)
{
  const struct sigaction action = { .sa_handler = stop_cb };

  if (tcgetattr (fd, &before) != 0)
    return;
  terminal = fd;
  during = before;
  during.c_lflag |= ICANON | ISIG;
  during.c_iflag |= ICRNL;
  if (hidden)
    during.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  tcsetattr (fd, TCSADRAIN, &during);
  sigaction (SIGTSTP, &action, &old_action);
}

/** Ends the question: the terminal is as it was. */
void
dp_terminal_mode_leave (void)
{
  if (terminal < 0)
    return;
  sigaction (SIGTSTP, &old_action, NULL);
  tcsetattr (terminal, TCSADRAIN, &before);
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
