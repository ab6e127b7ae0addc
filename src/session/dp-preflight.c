/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-preflight.h"

#include <glib-unix.h>
#include <unistd.h>

#include "dp-access-key.h"
#include "dp-aws-error.h"

struct _DpPreflight {
  GThread *thread; /* (nullable): joined */
  DpAwsClient *client;
  GPtrArray *keys;
  GCancellable *cancellable; /* ours: follows the caller's */
  GCancellable *caller;      /* (nullable) */
  gulong caller_handler;
  int pipe[2]; /* the reading end becomes readable when the thread is done */

  /* The thread's, until it is joined. */
  DpCallerIdentity *identity; /* (nullable) */
  GError *error;              /* (nullable) */
  guint index;
};

/* During a rotation there are two keys: the newest that AWS accepts wins. */
static gpointer
run (gpointer data)
{
  DpPreflight *self = data;

  for (self->index = 0; self->index < self->keys->len; self->index++) {
    DpAccessKey *key = self->keys->pdata[self->index];
    const DpCredentials credentials = {
      .access_key_id = dp_access_key_get_id (key),
      .secret_access_key = dp_access_key_get_secret (key),
    };
    g_clear_error (&self->error);
    self->identity = dp_sts_get_caller_identity (self->client, &credentials, self->cancellable, &self->error);
    if (!g_error_matches (self->error, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_KEY))
      break;
  }

  close (g_steal_fd (&self->pipe[1]));
  return NULL;
}

static void
caller_cancelled_cb (GCancellable *caller,
                     GCancellable *own)
{
  g_cancellable_cancel (own);
}

/**
 * Starts the call with the first of @keys (DpAccessKey, newest first) that AWS
 * knows. Until it is finished the client belongs to it.
 */
DpPreflight *
dp_preflight_start (DpAwsClient *client,
                    GPtrArray *keys,
                    GCancellable *cancellable)
{
  DpPreflight *self = g_new0 (DpPreflight, 1);

  self->client = g_object_ref (client);
  self->keys = g_ptr_array_ref (keys);
  self->cancellable = g_cancellable_new ();
  if (cancellable != NULL) {
    self->caller = g_object_ref (cancellable);
    self->caller_handler = g_cancellable_connect (cancellable, G_CALLBACK (caller_cancelled_cb), self->cancellable, NULL);
  }
  if (!g_unix_open_pipe (self->pipe, FD_CLOEXEC, NULL))
    self->pipe[0] = self->pipe[1] = -1;
  self->thread = g_thread_new ("preflight", run, self);
  return self;
}

/** A descriptor that becomes readable when the answer is there. */
int
dp_preflight_get_fd (DpPreflight *self)
{
  return self->pipe[0];
}

/**
 * Waits for the answer and gives the client back. FALSE with the call's @error
 * when no code can help; may be called again for the same answer.
 */
gboolean
dp_preflight_finish (DpPreflight *self,
                     GError **error)
{
  g_clear_pointer (&self->thread, g_thread_join);
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_error_copy (self->error));
  return FALSE;
}

/** Which of the keys AWS accepted; valid after it was finished. */
guint
dp_preflight_get_index (DpPreflight *self)
{
  return self->index;
}

/** Who the key belongs to; borrowed, valid after it was finished. */
DpCallerIdentity *
dp_preflight_get_identity (DpPreflight *self)
{
  return self->identity;
}

/** Ends the call if it is still under way. */
void
dp_preflight_free (DpPreflight *self)
{
  if (self->caller != NULL)
    g_cancellable_disconnect (self->caller, self->caller_handler);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->thread, g_thread_join);
  for (int i = 0; i < 2; i++) {
    if (self->pipe[i] >= 0)
      close (self->pipe[i]);
  }
  g_clear_object (&self->client);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->caller);
  g_clear_pointer (&self->identity, dp_caller_identity_free);
  g_clear_error (&self->error);
  g_free (self);
}
