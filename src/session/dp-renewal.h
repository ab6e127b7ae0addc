/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-keyring.h"
#include "dp-renewal-lock.h"
#include "dp-session.h"

G_BEGIN_DECLS

/** Any session that is not over will do. */
#define DP_RENEWAL_IF_EXPIRED 1
/** AWS is asked whatever is left of the present session. */
#define DP_RENEWAL_ALWAYS G_MAXINT

/** Borrowed. */
typedef struct {
  const char *profile;
  int min_seconds; /* a session with this much left is enough */
  gint64 since;    /* dp_boot_time_now() when this was wanted: what another got later is taken; 0 for now */
  gboolean lease;  /* asked by an SDK, which repeats what was cancelled */
  int lock_fd;          /* the renewal lock, which our parent holds and hands over; 0 for none */
  gboolean never_waits; /* asked by a click: while another process asks, ask beside it */
  gboolean fails_at_once; /* without a code of its own: does not wait for another's question either */
  DpKeyringPrompt keyring_prompt;
  DpAsker *asker;
  DpRenewalLockWaiting waiting; /* (nullable) */

  /** (nullable): TRUE when the cancellable was cancelled because this process
   * must end (SIGTERM, a closed terminal), which is nobody's answer. */
  gboolean (*is_ending) (void);
} DpRenewal;

DpSession *dp_renewal_run (const DpRenewal *self,
                           GCancellable    *cancellable,
                           GError         **error);

G_END_DECLS
