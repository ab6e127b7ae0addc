/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-inherited-state.h"

#include <signal.h>

static GStrv environment;
static sigset_t mask;
static sigset_t ignored;

/** To be called before anything else has touched them. */
void
dp_inherited_state_save (void)
{
  environment = g_get_environ ();
  sigprocmask (SIG_SETMASK, NULL, &mask);
  sigemptyset (&ignored);
  for (int number = 1; number <= SIGRTMAX; number++) {
    struct sigaction action;
    if (sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
      sigaddset (&ignored, number);
  }
}

/** The environment as it was: SSLKEYLOGFILE, for one, is dropped here, and is no
 * business of ours there. Owned. */
GStrv
dp_inherited_state_dup_environment (void)
{
  return g_strdupv (environment);
}

/** Gives back the mask, and ignores what was ignored and nothing else: GIO ignores
 * SIGPIPE. For the command that this process becomes next. */
void
dp_inherited_state_restore_signals (void)
{
  for (int number = 1; number <= SIGRTMAX; number++)
    signal (number, sigismember (&ignored, number) == 1 ? SIG_IGN : SIG_DFL);
  sigprocmask (SIG_SETMASK, &mask, NULL);
}
