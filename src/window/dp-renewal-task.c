/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-renewal-task.h"

#include "dp-renewal.h"

typedef struct {
  char *profile;
  int lock_fd;
  DpAsker *asker;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->profile);
  g_object_unref (self->asker);
  g_free (self);
}

static void
run (GTask *task,
     gpointer source,
     gpointer data,
     GCancellable *cancellable)
{
  const Request *request = data;
  g_autoptr (GError) error = NULL;
  const DpRenewal renewal = {
    .profile = request->profile,
    .min_seconds = DP_RENEWAL_ALWAYS,
    .lock_fd = request->lock_fd,
    .never_waits = TRUE,
    .keyring_prompt = DP_KEYRING_MAY_PROMPT,
    .asker = request->asker,
  };
  g_autoptr (DpSession) session = dp_renewal_run (&renewal, cancellable, &error);

  if (session != NULL)
    g_task_return_int (task, session->expires_at);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * Asks for a code and gets a session. @lock_fd is the renewal lock that our
 * parent holds already, or 0.
 */
void
dp_renewal_task_run (const char *profile,
                     int lock_fd,
                     DpAsker *asker,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  request->profile = g_strdup (profile);
  request->lock_fd = lock_fd;
  request->asker = g_object_ref (asker);
  g_task_set_source_tag (task, dp_renewal_task_run);
  g_task_set_task_data (task, request, request_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run);
}

/** When the new session ends, in Unix time; -1 with @error on failure. */
gint64
dp_renewal_task_finish (GAsyncResult *result,
                        GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
