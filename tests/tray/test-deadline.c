/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-deadline.h"

#include <errno.h>
#include <unistd.h>

#define YEAR (365 * 24 * 3600)

/* What the next read of the timer gives. */
static int read_errno;
static int settime_errno;
static int reads;
static gint64 fake_now;

static ssize_t
fake_read (int fd, void *buffer, size_t size)
{
  guint64 expirations = 0;
  ssize_t n = read (fd, &expirations, sizeof expirations);

  reads++;
  g_assert_cmpint (n, ==, sizeof expirations);
  errno = read_errno;
  return read_errno == 0 ? n : -1;
}

/* Arms the real timer, and says once that the clock was set meanwhile. */
static int
fake_settime (int fd, int flags, const struct itimerspec *next, struct itimerspec *previous)
{
  int result = timerfd_settime (fd, flags, next, previous);

  if (settime_errno == 0)
    return result;
  errno = settime_errno;
  settime_errno = 0;
  return -1;
}

static gint64
get_fake_now (void)
{
  return fake_now;
}

static gint64
get_real_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static const DpDeadlineSystem fake_system = { get_fake_now, fake_read, fake_settime };

static void
count_cb (gpointer data)
{
  (*(int *) data)++;
}

static void
test_new_destroy (void)
{
  int calls = 0;
  g_autoptr (DpDeadline) deadline = dp_deadline_new (NULL, count_cb, &calls);

  g_assert_nonnull (deadline);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (calls, ==, 0);
}

/* The real timer: a moment that has passed is due at once, as after a resume. */
static void
test_due (void)
{
  int calls = 0;
  g_autoptr (DpDeadline) deadline = dp_deadline_new (NULL, count_cb, &calls);
  gint64 now = get_real_now ();

  dp_deadline_schedule (deadline, now + YEAR, now);
  dp_deadline_schedule (deadline, now - 1, now);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (calls, ==, 1);
}

/* It waits for the wall clock's second, and not a moment less. */
static void
test_next_second (void)
{
  int calls = 0;
  g_autoptr (DpDeadline) deadline = dp_deadline_new (NULL, count_cb, &calls);
  gint64 moment = get_real_now () + 1;

  dp_deadline_schedule (deadline, moment, moment - 1);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_real_now (), >=, moment);
}

static void
test_never (void)
{
  static const gint64 moments[] = { DP_DEADLINE_NEVER, G_MAXINT64 - 1, G_MAXINT32 };

  for (size_t i = 0; i < G_N_ELEMENTS (moments); i++) {
    int calls = 0;
    g_autoptr (DpDeadline) deadline = dp_deadline_new (NULL, count_cb, &calls);
    g_test_message ("%" G_GINT64_FORMAT, moments[i]);
    dp_deadline_schedule (deadline, moments[i], get_real_now ());
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_cmpint (calls, ==, 0);
  }
}

/* ECANCELED is what the kernel says after the clock was set or a resume: look at
 * everything again, now. A read without anything to read is nothing. */
static void
test_read_results (void)
{
  static const struct {
    int read_errno;
    int calls;
  } rows[] = { { 0, 1 }, { ECANCELED, 1 }, { EAGAIN, 0 }, { EINTR, 0 } };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    int calls = 0;
    g_autoptr (DpDeadline) deadline = dp_deadline_new (&fake_system, count_cb, &calls);
    g_test_message ("errno %d", rows[i].read_errno);
    read_errno = rows[i].read_errno;
    reads = 0;
    fake_now = get_real_now ();
    dp_deadline_schedule (deadline, fake_now - 1, fake_now);
    while (reads == 0)
      g_main_context_iteration (NULL, TRUE);
    g_assert_cmpint (calls, ==, rows[i].calls);
  }
}

/* The clock goes back between the look at it and the timer. */
static void
test_clock_went_back (void)
{
  int calls = 0;
  g_autoptr (DpDeadline) deadline = dp_deadline_new (&fake_system, count_cb, &calls);
  gint64 evaluated_at = get_real_now ();

  fake_now = evaluated_at - 3600;
  dp_deadline_schedule (deadline, evaluated_at + YEAR, evaluated_at);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (calls, ==, 1);
}

/* It was set after the last wake-up, and the timer is armed anew before the kernel
 * could tell. */
static void
test_clock_set_before_rearming (void)
{
  int calls = 0;
  g_autoptr (DpDeadline) deadline = dp_deadline_new (&fake_system, count_cb, &calls);

  fake_now = get_real_now ();
  settime_errno = ECANCELED;
  dp_deadline_schedule (deadline, fake_now + YEAR, fake_now);
  while (calls == 0)
    g_main_context_iteration (NULL, TRUE);
  dp_deadline_schedule (deadline, fake_now + YEAR, fake_now);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (calls, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadline/new-destroy", test_new_destroy);
  g_test_add_func ("/deadline/due", test_due);
  g_test_add_func ("/deadline/next-second", test_next_second);
  g_test_add_func ("/deadline/never", test_never);
  g_test_add_func ("/deadline/read-results", test_read_results);
  g_test_add_func ("/deadline/clock-went-back", test_clock_went_back);
  g_test_add_func ("/deadline/clock-set-before-rearming", test_clock_set_before_rearming);
  return g_test_run ();
}
