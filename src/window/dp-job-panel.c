/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-job-panel.h"

#include <glib/gi18n.h>

#include "dp-code-form.h"
#include "dp-mnemonic.h"
#include "dp-question.h"
#include "dp-sentence.h"

typedef enum {
  STATE_BUSY,
  STATE_CHOOSING,
  STATE_ASKING,
  STATE_FAILED,
} State;

struct _DpJobPanel {
  GtkBox parent_instance;

  GtkLabel *owner_label;
  GtkWidget *choice_box;
  GtkLabel *choice_label;
  DpCodeForm *code_form;
  DpCountdown *countdown;
  GtkWidget *send_button;
  GtkWidget *retry_button;

  State state;
  DpWindowAsker *asker;      /* (nullable): while a job runs */
  GCancellable *cancellable; /* (nullable): likewise */
};

G_DEFINE_FINAL_TYPE (DpJobPanel, dp_job_panel, GTK_TYPE_BOX)

enum {
  SIGNAL_FINISHED,
  SIGNAL_AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_state (DpJobPanel *self,
           State state)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->state = state;
  gtk_widget_set_visible (self->choice_box, state == STATE_CHOOSING);
  dp_code_form_show_field (self->code_form, state == STATE_ASKING);
  gtk_widget_set_visible (self->send_button, state == STATE_ASKING);
  gtk_widget_set_visible (self->retry_button, state == STATE_FAILED);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), state == STATE_FAILED ? self->retry_button : self->send_button);
}

static void
asked_cb (DpJobPanel *self)
{
  set_state (self, STATE_ASKING);
}

static void
chosen_cb (DpJobPanel *self,
           GtkButton *button)
{
  g_autofree char *choice = g_strdup (gtk_button_get_label (button));

  if (self->state != STATE_CHOOSING)
    return;
  set_state (self, STATE_BUSY);
  dp_code_form_say (self->code_form, DP_STATUS_BUSY, _("Asking AWS about the key…"));
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
  dp_code_form_say (self->code_form, DP_STATUS_HINT, _("Choose the device that shows you the codes."));
  gtk_widget_grab_focus (gtk_widget_get_next_sibling (GTK_WIDGET (self->choice_label)));
}

static void
retry_cb (DpJobPanel *self)
{
  g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
}

static void
noted_cb (DpJobPanel *self,
          const char *owner)
{
  gtk_label_set_text (self->owner_label, owner);
  gtk_widget_set_visible (GTK_WIDGET (self->owner_label), TRUE);
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

/* With the window: a job that runs keeps the panel. */
static void
dp_job_panel_unroot (GtkWidget *widget)
{
  dp_job_panel_cancel (DP_JOB_PANEL (widget));
  GTK_WIDGET_CLASS (dp_job_panel_parent_class)->unroot (widget);
}

static void
dp_job_panel_class_init (DpJobPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->unroot = dp_job_panel_unroot;
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", DP_TYPE_JOB_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_AGAIN] = g_signal_new ("again", DP_TYPE_JOB_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DP_TYPE_CODE_FORM);
  g_type_ensure (DP_TYPE_COUNTDOWN);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-job-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, owner_label);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, choice_box);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, choice_label);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, code_form);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, countdown);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, send_button);
  gtk_widget_class_bind_template_child (widget_class, DpJobPanel, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
dp_job_panel_init (DpJobPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  dp_code_form_set_actions (self->code_form, self->countdown, self->send_button);
}

static void
listen_to_asker (DpJobPanel *self)
{
  self->asker = dp_window_asker_new ();
  dp_code_form_listen (self->code_form, self->asker);
  g_signal_connect_object (self->asker, "choice-asked", G_CALLBACK (choice_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->asker, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
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
  dp_code_form_say (self->code_form, DP_STATUS_BUSY, busy_text);
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
  dp_code_form_say (self->code_form, DP_STATUS_ERROR, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->retry_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  gtk_widget_grab_focus (self->retry_button);
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
  dp_code_form_listen (self->code_form, NULL);
}
