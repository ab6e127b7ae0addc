/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-add-page.h"

#include <glib/gi18n.h>

#include "dp-account-facts.h"
#include "dp-account.h"
#include "dp-aws-error.h"
#include "dp-enrolment.h"
#include "dp-job-panel.h"
#include "dp-mnemonic.h"
#include "dp-region-button.h"
#include "dp-region.h"
#include "dp-sentence.h"
#include "dp-shared-files.h"
#include "dp-status-line.h"
#include "dp-window-job.h"

struct _DpAddPage {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *introduction;
  GtkWidget *fields;
  GtkEditable *profile_entry;
  GtkEditable *id_entry;
  GtkEditable *secret_entry;
  DpRegionButton *region_button;
  GtkWidget *device_title;
  GtkLabel *device_label;
  GtkWidget *form_end;
  DpStatusLine *status_line;
  GtkWidget *add_button;
  DpJobPanel *panel;

  char *profile; /* (nullable): what is in the keyring now and waits for its first code */
};

G_DEFINE_FINAL_TYPE (DpAddPage, dp_add_page, GTK_TYPE_WIDGET)

static guint enrolled_signal;

/* A copied key brings white space along. */
static char *
dup_stripped (GtkEditable *entry)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (entry)));
}

static gboolean
is_empty (GtkEditable *entry)
{
  g_autofree char *text = dup_stripped (entry);

  return *text == '\0';
}

/* The fields that still need something, as words and as the first of them. Owned;
 * NULL when the form is complete. */
static char *
list_missing (DpAddPage *self,
              GtkWidget **first)
{
  const struct {
    gpointer field;
    gboolean missing;
    const char *name;
  } fields[] = {
    { self->profile_entry, is_empty (self->profile_entry), _("name of the profile") },
      { self->id_entry, is_empty (self->id_entry), _("access key ID") },
        { self->secret_entry, is_empty (self->secret_entry), _("secret access key") },
          { self->region_button, dp_region_button_get_region (self->region_button) == NULL, _("region") },
        };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  *first = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS (fields); i++) {
    if (!fields[i].missing)
      continue;
    g_strv_builder_add (builder, fields[i].name);
    *first = *first == NULL ? fields[i].field : *first;
  }
  g_auto (GStrv) names = g_strv_builder_end (builder);
  /* Translators: what stands between the parts of a list. */
  g_autofree char *list = g_strjoinv (_(", "), names);
  return *first != NULL ? g_strdup_printf (_("Still missing: %s"), list) : NULL;
}

/* Can the name be a profile's, and does nothing else stand in its section? */
static gboolean
check_profile (const char *profile,
               GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);

  return dp_account_check_name (profile, error)
         && (files == NULL || dp_account_check_free (files->config, files->credentials, profile, error));
}

static gboolean
is_account (const char *profile)
{
  g_autoptr (DpAccountFacts) facts = dp_account_facts_load (profile);

  return facts != NULL;
}

/* A value of the profile in the config file. Owned. */
static char *
dup_noted (const char *profile,
           const char *key)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autofree char *value = files != NULL ? dp_profile_file_dup_value (files->config, profile, key) : NULL;

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* The device that the profile names is taken if it is this user's. */
static void
show_device (DpAddPage *self,
             const char *profile)
{
  g_autofree char *serial = dup_noted (profile, "mfa_serial");
  g_autofree char *text = serial != NULL ? dp_account_facts_format_device (serial) : NULL;

  gtk_label_set_text (self->device_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->device_title, text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->device_label), text != NULL);
}

/* What can be known without AWS is said while it is typed. */
static void
update (DpAddPage *self)
{
  g_autofree char *profile = dup_stripped (self->profile_entry);
  g_autoptr (GError) error = NULL;
  GtkWidget *first = NULL;
  g_autofree char *missing = list_missing (self, &first);
  gboolean untouched = is_empty (self->profile_entry) && is_empty (self->id_entry) && is_empty (self->secret_entry);

  show_device (self, profile);
  if (*profile != '\0' && !check_profile (profile, &error)) {
    g_autofree char *sentence = dp_sentence_end (error->message);
    dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  } else if (*profile != '\0' && is_account (profile)) {
    g_autofree char *sentence = g_strdup_printf (_("“%s” is an account already. This key will be used in place of its present one."), profile);
    dp_status_line_set (self->status_line, DP_STATUS_WARNING, sentence);
  } else {
    g_autofree char *sentence = missing != NULL && !untouched ? dp_sentence_end (missing) : g_strdup ("");
    dp_status_line_set (self->status_line, DP_STATUS_HINT, sentence);
  }
}

static void
set_default (DpAddPage *self,
             GtkWidget *button)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
}

/* The form, or what is done with what it holds. */
static void
show_form (DpAddPage *self,
           gboolean form)
{
  gtk_widget_set_visible (self->introduction, form);
  gtk_widget_set_sensitive (self->fields, form);
  gtk_widget_set_visible (self->form_end, form);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), !form);
  if (form)
    set_default (self, self->add_button);
}

static void
show_error (DpAddPage *self,
            const GError *error)
{
  g_autofree char *sentence = dp_sentence_end (error->message);
  gpointer field = self->add_button;

  if (g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_KEY))
    field = self->id_entry;
  else if (g_error_matches (error, DP_AWS_ERROR, DP_AWS_ERROR_SECRET_KEY))
    field = self->secret_entry;
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  gtk_widget_grab_focus (field);
}

/* Emptied, the buffer would still hold the secret: in GTK 4.8 to delete text is to
 * move its end. */
static void
forget_secret (DpAddPage *self)
{
  g_autoptr (GtkEntryBuffer) empty = gtk_password_entry_buffer_new ();

  gtk_text_set_buffer (GTK_TEXT (gtk_editable_get_delegate (self->secret_entry)), empty);
}

/* On the same page, as the last step of the first day. */
static void
ask_for_code (DpAddPage *self)
{
  dp_job_panel_run (self->panel, dp_window_job_new (self->profile), dp_window_job_renew, _("The key is in the keyring. Asking AWS about its MFA device…"));
}

static void
finished_cb (DpAddPage *self,
             const GError *error)
{
  if (self->profile != NULL && error == NULL) {
    g_autofree char *profile = g_steal_pointer (&self->profile);
    g_signal_emit (self, enrolled_signal, 0, profile);
  } else if (self->profile != NULL) {
    dp_job_panel_show_error (self->panel, error);
  } else if (error == NULL) {
    self->profile = dup_stripped (self->profile_entry);
    forget_secret (self);
    ask_for_code (self);
  } else {
    show_form (self, TRUE);
    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      update (self);
    else
      show_error (self, error);
  }
}

/* Also grey buttons leave people at a loss: this one says what it lacks. */
static gboolean
check_form (DpAddPage *self)
{
  g_autofree char *profile = dup_stripped (self->profile_entry);
  g_autofree char *id = dup_stripped (self->id_entry);
  GtkWidget *field = NULL;
  g_autofree char *problem = list_missing (self, &field);
  g_autoptr (GError) error = NULL;

  if (field == NULL && !check_profile (profile, &error))
    field = GTK_WIDGET (self->profile_entry);
  else if (field == NULL && !dp_enrolment_check_key_id (id, &error))
    field = GTK_WIDGET (self->id_entry);
  if (field == NULL)
    return TRUE;

  g_autofree char *sentence = dp_sentence_end (error != NULL ? error->message : problem);
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  gtk_widget_grab_focus (field);
  return FALSE;
}

static void
add_cb (DpAddPage *self)
{
  if (!check_form (self))
    return;
  g_autofree char *profile = dup_stripped (self->profile_entry);
  DpWindowJob *job = dp_window_job_new (profile);
  job->access_key_id = dup_stripped (self->id_entry);
  job->secret = dup_stripped (self->secret_entry);
  job->region = g_strdup (dp_region_button_get_region (self->region_button));
  show_form (self, FALSE);
  dp_job_panel_run (self->panel, job, dp_window_job_add, _("Asking AWS about the key…"));
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

  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_add_page_parent_class)->dispose (object);
}

static void
dp_add_page_class_init (DpAddPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_add_page_dispose;
  widget_class->focus = dp_add_page_focus;
  enrolled_signal = g_signal_new ("enrolled", DP_TYPE_ADD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (DP_TYPE_JOB_PANEL);
  g_type_ensure (DP_TYPE_REGION_BUTTON);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-add-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, box);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, introduction);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, fields);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, profile_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, id_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, secret_entry);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, region_button);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, device_title);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, device_label);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, form_end);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, DpAddPage, panel);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, ask_for_code);
}

static void
dp_add_page_init (DpAddPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
}

/** Empties the form but for what is known of @profile (nullable), and puts the
 * focus into it. */
void
dp_add_page_start (DpAddPage *self,
                   const char *profile)
{
  g_autofree char *noted = profile != NULL ? dup_noted (profile, "region") : NULL;
  g_autofree char *region = noted != NULL ? g_steal_pointer (&noted) : dp_region_guess ();

  g_clear_pointer (&self->profile, g_free);
  gtk_editable_set_text (self->profile_entry, profile != NULL ? profile : "");
  gtk_editable_set_text (self->id_entry, "");
  forget_secret (self);
  dp_region_button_set_region (self->region_button, region);
  update (self);
  show_form (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (profile != NULL ? self->id_entry : self->profile_entry));
}

/** Ends what is under way, and forgets the secret. */
void
dp_add_page_cancel (DpAddPage *self)
{
  dp_job_panel_cancel (self->panel);
  forget_secret (self);
}

/** Whether the page asks for a code of @profile now. */
gboolean
dp_add_page_asks_for (DpAddPage *self,
                      const char *profile)
{
  return g_strcmp0 (self->profile, profile) == 0 && dp_job_panel_is_running (self->panel);
}
