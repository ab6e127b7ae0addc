/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-code-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-account-facts.h"
#include "dp-code-entry.h"
#include "dp-sentence.h"

typedef enum {
  PROGRESS_NOT_ASKED,
  PROGRESS_ASKED,
  PROGRESS_SENT,
} Progress;

struct _DpCodeForm {
  GtkBox parent_instance;

  GtkWidget *label;
  DpCodeEntry *entry;
  DpStatusLine *status_line;
  DpStatusLine *told_line;

  DpCountdown *countdown; /* (unowned): beside us in a template, like the next */
  GtkWidget *send_button;
  DpWindowAsker *asker; /* (nullable): of the job that runs */
  Progress progress;
};

G_DEFINE_FINAL_TYPE (DpCodeForm, dp_code_form, GTK_TYPE_BOX)

static guint asked_signal;

static void
update_send_button (DpCodeForm *self)
{
  g_autofree char *code = dp_code_entry_dup_code (self->entry);

  gtk_widget_set_sensitive (self->send_button, self->progress == PROGRESS_ASKED && code != NULL);
  if (code != NULL)
    explicit_bzero (code, strlen (code));
}

static void
set_progress (DpCodeForm *self,
              Progress progress)
{
  self->progress = progress;
  dp_countdown_stop (self->countdown);
  dp_code_entry_set_busy (self->entry, progress == PROGRESS_SENT);
  update_send_button (self);
}

/* What stands elsewhere is spoken too. */
static void
say_aside (DpCodeForm *self,
           const char *sentence)
{
  g_autofree char *text = dp_sentence_join (sentence, dp_status_line_get_text (self->status_line));

  dp_code_entry_set_description (self->entry, text);
}

static void
code_asked_cb (DpCodeForm *self,
               const char *mfa_serial,
               const char *refusal,
               gint64 next_code_at)
{
  g_autofree char *device = dp_account_facts_dup_device (mfa_serial);

  set_progress (self, PROGRESS_ASKED);
  dp_code_form_set_device (self, device);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), TRUE);
  g_signal_emit (self, asked_signal, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (refusal == NULL) {
    dp_code_form_say (self, DP_STATUS_HINT, _("Six digits. The code is sent with the last one."));
    return;
  }

  g_autofree char *sentence = dp_sentence_end (refusal);
  dp_code_entry_set_wrong (self->entry, TRUE);
  dp_code_form_say (self, DP_STATUS_ERROR, sentence);
  if (next_code_at > 0)
    dp_countdown_start (self->countdown, next_code_at);
}

static void
noted_cb (DpCodeForm *self,
          const char *owner)
{
  g_autofree char *sentence = dp_sentence_end (owner);

  say_aside (self, sentence);
}

static void
told_cb (DpCodeForm *self,
         const char *told)
{
  g_autofree char *sentence = dp_sentence_end (told);

  dp_status_line_set (self->told_line, DP_STATUS_WARNING, sentence);
  say_aside (self, sentence);
}

static void
next_code_cb (DpCodeForm *self,
              const char *text)
{
  dp_code_entry_set_description (self->entry, text);
}

static void
refused_cb (DpCodeForm *self)
{
  g_autofree char *sentence = dp_sentence_end (_("An MFA code has six digits"));

  dp_code_form_say (self, DP_STATUS_HINT, sentence);
}

static void
send_code (DpCodeForm *self)
{
  g_autofree char *code = dp_code_entry_dup_code (self->entry);

  if (code == NULL || self->progress != PROGRESS_ASKED)
    return;
  set_progress (self, PROGRESS_SENT);
  dp_code_form_say (self, DP_STATUS_BUSY, _("Asking AWS for a session…"));
  dp_window_asker_answer (self->asker, code);
  explicit_bzero (code, strlen (code));
}

static void
dp_code_form_dispose (GObject *object)
{
  g_clear_object (&DP_CODE_FORM (object)->asker);
  G_OBJECT_CLASS (dp_code_form_parent_class)->dispose (object);
}

static void
dp_code_form_class_init (DpCodeFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_code_form_dispose;
  asked_signal = g_signal_new ("asked", DP_TYPE_CODE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (DP_TYPE_CODE_ENTRY);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-code-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCodeForm, label);
  gtk_widget_class_bind_template_child (widget_class, DpCodeForm, entry);
  gtk_widget_class_bind_template_child (widget_class, DpCodeForm, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpCodeForm, told_line);
  gtk_widget_class_bind_template_callback (widget_class, update_send_button);
  gtk_widget_class_bind_template_callback (widget_class, send_code);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
}

static void
dp_code_form_init (DpCodeForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_code_entry_set_label (self->entry, self->label);
}

/** What stands between the other buttons of whoever has the form, and lives as
 * long: the wait for the next code, and the button that sends the code. To be set
 * once, before anything else. */
void
dp_code_form_set_actions (DpCodeForm *self,
                          DpCountdown *countdown,
                          GtkWidget *send_button)
{
  self->countdown = countdown;
  self->send_button = send_button;
  g_signal_connect_object (countdown, "over", G_CALLBACK (next_code_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (send_button, "clicked", G_CALLBACK (send_code), self, G_CONNECT_SWAPPED);
  update_send_button (self);
}

/** The name of the MFA device (nullable) as far as it is known before the job
 * asks. */
void
dp_code_form_set_device (DpCodeForm *self,
                         const char *device)
{
  g_autofree char *text = device != NULL ? g_strdup_printf (_("MFA code of the device “%s”"), device) : g_strdup (_("MFA code"));

  gtk_label_set_text (GTK_LABEL (self->label), text);
}

/** Without its field the form only tells what goes on. */
void
dp_code_form_show_field (DpCodeForm *self,
                         gboolean visible)
{
  gtk_widget_set_visible (self->label, visible);
  gtk_widget_set_visible (GTK_WIDGET (self->entry), visible);
}

/** Under the field, and with the field to a screen reader, which speaks of a new
 * description of what has the focus. */
void
dp_code_form_say (DpCodeForm *self,
                  DpStatusKind kind,
                  const char *text)
{
  dp_status_line_set (self->status_line, kind, text);
  dp_code_entry_set_description (self->entry, text);
}

/** From now on the form asks for @asker's job and for no other; for NULL it asks
 * no more, and forgets what was typed. */
void
dp_code_form_listen (DpCodeForm *self,
                     DpWindowAsker *asker)
{
  if (self->asker != NULL)
    g_signal_handlers_disconnect_by_data (self->asker, self);
  g_set_object (&self->asker, asker);
  dp_code_entry_clear (self->entry);
  set_progress (self, PROGRESS_NOT_ASKED);
  if (asker == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), FALSE);
  dp_status_line_set (self->told_line, DP_STATUS_WARNING, NULL);
  g_signal_connect_object (asker, "code-asked", G_CALLBACK (code_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (asker, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (asker, "told", G_CALLBACK (told_cb), self, G_CONNECT_SWAPPED);
}

/** Whether a code is on its way. */
gboolean
dp_code_form_has_sent (DpCodeForm *self)
{
  return self->progress == PROGRESS_SENT;
}
