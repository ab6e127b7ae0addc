/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mfa-dialog.h"

#include <glib/gi18n.h>

#include "dp-account-facts.h"
#include "dp-code-form.h"
#include "dp-job-status.h"
#include "dp-mnemonic.h"
#include "dp-moment.h"
#include "dp-outcome.h"
#include "dp-places.h"
#include "dp-question.h"
#include "dp-sentence.h"

/* Long enough to read two sentences. */
#define SUCCESS_SECONDS 4

/* An open keyring answers in some milliseconds: no word about it then. */
#define OPENING_WORD_MS 400

typedef enum {
  STATE_OPENING, /* lock and keyring, before there may be a question */
  STATE_ASKING,
  STATE_FAILED,
  STATE_DONE,
} State;

struct _DpMfaDialog {
  GtkWindow parent_instance;

  GtkLabel *name_label;
  GtkLabel *account_label;
  GtkLabel *file_label;
  DpCodeForm *code_form;
  DpOutcome *outcome;
  DpCountdown *countdown;
  GtkButton *close_button;
  GtkWidget *send_button;
  GtkWidget *retry_button;

  char *profile;
  int lock_fd; /* (unowned): our parent's renewal lock, or 0 */
  State state;
  gboolean replaces;    /* there is a session already */
  gboolean has_process; /* which may answer without a word to the person */
  DpExitStatus status;
  char *failure;             /* (nullable): what the person was told last */
  GCancellable *cancellable; /* (nullable): while a job runs */
  guint timeout_id;          /* what the present state waits for */
};

G_DEFINE_FINAL_TYPE (DpMfaDialog, dp_mfa_dialog, GTK_TYPE_WINDOW)

static guint answered_signal;

static void
set_state (DpMfaDialog *self,
           State state)
{
  gboolean over = state == STATE_FAILED || state == STATE_DONE;

  self->state = state;
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->code_form), !over);
  gtk_widget_set_visible (GTK_WIDGET (self->outcome), over);
  gtk_widget_set_visible (self->send_button, !over);
  gtk_widget_set_visible (self->retry_button, state == STATE_FAILED);
  dp_mnemonic_set_label (self->close_button, over ? _("_Close") : _("_Cancel"));
  /* A password that was meant for the keyring's own question presses nothing. */
  gtk_widget_set_can_focus (GTK_WIDGET (self->close_button), state != STATE_OPENING);
  if (state != STATE_OPENING || !self->has_process)
    gtk_window_present (GTK_WINDOW (self));
}

static gboolean
say_opening_cb (gpointer data)
{
  DpMfaDialog *self = data;

  self->timeout_id = 0;
  dp_code_form_say (self->code_form, DP_STATUS_BUSY, _("Opening the keyring. If it asks for a password, type that first."));
  return G_SOURCE_REMOVE;
}

static void
asked_cb (DpMfaDialog *self)
{
  set_state (self, STATE_ASKING);
}

static void
noted_cb (DpMfaDialog *self,
          const char *owner)
{
  gtk_label_set_text (self->account_label, owner);
}

static void
answer (DpMfaDialog *self,
        DpExitStatus status)
{
  g_signal_emit (self, answered_signal, 0, (int) status, self->failure);
}

/* A screen reader tells how it ended with the button that gets the focus. */
static void
focus_button (DpMfaDialog *self,
              GtkWidget *button)
{
  g_autofree char *text = dp_outcome_dup_text (self->outcome);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_grab_focus (button);
}

static gboolean
close_cb (gpointer data)
{
  DpMfaDialog *self = data;

  self->timeout_id = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

static void
show_success (DpMfaDialog *self,
              gboolean ours)
{
  g_autoptr (DpAccountFacts) facts = dp_account_facts_load (self->profile);
  gint64 expires_at = facts != NULL ? facts->expires_at : 0;
  g_autofree char *until = dp_moment_format (expires_at, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *headline = g_strdup_printf (_("Session until %s"), until);
  g_autofree char *text = g_strdup_printf (ours ? _("“%s” is ready for Terraform, the AWS CLI and every SDK.")
                                                : _("“%s” got its session from another question meanwhile."),
                                                     self->profile);
  g_autofree char *whole = self->replaces
    ? dp_sentence_join (text, _("Commands that are already running keep the old session."))
                        : g_strdup (text);

  answer (self, DP_EXIT_DONE);
  if (!gtk_widget_get_visible (GTK_WIDGET (self))) {
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  set_state (self, STATE_DONE);
  dp_outcome_show_success (self->outcome, headline, whole);
  focus_button (self, GTK_WIDGET (self->close_button));
  self->timeout_id = g_timeout_add_seconds (SUCCESS_SECONDS, close_cb, self);
}

static void
show_failure (DpMfaDialog *self,
              const GError *error)
{
  self->status = dp_job_status_from_error (error);
  g_free (self->failure);
  self->failure = g_strdup (error->message);
  set_state (self, STATE_FAILED);
  dp_outcome_show_failure (self->outcome, error);
  focus_button (self, self->retry_button);
}

static void
finished_cb (GObject *source,
             GAsyncResult *result,
             gpointer data)
{
  g_autoptr (DpMfaDialog) self = data;
  g_autoptr (GError) error = NULL;

  dp_window_job_finish (result, &error);

  g_clear_pointer (&self->failure, g_free);
  gboolean closed = g_cancellable_is_cancelled (self->cancellable);
  gboolean ours = dp_code_form_has_sent (self->code_form);

  g_clear_object (&self->cancellable);
  dp_code_form_listen (self->code_form, NULL);
  if (closed) {
    answer (self, error == NULL ? DP_EXIT_DONE : DP_EXIT_CANCELLED);
    gtk_window_destroy (GTK_WINDOW (self));
  } else if (error == NULL) {
    show_success (self, ours);
  } else {
    show_failure (self, error);
  }
}

static void
start (DpMfaDialog *self)
{
  g_autoptr (DpWindowAsker) asker = dp_window_asker_new ();

  g_signal_connect_object (asker, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  dp_question_answer_for (GTK_WINDOW (self), asker);
  dp_code_form_listen (self->code_form, asker);
  dp_code_form_say (self->code_form, DP_STATUS_HINT, "");
  self->cancellable = g_cancellable_new ();
  set_state (self, STATE_OPENING);
  self->timeout_id = g_timeout_add (OPENING_WORD_MS, say_opening_cb, self);

  DpWindowJob *job = dp_window_job_new (self->profile);
  job->lock_fd = self->lock_fd;
  dp_window_job_start (job, dp_window_job_renew, DP_ASKER (asker), self->cancellable, finished_cb, g_object_ref (self));
}

/* Escape, the button or the window manager: at once out of the person's way,
 * gone for good when the job has seen it. */
static gboolean
dp_mfa_dialog_close_request (GtkWindow *window)
{
  DpMfaDialog *self = DP_MFA_DIALOG (window);

  if (self->cancellable == NULL) {
    if (self->state == STATE_FAILED)
      answer (self, self->status);
    return GTK_WINDOW_CLASS (dp_mfa_dialog_parent_class)->close_request (window);
  }
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  dp_code_form_listen (self->code_form, NULL);
  g_cancellable_cancel (self->cancellable);
  return TRUE;
}

static void
dp_mfa_dialog_dispose (GObject *object)
{
  DpMfaDialog *self = DP_MFA_DIALOG (object);

  g_clear_handle_id (&self->timeout_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->failure, g_free);
  g_clear_pointer (&self->profile, g_free);
  G_OBJECT_CLASS (dp_mfa_dialog_parent_class)->dispose (object);
}

static void
dp_mfa_dialog_class_init (DpMfaDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_mfa_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = dp_mfa_dialog_close_request;
  answered_signal = g_signal_new ("answered", DP_TYPE_MFA_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);

  g_type_ensure (DP_TYPE_CODE_FORM);
  g_type_ensure (DP_TYPE_COUNTDOWN);
  g_type_ensure (DP_TYPE_OUTCOME);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-mfa-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, name_label);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, account_label);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, file_label);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, code_form);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, outcome);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, countdown);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, close_button);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, send_button);
  gtk_widget_class_bind_template_child (widget_class, DpMfaDialog, retry_button);
  gtk_widget_class_bind_template_callback (widget_class, asked_cb);
  gtk_widget_class_bind_template_callback (widget_class, start);
}

static void
dp_mfa_dialog_init (DpMfaDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  dp_code_form_set_actions (self->code_form, self->countdown, self->send_button);
}

/* From the files, before anything is asked. What is wrong with them is told by
 * the job. */
static void
show_account (DpMfaDialog *self)
{
  g_autoptr (DpAccountFacts) facts = dp_account_facts_load (self->profile);
  g_autofree char *title = g_strdup_printf ("%s – Daypass", self->profile);

  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_label_set_text (self->name_label, self->profile);
  dp_code_form_set_device (self->code_form, facts != NULL ? facts->device : NULL);
  self->replaces = facts != NULL && facts->expires_at > 0;
  self->has_process = facts != NULL && facts->has_process;
  if (facts != NULL && facts->account_id != NULL) {
    g_autofree char *text = g_strdup_printf (_("AWS account %s"), facts->account_id);
    gtk_label_set_text (self->account_label, text);
  }
}

/* A command may have brought another file along: its dialog looks like any other
 * otherwise, and lies on it. */
static void
show_file (DpMfaDialog *self)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  g_autofree char *usual = g_build_filename (g_get_home_dir (), ".aws", "credentials", NULL);

  if (g_str_equal (places->credentials, usual))
    return;
  g_autofree char *path = g_filename_display_name (places->credentials);
  g_autofree char *title = g_strdup_printf ("Daypass – %s", path);
  gtk_window_set_title (GTK_WINDOW (self), title);
  g_autofree char *text = g_strdup_printf (_("The session goes into %s"), path);
  gtk_label_set_text (self->file_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->file_label), TRUE);
}

/**
 * Starts to ask, over @parent (nullable). @lock_fd is the renewal lock that our
 * parent process holds already, or 0. Like every toplevel the dialog belongs to
 * GTK until it is closed.
 */
DpMfaDialog *
dp_mfa_dialog_new (const char *profile,
                   GtkWindow *parent,
                   int lock_fd)
{
  DpMfaDialog *self = g_object_new (DP_TYPE_MFA_DIALOG, "transient-for", parent, NULL);

  self->profile = g_strdup (profile);
  self->lock_fd = lock_fd;
  show_account (self);
  show_file (self);
  start (self);
  return self;
}

/** Shows the dialog to somebody who wants a session now. One that only tells how
 * the last question ended asks anew. */
void
dp_mfa_dialog_ask_again (DpMfaDialog *self)
{
  if (self->cancellable == NULL) {
    show_account (self);
    start (self);
  }
  gtk_window_present (GTK_WINDOW (self));
}

const char *
dp_mfa_dialog_get_profile (DpMfaDialog *self)
{
  return self->profile;
}
