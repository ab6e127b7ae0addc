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

#include "dp-sentence.h"

struct _DpWindowAsker {
  GObject parent_instance;

  GMutex mutex;
  char *answer; /* (nullable): under the mutex */
  int answered; /* an eventfd that is readable while there is an answer */
  char *told;   /* (nullable): the job's thread's, all that goes with its next question */
};

static void dp_window_asker_asker_init (DpAskerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DpWindowAsker, dp_window_asker, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (DP_TYPE_ASKER, dp_window_asker_asker_init))

enum {
  SIGNAL_CODE_ASKED,
  SIGNAL_TEXT_ASKED,
  SIGNAL_CHOICE_ASKED,
  SIGNAL_CONFIRM_ASKED,
  SIGNAL_NOTED,
  SIGNAL_TOLD,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/** A signal on its way from the job's thread to the main loop. */
typedef struct {
  DpWindowAsker *asker;
  guint signal;
  char *text;
  char *more; /* (nullable) */
  gint64 next_code_at;
  GStrv options; /* (nullable) */
} Message;

static gboolean
deliver_cb (gpointer data)
{
  const Message *message = data;

  if (message->signal == SIGNAL_CODE_ASKED)
    g_signal_emit (message->asker, signals[SIGNAL_CODE_ASKED], 0, message->text, message->more, message->next_code_at);
  else if (message->signal == SIGNAL_TEXT_ASKED)
    g_signal_emit (message->asker, signals[SIGNAL_TEXT_ASKED], 0, message->text, message->more);
  else if (message->signal == SIGNAL_CHOICE_ASKED)
    g_signal_emit (message->asker, signals[SIGNAL_CHOICE_ASKED], 0, message->text, message->options);
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
  g_free (message->more);
  g_strfreev (message->options);
  g_free (message);
}

/* Eats @message. */
static void
send (DpWindowAsker *self,
      guint signal,
      const char *text,
      Message *message)
{
  message->asker = g_object_ref (self);
  message->signal = signal;
  message->text = g_strdup (text);
  g_main_context_invoke_full (NULL, G_PRIORITY_DEFAULT, deliver_cb, message, message_free);
}

/* NULL when the person will not answer. */
static char *
steal_answer (DpWindowAsker *self)
{
  uint64_t count = 0;

  g_mutex_lock (&self->mutex);
  char *answer = g_steal_pointer (&self->answer);
  if (read (self->answered, &count, sizeof count) < 0 && errno != EAGAIN)
    g_warning ("asker: %s", g_strerror (errno));
  g_mutex_unlock (&self->mutex);
  return answer;
}

/* What was answered to a question that is over is no answer to the next one. Where
 * a code or a choice is asked for, what was told stands beside it. Eats @message. */
static void
ask (DpWindowAsker *self,
     guint signal,
     const char *text,
     Message *message)
{
  g_autofree char *told = g_steal_pointer (&self->told);
  gboolean in_own_window = signal == SIGNAL_TEXT_ASKED || signal == SIGNAL_CONFIRM_ASKED;
  g_autofree char *whole = told != NULL && in_own_window ? g_strdup_printf ("%s\n\n%s", told, text) : g_strdup (text);

  g_free (steal_answer (self));
  send (self, signal, whole, message);
}

/* In the job's thread, until the person has answered or there is something that
 * makes an answer useless. @question is NULL but for a code. */
static char *
wait_for_answer (DpWindowAsker *self,
                 const DpCodeQuestion *question,
                 GCancellable *cancellable,
                 GError **error)
{
  for (;;) {
    struct pollfd fds[] = {
      { .fd = self->answered, .events = POLLIN },
      { .fd = question != NULL ? question->wake_fd : -1, .events = POLLIN },
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
      send (self, SIGNAL_NOTED, note, g_new0 (Message, 1));
    if (fds[0].revents == 0)
      continue;
    char *answer = steal_answer (self);
    if (answer == NULL)
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person has closed the question");
    return answer;
  }
}

static char *
ask_code (DpAsker *asker,
          const DpCodeQuestion *question,
          GCancellable *cancellable,
          GError **error)
{
  Message *message = g_new0 (Message, 1);

  message->more = question->refusal != NULL ? g_strdup (question->refusal->message) : NULL;
  message->next_code_at = question->next_code_at;
  ask (DP_WINDOW_ASKER (asker), SIGNAL_CODE_ASKED, question->account->mfa_serial, message);
  return wait_for_answer (DP_WINDOW_ASKER (asker), question, cancellable, error);
}

static char *
ask_text (DpAsker *asker,
          const char *question,
          const char *suggestion,
          GCancellable *cancellable,
          GError **error)
{
  Message *message = g_new0 (Message, 1);

  message->more = g_strdup (suggestion);
  ask (DP_WINDOW_ASKER (asker), SIGNAL_TEXT_ASKED, question, message);
  return wait_for_answer (DP_WINDOW_ASKER (asker), NULL, cancellable, error);
}

static char *
choose (DpAsker *asker,
        const char *question,
        const char *const *options,
        GCancellable *cancellable,
        GError **error)
{
  Message *message = g_new0 (Message, 1);

  message->options = g_strdupv ((GStrv) options);
  ask (DP_WINDOW_ASKER (asker), SIGNAL_CHOICE_ASKED, question, message);
  return wait_for_answer (DP_WINDOW_ASKER (asker), NULL, cancellable, error);
}

static gboolean
confirm (DpAsker *asker,
         const char *question,
         gboolean *yes,
         GCancellable *cancellable,
         GError **error)
{
  ask (DP_WINDOW_ASKER (asker), SIGNAL_CONFIRM_ASKED, question, g_new0 (Message, 1));
  g_autofree char *answer = wait_for_answer (DP_WINDOW_ASKER (asker), NULL, cancellable, error);
  if (answer == NULL)
    return FALSE;

  *yes = g_str_equal (answer, DP_WINDOW_ASKER_YES);
  return TRUE;
}

static void
tell (DpAsker *asker,
      const char *sentence)
{
  DpWindowAsker *self = DP_WINDOW_ASKER (asker);
  g_autofree char *before = g_steal_pointer (&self->told);
  g_autofree char *told = dp_sentence_end (sentence);

  self->told = before != NULL ? dp_sentence_join (before, told) : g_steal_pointer (&told);
  send (self, SIGNAL_TOLD, sentence, g_new0 (Message, 1));
}

static void
dp_window_asker_asker_init (DpAskerInterface *iface)
{
  iface->is_person = TRUE;
  iface->ask_code = ask_code;
  iface->ask_text = ask_text;
  iface->choose = choose;
  iface->confirm = confirm;
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
  g_free (self->told);
  close (self->answered);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (dp_window_asker_parent_class)->finalize (object);
}

static void
dp_window_asker_class_init (DpWindowAskerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = dp_window_asker_finalize;
  signals[SIGNAL_CODE_ASKED] = g_signal_new ("code-asked", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_TEXT_ASKED] = g_signal_new ("text-asked", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_CHOICE_ASKED] = g_signal_new ("choice-asked", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRV);
  signals[SIGNAL_CONFIRM_ASKED] = g_signal_new ("confirm-asked", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_NOTED] = g_signal_new ("noted", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_TOLD] = g_signal_new ("told", DP_TYPE_WINDOW_ASKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
dp_window_asker_init (DpWindowAsker *self)
{
  g_mutex_init (&self->mutex);
  self->answered = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/** Owned. */
DpWindowAsker *
dp_window_asker_new (void)
{
  return g_object_new (DP_TYPE_WINDOW_ASKER, NULL);
}

/** Hands the person's answer to the job that asked: six digits, a line of text,
 * DP_WINDOW_ASKER_YES or another word; NULL when the question was closed. */
void
dp_window_asker_answer (DpWindowAsker *self,
                        const char *answer)
{
  uint64_t one = 1;

  g_mutex_lock (&self->mutex);
  wipe_answer (self);
  self->answer = g_strdup (answer);
  if (write (self->answered, &one, sizeof one) < 0)
    g_warning ("asker: %s", g_strerror (errno));
  g_mutex_unlock (&self->mutex);
}
