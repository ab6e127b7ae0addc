/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-question.h"

#include <glib/gi18n.h>

#include "dp-mnemonic.h"

struct _DpQuestion {
  GtkWindow parent_instance;

  GtkLabel *question_label;
  GtkEntry *entry;
  GtkButton *no_button;
  GtkButton *yes_button;
};

G_DEFINE_FINAL_TYPE (DpQuestion, dp_question, GTK_TYPE_WINDOW)

static guint answered_signal;

static void
answer (DpQuestion *self,
        const char *text)
{
  g_signal_emit (self, answered_signal, 0, text);
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
asks_for_text (DpQuestion *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->entry));
}

static void
yes_cb (DpQuestion *self)
{
  if (!asks_for_text (self))
    answer (self, DP_WINDOW_ASKER_YES);
  else if (gtk_entry_get_text_length (self->entry) > 0)
    answer (self, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
no_cb (DpQuestion *self)
{
  answer (self, asks_for_text (self) ? NULL : "no");
}

static gboolean
dp_question_close_request (GtkWindow *window)
{
  g_signal_emit (window, answered_signal, 0, NULL);
  return GTK_WINDOW_CLASS (dp_question_parent_class)->close_request (window);
}

static void
dp_question_class_init (DpQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = dp_question_close_request;
  answered_signal = g_signal_new ("answered", DP_TYPE_QUESTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-question.ui");
  gtk_widget_class_bind_template_child (widget_class, DpQuestion, question_label);
  gtk_widget_class_bind_template_child (widget_class, DpQuestion, entry);
  gtk_widget_class_bind_template_child (widget_class, DpQuestion, no_button);
  gtk_widget_class_bind_template_child (widget_class, DpQuestion, yes_button);
  gtk_widget_class_bind_template_callback (widget_class, no_cb);
  gtk_widget_class_bind_template_callback (widget_class, yes_cb);
}

static void
dp_question_init (DpQuestion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
}

static DpQuestion *
create (GtkWindow *parent,
        const char *question)
{
  DpQuestion *self = g_object_new (DP_TYPE_QUESTION, "transient-for", parent, NULL);

  gtk_label_set_text (self->question_label, question);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->no_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, question, -1);
  return self;
}

/** Shown at once; like every toplevel it belongs to GTK. */
DpQuestion *
dp_question_new_text (GtkWindow *parent,
                      const char *question,
                      const char *suggestion)
{
  DpQuestion *self = create (parent, question);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), suggestion != NULL ? suggestion : "");
  gtk_widget_add_css_class (GTK_WIDGET (self->yes_button), "suggested-action");
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/** Enter means no: the focus is there. */
DpQuestion *
dp_question_new_confirm (GtkWindow *parent,
                         const char *question,
                         const char *yes_label,
                         gboolean destructive)
{
  DpQuestion *self = create (parent, question);

  gtk_widget_set_visible (GTK_WIDGET (self->entry), FALSE);
  dp_mnemonic_set_label (self->no_button, destructive ? _("_Cancel") : _("_No"));
  dp_mnemonic_set_label (self->yes_button, yes_label);
  gtk_widget_add_css_class (GTK_WIDGET (self->yes_button), destructive ? "destructive-action" : "suggested-action");
  gtk_widget_grab_focus (GTK_WIDGET (self->no_button));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

static void
connect (DpQuestion *question,
         DpWindowAsker *asker)
{
  g_signal_connect_object (question, "answered", G_CALLBACK (dp_window_asker_answer), asker, G_CONNECT_SWAPPED);
}

static void
text_asked_cb (DpWindowAsker *asker,
               const char *question,
               const char *suggestion,
               GtkWindow *parent)
{
  connect (dp_question_new_text (parent, question, suggestion), asker);
}

static void
confirm_asked_cb (DpWindowAsker *asker,
                  const char *question,
                  GtkWindow *parent)
{
  connect (dp_question_new_confirm (parent, question, _("_Yes"), FALSE), asker);
}

/** Opens a question over @parent whenever @asker's job has one that is not for a
 * code. */
void
dp_question_answer_for (GtkWindow *parent,
                        DpWindowAsker *asker)
{
  g_signal_connect_object (asker, "text-asked", G_CALLBACK (text_asked_cb), parent, 0);
  g_signal_connect_object (asker, "confirm-asked", G_CALLBACK (confirm_asked_cb), parent, 0);
}
