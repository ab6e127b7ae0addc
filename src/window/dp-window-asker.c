/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-window-asker.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _DpWindowAsker {
  GObject parent_instance;

  GMutex mutex;
  char *answer; /* (nullable): under the mutex */
  int answered; /* an eventfd that is readable while there is an answer */
};

static void dp_window_asker_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpWindowAsker, dp_window_asker, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_window_asker_asker_init))

enum {
  SIGNAL_CODE_ASKED,
  SIGNAL_NOTED,
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/** A signal on its way from the job's thread to the main loop. */
typedef struct {
  DpWindowAsker *asker;
  guint signal;
  char *text; /* (nullable) */
  gint64 next_code_at;
} Message;

static gboolean
deliver_cb (gpointer data)
{
  Message *message = data;

  if (message->signal == SIGNAL_CODE_ASKED)
    g_signal_emit (message->asker, signals[SIGNAL_CODE_ASKED], 0, message->text, message->next_code_at);
  else
    g_signal_emit (message->asker, signals[message->signal], 0, message->text);
  return G_SOURCE_REMOVE;
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_object_unref (message->asker);
  g_free (message->text);
  g_free (message);
}

static void
send (DpWindowAsker *self,
      guint signal,
      const char *text,
      gint64 next_code_at)
{
  Message *message = g_new0 (Message, 1);

  message->asker = g_object_ref (self);
  message->signal = signal;
  message->text = g_strdup (text);
  message->next_code_at = next_code_at;
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, deliver_cb, message, message_free);
}

static char *
steal_answer (DpWindowAsker *self)
{
  uint64_t count = 0;

  g_mutex_lock (&self->mutex);
  char *answer = g_steal_pointer (&self->answer);
  if (answer != NULL && read (self->answered, &count, sizeof count) < 0)
    g_warning ("asker: %s", g_strerror (errno));
  g_mutex_unlock (&self->mutex);
  return answer;
}

static gboolean
is_person (DpAsker *asker)
{
  return TRUE;
}

/* In the job's thread, until the person has answered or there is something that
 * makes an answer useless. */
static char *
ask_code (DpAsker *asker,
          const DpCodeQuestion *question,
          GCancellable *cancellable,
          GError **error)
{
  DpWindowAsker *self = DP_WINDOW_ASKER (asker);
  char *answer = NULL;

  send (self, SIGNAL_CODE_ASKED, question->refusal != NULL ? question->refusal->message : NULL, question->next_code_at);
  while (answer == NULL) {
    struct pollfd fds[] = {
      { .fd = self->answered, .events = POLLIN },
      { .fd = question->wake_fd, .events = POLLIN },
      { .fd = g_cancellable_get_fd (cancellable), .events = POLLIN },
    };
    poll (fds, G_N_ELEMENTS (fds), -1);
    g_cancellable_release_fd (cancellable);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    g_autofree char *note = NULL;
    if (fds[1].revents != 0 && !question->check (question->check_data, &note, error))
      return NULL;
    if (note != NULL)
      send (self, SIGNAL_NOTED, note, 0);
    answer = steal_answer (self);
  }
  return answer;
}

static void
tell (DpAsker *asker,
      const char *sentence)
{
  send (DP_WINDOW_ASKER (asker), SIGNAL_TOLD, sentence, 0);
}

static void
dp_window_asker_asker_init (DpAskerInterface *iface)
{
  iface->is_person = is_person;
  iface->ask_code = ask_code;
  iface->tell = tell;
}

static void
wipe_answer (DpWindowAsker *self)
{
  if (self->answer != NULL)
    explicit_bzero (self->answer, strlen (self->answer));
  g_clear_pointer (&self->answer, g_free);
}

static void
dp_window_asker_finalize (GObject *object)
{
  DpWindowAsker *self = DP_WINDOW_ASKER (object);

  wipe_answer (self);
  close (self->answered);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (dp_window_asker_parent_class)->finalize (object);
}

static void
dp_window_asker_class_init (DpWindowAskerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_window_asker_finalize;
  signals[SIGNAL_CODE_ASKED] = g_signal_new ("code-asked", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_NOTED] = g_signal_new ("noted", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TOLD] = g_signal_new ("told", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dp_window_asker_init (DpWindowAsker *self)
{
  g_mutex_init (&self->mutex);
  self->answered = eventfd (0, EFD_CLOEXEC);
}

/** Owned. */
DpWindowAsker *
dp_window_asker_new (void)
{
  return g_object_new (DP_TYPE_WINDOW_ASKER, NULL);
}

/** Hands the person's six digits to the job that asked for them. */
void
dp_window_asker_answer (DpWindowAsker *self,
                        const char *code)
{
  uint64_t one = 1;

  g_mutex_lock (&self->mutex);
  gboolean first = self->answer == NULL;
  wipe_answer (self);
  self->answer = g_strdup (code);
  if (first && write (self->answered, &one, sizeof one) < 0)
    g_warning ("asker: %s", g_strerror (errno));
  g_mutex_unlock (&self->mutex);
}
