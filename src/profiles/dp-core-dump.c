/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-core-dump.h"

#include <sys/prctl.h>
#include <sys/resource.h>

static struct rlimit limit_before;
static gboolean forbidden;

/**
 * Keeps this process's memory out of core dumps and out of the reach of other
 * processes of the same person. To be called before the first secret is read.
 */
void
dp_core_dump_forbid (void)
{
  if (forbidden || getrlimit (RLIMIT_CORE, &limit_before) != 0)
    return;

  /* Only the soft limit: a command that we become may want its own dumps. */
  struct rlimit none = { .rlim_cur = 0, .rlim_max = limit_before.rlim_max };
  setrlimit (RLIMIT_CORE, &none);
  prctl (PR_SET_DUMPABLE, 0);
  forbidden = TRUE;
}

/**
 * Gives back the limit that the person had set, for a program that this
 * process is about to become. (execve resets PR_SET_DUMPABLE by itself.)
 */
void
dp_core_dump_restore (void)
{
  if (forbidden)
    setrlimit (RLIMIT_CORE, &limit_before);
}
