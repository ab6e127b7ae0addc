/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-deadline.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* For kernels and containers that do not tell of a clock that was set. */
#define SAFETY_TICK_SECONDS 300

/* The kernel takes no more than this many seconds as a moment; a timer that is
 * armed so far away still tells of a clock that was set. */
#define FAR_AWAY (G_MAXINT64 / G_USEC_PER_SEC / 1000)

struct _DpDeadline {
  const DpDeadlineSystem *system; /* (unowned): static */
  DpDeadlineFunc callback;
  gpointer data;
  int fd; /* (owned): -1 when there is no timer */
  guint timer_id;
  guint tick_id;
  guint again_id;
};

static gint64
now_real (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static const DpDeadlineSystem real_system = { now_real, read, timerfd_settime };

static gboolean
timer_cb (int fd, GIOCondition condition, gpointer data)
{
  DpDeadline *self = data;
  guint64 expirations = 0;
  ssize_t n = self->system->read (fd, &expirations, sizeof expirations);

  if (n < 0 && errno != ECANCELED)
    return G_SOURCE_CONTINUE;
  g_debug ("deadline: %s", n < 0 ? "the clock was set, or the machine woke up" : "due");
  self->callback (self->data);
  return G_SOURCE_CONTINUE;
}

static gboolean
tick_cb (gpointer data)
{
  DpDeadline *self = data;

  self->callback (self->data);
  return G_SOURCE_CONTINUE;
}

static gboolean
again_cb (gpointer data)
{
  DpDeadline *self = data;

  self->again_id = 0;
  self->callback (self->data);
  return G_SOURCE_REMOVE;
}

/** Nothing is scheduled yet. @system is NULL but in tests. */
DpDeadline *
dp_deadline_new (const DpDeadlineSystem *system, DpDeadlineFunc callback, gpointer data)
{
  DpDeadline *self = g_new0 (DpDeadline, 1);

  self->system = system != NULL ? system : &real_system;
  self->callback = callback;
  self->data = data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->fd >= 0)
    self->timer_id = g_unix_fd_add (self->fd, G_IO_IN, timer_cb, self);
  else
    g_warning ("deadline: no timer: %s", g_strerror (errno));
  self->tick_id = g_timeout_add_seconds (SAFETY_TICK_SECONDS, tick_cb, self);
  return self;
}

void
dp_deadline_free (DpDeadline *self)
{
  g_clear_handle_id (&self->timer_id, g_source_remove);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * Replaces what was scheduled. @moment is Unix time in seconds or
 * DP_DEADLINE_NEVER, @evaluated_at the time that it was worked out from. A clock
 * that was set between the two is told of as well: the kernel says so when the
 * timer was armed before, and the time itself when it was not.
 */
void
dp_deadline_schedule (DpDeadline *self, gint64 moment, gint64 evaluated_at)
{
  struct itimerspec when = { .it_value.tv_sec = (time_t) CLAMP (moment, 1, FAR_AWAY) };
  gboolean was_set = FALSE;

  if (self->fd >= 0)
    was_set = self->system->settime (self->fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &when, NULL) < 0 && errno == ECANCELED;
  if (self->system->now () < evaluated_at)
    was_set = TRUE;
  if (was_set && self->again_id == 0)
    self->again_id = g_idle_add (again_cb, self);
}
