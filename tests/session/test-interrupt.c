/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dp-interrupt.h"

/* What a process tells by its exit status once it was interrupted. */
enum {
  WAS_DEADLINE = 1,
  MUST_END = 2,
};

static void
wait_and_tell (int deadline_seconds,
               int ready)
{
  GCancellable *cancellable = dp_interrupt_start (deadline_seconds);
  struct pollfd fd = { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN };

  if (write (ready, "x", 1) == 1)
    poll (&fd, 1, -1);
  _exit ((dp_interrupt_was_deadline () ? WAS_DEADLINE : 0) | (dp_interrupt_must_end () ? MUST_END : 0));
}

/* A process of its own for each: dp_interrupt_start() is called once. */
static int
interrupt (int deadline_seconds,
           int signal_number)
{
  int ends[2], status;
  char byte;

  g_assert_cmpint (pipe (ends), ==, 0);
  pid_t pid = fork ();
  if (pid == 0)
    wait_and_tell (deadline_seconds, ends[1]);
  g_assert_cmpint (read (ends[0], &byte, 1), ==, 1);
  if (signal_number != 0)
    kill (pid, signal_number);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  close (ends[0]);
  close (ends[1]);
  return WEXITSTATUS (status);
}

static void
test_reasons (void)
{
  g_assert_cmpint (interrupt (1, 0), ==, WAS_DEADLINE);
  g_assert_cmpint (interrupt (0, SIGINT), ==, 0);
  g_assert_cmpint (interrupt (1000, SIGINT), ==, 0);
  g_assert_cmpint (interrupt (0, SIGTERM), ==, MUST_END);
  g_assert_cmpint (interrupt (1000, SIGHUP), ==, MUST_END);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interrupt/reasons", test_reasons);
  return g_test_run ();
}
