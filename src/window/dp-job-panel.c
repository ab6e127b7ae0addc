/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-job-panel.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-account-facts.h"
#include "dp-code-entry.h"
#include "dp-countdown.h"
#include "dp-mnemonic.h"
#include "dp-question.h"
#include "dp-sentence.h"
#include "dp-status-line.h"
#include "dp-window-asker.h"

typedef enum {
  STATE_BUSY,
  STATE_CHOOSING,
  STATE_ASKING,
  STATE_SENDING,
  STATE_FAILED,
} State;

struct _DpJobPanel {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkLabel *owner_label;
  GtkWidget *choice_box;
  GtkLabel *choice_label;
  GtkWidget *code_box;
  GtkWidget *code_label;
  DpCodeEntry *code_entry;
  DpStatusLine *status_line;
  DpStatusLine *told_line;
  DpCountdown *countdown;
  GtkButton *next_button;

  State state;
  DpWindowAsker *asker;      /* (nullable): while a job runs */
  GCancellable *cancellable; /* (nullable): likewise */
};

G_DEFINE_FINAL_TYPE (DpJobPanel, dp_job_panel, GTK_TYPE_WIDGET)

enum {
  SIGNAL_FINISHED,
  SIGNAL_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
update_next_button (DpJobPanel *self)
{
  g_autofree char *code = dp_code_entry_dup_code (self->code_entry);
  gboolean ready = self->state == STATE_FAILED || (self->state == STATE_ASKING && code != NULL);

  dp_mnemonic_set_label (self->next_button, self->state == STATE_FAILED ? _("_Try Again") : _("_Get Session"));
  gtk_widget_set_visible (GTK_WIDGET (self->next_button), self->state != STATE_BUSY && self->state != STATE_CHOOSING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button), ready);
  if (code != NULL)
    explicit_bzero (code, strlen (code));
}

static void
set_state (DpJobPanel *self,
           State state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->state = state;
  dp_countdown_stop (self->countdown);
  gtk_widget_set_visible (self->choice_box, state == STATE_CHOOSING);
  gtk_widget_set_visible (self->code_box, state == STATE_ASKING || state == STATE_SENDING);
  dp_code_entry_set_busy (self->code_entry, state == STATE_SENDING);
  update_next_button (self);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), GTK_WIDGET (self->next_button));
}

/* Under the field, and with the field to a screen reader. */
static void
say (DpJobPanel *self,
     DpStatusKind kind,
     const char *text)
{
  dp_status_line_set (self->status_line, kind, text);
  dp_code_entry_set_description (self->code_entry, text);
}

static void
say_aside (DpJobPanel *self,
           const char *sentence)
{
  g_autofree char *text = dp_sentence_join (sentence, dp_status_line_get_text (self->status_line));

  dp_code_entry_set_description (self->code_entry, text);
}

static void
next_code_cb (DpJobPanel *self,
              const char *text)
{
  dp_code_entry_set_description (self->code_entry, text);
}

static void
code_asked_cb (DpJobPanel *self,
               const char *mfa_serial,
               const char *refusal,
               gint64 next_code_at)
{
  g_autofree char *sentence = refusal != NULL ? dp_sentence_end (refusal) : NULL;
  g_autofree char *device = dp_account_facts_dup_device (mfa_serial);
  g_autofree char *label = g_strdup_printf (_("MFA code of the device “%s”"), device);

  set_state (self, STATE_ASKING);
  gtk_label_set_text (GTK_LABEL (self->code_label), label);
  gtk_widget_grab_focus (GTK_WIDGET (self->code_entry));
  if (refusal == NULL) {
    say (self, DP_STATUS_HINT, _("Six digits. The code is sent with the last one."));
    return;
  }

  dp_code_entry_set_wrong (self->code_entry, TRUE);
  say (self, DP_STATUS_ERROR, sentence);
  if (next_code_at > 0)
    dp_countdown_start (self->countdown, next_code_at);
}

static void
code_refused_cb (DpJobPanel *self)
{
  g_autofree char *sentence = dp_sentence_end (_("An MFA code has six digits"));

  say (self, DP_STATUS_HINT, sentence);
}

static void
send_code (DpJobPanel *self)
{
  g_autofree char *code = dp_code_entry_dup_code (self->code_entry);

  if (code == NULL || self->state != STATE_ASKING)
    return;
  set_state (self, STATE_SENDING);
  say (self, DP_STATUS_BUSY, _("Asking AWS for a session…"));
  dp_window_asker_answer (self->asker, code);
  explicit_bzero (code, strlen (code));
}

static void
chosen_cb (DpJobPanel *self,
           GtkButton *button)
{
  g_autofree char *choice = g_strdup (gtk_button_get_label (button));

  if (self->state != STATE_CHOOSING)
    return;
  set_state (self, STATE_BUSY);
  dp_status_line_set (self->status_line, DP_STATUS_BUSY, _("Asking AWS about the key…"));
  dp_window_asker_answer (self->asker, choice);
}

/* Buttons: GTK 4.8 gives a screen reader no way to press a check button. */
static void
choice_asked_cb (DpJobPanel *self,
                 const char *question,
                 const char *const *options)
{
  for (GtkWidget *old = NULL; (old = gtk_widget_get_next_sibling (GTK_WIDGET (self->choice_label))) != NULL;)
    gtk_box_remove (GTK_BOX (self->choice_box), old);
  for (size_t i = 0; options[i] != NULL; i++) {
    GtkWidget *button = gtk_button_new_with_label (options[i]);
    gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
    g_signal_connect_object (button, "clicked", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (self->choice_box), button);
  }
  gtk_label_set_text (self->choice_label, question);
  set_state (self, STATE_CHOOSING);
  dp_status_line_set (self->status_line, DP_STATUS_HINT, _("Choose the device that shows you the codes."));
  gtk_widget_grab_focus (gtk_widget_get_next_sibling (GTK_WIDGET (self->choice_label)));
}

static void
next_cb (DpJobPanel *self)
{
  if (self->state == STATE_FAILED)
    g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
  else
    send_code (self);
}

static void
noted_cb (DpJobPanel *self,
          const char *owner)
{
  g_autofree char *sentence = dp_sentence_end (owner);

  gtk_label_set_text (self->owner_label, owner);
  gtk_widget_set_visible (GTK_WIDGET (self->owner_label), TRUE);
  say_aside (self, sentence);
}

static void
told_cb (DpJobPanel *self,
         const char *sentence)
{
  g_autofree char *text = dp_sentence_end (sentence);

  dp_status_line_set (self->told_line, DP_STATUS_WARNING, text);
  say_aside (self, text);
}

/** A job on its way: the panel may have cancelled it and gone on. */
typedef struct {
  DpJobPanel *panel;
  GCancellable *cancellable;
} Run;

static void
finished_cb (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  Run *run = data;
  DpJobPanel *self = run->panel;
  g_autoptr (GError) error = NULL;

  dp_window_job_finish (result, &error);
  if (run->cancellable == self->cancellable) {
    dp_job_panel_cancel (self);
    g_signal_emit (self, signals[SIGNAL_FINISHED], 0, error);
  }
  g_application_release (g_application_get_default ());
  g_object_unref (run->cancellable);
  g_object_unref (run->panel);
  g_free (run);
}

static void
dp_job_panel_dispose (GObject *object)
{
  g_clear_pointer (&DP_JOB_PANEL (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_job_panel_parent_class)->dispose (object);
}

/* With the window: a job that runs keeps the panel. */
static void
dp_job_panel_unroot (GtkWidget *widget)
{
  dp_job_panel_cancel (DP_JOB_PANEL (widget));
  GTK_WIDGET_CLASS (dp_job_panel_parent_class)->unroot (widget);
}

static gboolean
dp_job_panel_focus (GtkWidget *widget,
                    GtkDirectionType direction)
{
  return gtk_widget_child_focus (DP_JOB_PANEL (widget)->box, direction);
}

static void
dp_job_panel_class_init (DpJobPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_job_panel_dispose;
  widget_class->focus = dp_job_panel_focus;
  widget_class->unroot = dp_job_panel_unroot;
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", DP_TYPE_JOB_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_AGAIN] = g_signal_new ("again", DP_TYPE_JOB_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DP_TYPE_CODE_ENTRY);
  g_type_ensure (DP_TYPE_COUNTDOWN);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-job-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, box);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, owner_label);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, choice_box);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, choice_label);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, code_box);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, code_label);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, code_entry);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, told_line);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, countdown);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, next_button);
  gtk_widget_class_bind_template_callback (widget_class, update_next_button);
  gtk_widget_class_bind_template_callback (widget_class, send_code);
  gtk_widget_class_bind_template_callback (widget_class, code_refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_code_cb);
}

static void
dp_job_panel_init (DpJobPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  dp_code_entry_set_label (self->code_entry, self->code_label);
}

static void
listen_to_asker (DpJobPanel *self)
{
  self->asker = dp_window_asker_new ();
  g_signal_connect_object (self->asker, "code-asked", G_CALLBACK (code_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->asker, "choice-asked", G_CALLBACK (choice_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->asker, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->asker, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
  dp_question_answer_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->asker);
}

/**
 * Starts @job, which it eats; @busy_text tells what goes on until there is a
 * question. The panel must be in a window. A window that is closed meanwhile
 * leaves the job the time to undo what it began.
 */
void
dp_job_panel_run (DpJobPanel *self,
                  DpWindowJob *job,
                  DpWindowJobRun run,
                  const char *busy_text)
{
  Run *whole = g_new0 (Run, 1);

  dp_job_panel_cancel (self);
  listen_to_asker (self);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->owner_label), FALSE);
  dp_status_line_set (self->told_line, DP_STATUS_WARNING, NULL);
  dp_status_line_set (self->status_line, DP_STATUS_BUSY, busy_text);
  set_state (self, STATE_BUSY);
  whole->panel = g_object_ref (self);
  whole->cancellable = g_object_ref (self->cancellable);
  g_application_hold (g_application_get_default ());
  dp_window_job_start (job, run, DP_ASKER (self->asker), self->cancellable, finished_cb, whole);
}

/** Tells what went wrong and offers another try. */
void
dp_job_panel_show_error (DpJobPanel *self,
                         const GError *error)
{
  g_autofree char *sentence = dp_sentence_end (error->message);

  set_state (self, STATE_FAILED);
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->next_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->next_button));
}

gboolean
dp_job_panel_is_running (DpJobPanel *self)
{
  return self->cancellable != NULL;
}

/** Ends what is under way, without a signal. */
void
dp_job_panel_cancel (DpJobPanel *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->asker != NULL)
    g_signal_handlers_disconnect_by_data (self->asker, self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asker);
  dp_countdown_stop (self->countdown);
  dp_code_entry_clear (self->code_entry);
}
