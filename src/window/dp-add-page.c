/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-add-page.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-mnemonic.h"
#include "dp-question.h"
#include "dp-region.h"
#include "dp-sentence.h"
#include "dp-status-line.h"
#include "dp-window-job.h"

struct _DpAddPage {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkEditable *profile_entry;
  GtkEditable *id_entry;
  GtkEditable *secret_entry;
  GtkDropDown *region_list;
  DpStatusLine *status_line;
  GtkWidget *add_button;

  DpWindowAsker *asker;      /* (nullable): while a job runs */
  GCancellable *cancellable; /* (nullable): likewise */
};

G_DEFINE_FINAL_TYPE (DpAddPage, dp_add_page, GTK_TYPE_WIDGET)

static guint added_signal;

/* What can be known without AWS is said while it is typed. */
static void
update (DpAddPage *self)
{
  const char *profile = gtk_editable_get_text (self->profile_entry);
  g_autoptr (GError) error = NULL;
  gboolean named = *profile != '\0' && dp_account_check_name (profile, &error);
  g_autofree char *sentence = error != NULL ? dp_sentence_end (error->message) : NULL;
  gboolean complete = named
                      && *gtk_editable_get_text (self->id_entry) != '\0'
                      && *gtk_editable_get_text (self->secret_entry) != '\0'
                      && dp_region_get (gtk_drop_down_get_selected (self->region_list)) != NULL;

  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  gtk_widget_set_sensitive (self->add_button, complete && self->cancellable == NULL);
}

static void
added_cb (GObject *source,
          GAsyncResult *result,
          gpointer data)
{
  g_autoptr (DpAddPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean added = dp_window_job_finish (result, &error);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->asker);
  gtk_widget_set_sensitive (self->box, TRUE);
  update (self);
  if (added) {
    g_autofree char *profile = g_strdup (gtk_editable_get_text (self->profile_entry));
    dp_add_page_start (self);
    g_signal_emit (self, added_signal, 0, profile);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_autofree char *sentence = dp_sentence_end (error->message);
    dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  }
}

/* A copied key brings white space along. */
static char *
dup_stripped (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static void
add_cb (DpAddPage *self)
{
  DpWindowJob *job = dp_window_job_new (gtk_editable_get_text (self->profile_entry));

  job->access_key_id = dup_stripped (self->id_entry);
  job->secret = dup_stripped (self->secret_entry);
  job->region = g_strdup (dp_region_get (gtk_drop_down_get_selected (self->region_list)));
  self->asker = dp_window_asker_new ();
  self->cancellable = g_cancellable_new ();
  dp_question_answer_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->asker);
  gtk_widget_set_sensitive (self->box, FALSE);
  dp_status_line_set (self->status_line, DP_STATUS_BUSY, _("Asking AWS about the key…"));
  dp_window_job_start (job, dp_window_job_add, DP_ASKER (self->asker), self->cancellable, added_cb, g_object_ref (self));
}

static gboolean
dp_add_page_focus (GtkWidget *widget,
                   GtkDirectionType direction)
{
  return gtk_widget_child_focus (DP_ADD_PAGE (widget)->box, direction);
}

static void
dp_add_page_dispose (GObject *object)
{
  DpAddPage *self = DP_ADD_PAGE (object);

  dp_add_page_cancel (self);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asker);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_add_page_parent_class)->dispose (object);
}

static void
dp_add_page_class_init (DpAddPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_add_page_dispose;
  widget_class->focus = dp_add_page_focus;
  added_signal = g_signal_new ("added", DP_TYPE_ADD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-add-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, box);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, profile_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, id_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, secret_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, region_list);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, add_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
dp_add_page_init (DpAddPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));

  g_autoptr (GListModel) regions = dp_region_list ();
  gtk_drop_down_set_model (self->region_list, regions);
  /* What has the focus is the list's own button. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (self->region_list))), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Region"), -1);
  dp_add_page_start (self);
}

/** Empties the form and puts the focus into it. */
void
dp_add_page_start (DpAddPage *self)
{
  gtk_editable_set_text (self->profile_entry, "");
  gtk_editable_set_text (self->id_entry, "");
  gtk_editable_set_text (self->secret_entry, "");
  gtk_drop_down_set_selected (self->region_list, dp_region_guess ());
  update (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->profile_entry));
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_window_set_default_widget (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->add_button);
}

/** Ends what is under way. */
void
dp_add_page_cancel (DpAddPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}
