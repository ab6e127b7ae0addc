/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-import-source.h"

G_BEGIN_DECLS

/** What one of the jobs of src/session is given here. */
typedef struct {
  char *profile;
  char *access_key_id; /* (nullable): of a new account, like the next */
  char *secret;        /* (nullable): wiped when freed */
  char *region;        /* (nullable): of a new account, or of a profile that has none */
  const DpImportSource *source; /* of a key that is moved */
  int lock_fd;         /* of a renewal: the lock that our parent holds, or 0 */
} DpWindowJob;

/** Blocks; one of dp_window_job_renew() and its like. */
typedef gboolean (*DpWindowJobRun) (const DpWindowJob *self,
                                    DpAsker           *asker,
                                    GCancellable      *cancellable,
                                    GError           **error);

DpWindowJob *dp_window_job_new    (const char         *profile);
void         dp_window_job_start  (DpWindowJob        *self,
                                   DpWindowJobRun      run,
                                   DpAsker            *asker,
                                   GCancellable       *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer            data);
gboolean     dp_window_job_finish (GAsyncResult       *result,
                                   GError            **error);

gboolean     dp_window_job_renew  (const DpWindowJob  *self,
                                   DpAsker            *asker,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean     dp_window_job_import (const DpWindowJob  *self,
                                   DpAsker            *asker,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean     dp_window_job_add    (const DpWindowJob  *self,
                                   DpAsker            *asker,
                                   GCancellable       *cancellable,
                                   GError            **error);
gboolean     dp_window_job_remove (const DpWindowJob  *self,
                                   DpAsker            *asker,
                                   GCancellable       *cancellable,
                                   GError            **error);

G_END_DECLS
