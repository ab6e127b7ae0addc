/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-boot-time.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/** The present moment. */
gint64
dp_boot_time_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* A shell that ran commands and then became this program is older than the
 * wish for which this program was started. */
static gboolean
had_children (void)
{
  struct rusage children;

  return getrusage (RUSAGE_CHILDREN, &children) == 0 && children.ru_minflt > 0;
}

/**
 * When this process was started, which stays the same when one program becomes
 * another (proc(5), /proc/PID/stat, field 22); the present moment for a process
 * that had another life before. To be called early, before it has children.
 * The kernel rounds down to a tick; rounded up, what ended before the start is
 * never taken for something later.
 */
gint64
dp_boot_time_process_start (void)
{
  g_autofree char *text = NULL;
  unsigned long long ticks = 0;

  if (had_children () || !g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
    return dp_boot_time_now ();
  const char *end = strrchr (text, ')');
  if (end == NULL || sscanf (end + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu", &ticks) != 1)
    return dp_boot_time_now ();
  return (gint64) (ticks + 1) * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);
}
