/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-window-job.h"

#include <string.h>

#include "dp-addition.h"
#include "dp-import.h"
#include "dp-removal.h"
#include "dp-renewal.h"

/** A job in its thread. */
typedef struct {
  DpWindowJob *job;
  DpWindowJobRun run;
  DpAsker *asker;
} Run;

/** Owned until it is started. */
DpWindowJob *
dp_window_job_new (const char *profile)
{
  DpWindowJob *self = g_new0 (DpWindowJob, 1);

  self->profile = g_strdup (profile);
  return self;
}

static void
run_free (gpointer data)
{
  Run *self = data;

  if (self->job->secret != NULL)
    explicit_bzero (self->job->secret, strlen (self->job->secret));
  g_free (self->job->secret);
  g_free (self->job->profile);
  g_free (self->job->access_key_id);
  g_free (self->job->region);
  g_free (self->job);
  g_object_unref (self->asker);
  g_free (self);
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer data,
               GCancellable *cancellable)
{
  const Run *self = data;
  g_autoptr (GError) error = NULL;

  if (self->run (self->job, self->asker, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/** Runs a job in a thread of its own while the main loop goes on. Eats @self. */
void
dp_window_job_start (DpWindowJob *self,
                     DpWindowJobRun run,
                     DpAsker *asker,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Run *whole = g_new0 (Run, 1);

  whole->job = self;
  whole->run = run;
  whole->asker = g_object_ref (asker);
  g_task_set_source_tag (task, dp_window_job_start);
  g_task_set_task_data (task, whole, run_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
dp_window_job_finish (GAsyncResult *result,
                      GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
dp_window_job_renew (const DpWindowJob *self,
                     DpAsker *asker,
                     GCancellable *cancellable,
                     GError **error)
{
  const DpRenewal renewal = {
    .profile = self->profile,
    .min_seconds = DP_RENEWAL_ALWAYS,
    .lock_fd = self->lock_fd,
    .never_waits = TRUE,
    .keyring_prompt = DP_KEYRING_MAY_PROMPT,
    .asker = asker,
  };
  g_autoptr (DpSession) session = dp_renewal_run (&renewal, cancellable, error);

  return session != NULL;
}

gboolean
dp_window_job_import (const DpWindowJob *self,
                      DpAsker *asker,
                      GCancellable *cancellable,
                      GError **error)
{
  const char *profiles[] = { self->profile, NULL };
  const DpImport import = { .source = self->source, .profiles = profiles, .region = self->region, .asker = asker, .keyring_prompt = DP_KEYRING_MAY_PROMPT };

  return dp_import_run (&import, cancellable, error);
}

gboolean
dp_window_job_add (const DpWindowJob *self,
                   DpAsker *asker,
                   GCancellable *cancellable,
                   GError **error)
{
  const DpAddition addition = {
    .profile = self->profile,
    .access_key_id = self->access_key_id,
    .secret = self->secret,
    .region = self->region,
    .asker = asker,
    .keyring_prompt = DP_KEYRING_MAY_PROMPT,
  };

  return dp_addition_run (&addition, cancellable, error);
}

gboolean
dp_window_job_remove (const DpWindowJob *self,
                      DpAsker *asker,
                      GCancellable *cancellable,
                      GError **error)
{
  return dp_removal_run (self->profile, DP_KEYRING_MAY_PROMPT, cancellable, error);
}
