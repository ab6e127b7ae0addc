/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>
#include <sys/timerfd.h>
#include <sys/types.h>

G_BEGIN_DECLS

/** Tells when a moment of the wall clock has come, when the clock was set, when
 * the machine woke up, and every five minutes in any case: whoever is called
 * looks at everything again and schedules the next moment. */
typedef struct _DpDeadline DpDeadline;

typedef void (*DpDeadlineFunc) (gpointer data);

/** What a test replaces. */
typedef struct {
  gint64 (*now) (void); /* Unix time in seconds */
  ssize_t (*read) (int fd, void *buffer, size_t size);
  int (*settime) (int fd, int flags, const struct itimerspec *next, struct itimerspec *previous);
} DpDeadlineSystem;

#define DP_DEADLINE_NEVER G_MAXINT64

DpDeadline *dp_deadline_new      (const DpDeadlineSystem *system,
                                  DpDeadlineFunc          callback,
                                  gpointer                data);
void        dp_deadline_free     (DpDeadline             *self);
void        dp_deadline_schedule (DpDeadline             *self,
                                  gint64                  moment,
                                  gint64                  evaluated_at);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpDeadline, dp_deadline_free)

G_END_DECLS
