/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-move-page.h"

#include <glib/gi18n.h>

#include "dp-aws-vault-keys.h"
#include "dp-job-panel.h"
#include "dp-mnemonic.h"
#include "dp-offer-row.h"
#include "dp-region-button.h"
#include "dp-region.h"
#include "dp-sentence.h"
#include "dp-shared-files.h"
#include "dp-status-line.h"

struct _DpMovePage {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *header;
  GtkWidget *keys;
  GtkWidget *plaintext_box;
  GtkListBox *list;
  DpAwsVaultKeys *aws_vault_keys;
  GtkWidget *moving;
  GtkLabel *heading_label;
  GtkLabel *promise_label;
  GtkWidget *region_box;
  DpRegionButton *region_button;
  DpStatusLine *region_line;
  GtkWidget *continue_button;
  DpJobPanel *panel;

  char *listed;                 /* (nullable): what the list shows */
  const DpImportSource *source; /* of the key that is being moved */
  char *profile;                /* (nullable): whose key that is */
  GtkWidget *pressed;           /* (nullable) (unowned): the button that began it */
};

G_DEFINE_FINAL_TYPE (DpMovePage, dp_move_page, GTK_TYPE_WIDGET)

enum {
  SIGNAL_ENROLLED,
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const DpImportSource *
find_source (const char *name)
{
  static const DpImportSource *const tools[] = { &dp_import_from_aws_mfa, &dp_import_from_aws_vault };

  for (size_t i = 0; i < G_N_ELEMENTS (tools); i++)
    if (g_str_equal (tools[i]->name, name))
      return tools[i];
  return &dp_import_from_files;
}

static void
notify_changed (DpMovePage *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
show_moving (DpMovePage *self,
             gboolean moving)
{
  gtk_widget_set_visible (self->moving, moving);
  gtk_widget_set_visible (self->keys, !moving);
  gtk_widget_set_visible (self->header, !moving);
}

static void
move_again (DpMovePage *self)
{
  DpWindowJob *job = dp_window_job_new (self->profile);

  job->source = self->source;
  job->region = g_strdup (dp_region_button_get_region (self->region_button));
  gtk_widget_set_visible (self->region_box, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), TRUE);
  dp_job_panel_run (self->panel, job, dp_window_job_import, _("Asking AWS about the key…"));
}

static void
region_changed_cb (DpMovePage *self)
{
  dp_status_line_set (self->region_line, DP_STATUS_HINT, "");
}

static void
continue_cb (DpMovePage *self)
{
  g_autofree char *missing = g_strdup_printf (_("Still missing: %s"), _("region"));
  g_autofree char *sentence = dp_sentence_end (missing);

  if (dp_region_button_get_region (self->region_button) != NULL) {
    move_again (self);
    return;
  }
  dp_status_line_set (self->region_line, DP_STATUS_ERROR, sentence);
  gtk_widget_grab_focus (GTK_WIDGET (self->region_button));
}

static gboolean
has_region (const char *profile)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);

  return files == NULL
         || dp_profile_file_has_key (files->config, profile, "region")
         || dp_profile_file_has_key (files->credentials, profile, "region");
}

static void
ask_for_region (DpMovePage *self)
{
  g_autofree char *guess = dp_region_guess ();

  gtk_widget_set_visible (self->region_box, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->panel), FALSE);
  dp_region_button_set_region (self->region_button, guess);
  gtk_window_set_default_widget (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->continue_button);
  gtk_widget_grab_focus (GTK_WIDGET (self->region_button));
}

/* What becomes of the place where the key has been. */
static void
show_promise (DpMovePage *self)
{
  const char *promise = _("Until the session is there, both files stay as they are.");
  const char *after = NULL;

  if (self->source == &dp_import_from_aws_vault)
    after = _("Then you are asked whether aws-vault is to keep its copy of the key. With two copies, do not rotate the key there.");
  else if (self->source == &dp_import_from_aws_mfa)
    after = _("Then the key leaves the section of aws-mfa, and the session takes the place of that of aws-mfa.");
  g_autofree char *text = after != NULL ? dp_sentence_join (promise, after) : g_strdup (promise);

  gtk_label_set_text (self->promise_label, text);
}

static void
move_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  DpMovePage *self = DP_MOVE_PAGE (widget);
  const char *source = NULL;

  g_set_weak_pointer (&self->pressed, gtk_root_get_focus (gtk_widget_get_root (widget)));
  g_clear_pointer (&self->profile, g_free);
  g_variant_get (parameter, "(&ss)", &source, &self->profile);
  self->source = find_source (source);
  g_autofree char *heading = g_strdup_printf (_("Move the key of “%s” into the keyring"), self->profile);
  gtk_label_set_text (self->heading_label, heading);
  show_promise (self);
  show_moving (self, TRUE);
  dp_region_button_set_region (self->region_button, NULL);
  if (has_region (self->profile))
    move_again (self);
  else
    ask_for_region (self);
}

static void
finished_cb (DpMovePage *self,
             const GError *error)
{
  if (error == NULL) {
    g_autofree char *profile = g_steal_pointer (&self->profile);
    show_moving (self, FALSE);
    if (self->source == &dp_import_from_aws_vault)
      dp_aws_vault_keys_start (self->aws_vault_keys);
    g_signal_emit (self, signals[SIGNAL_ENROLLED], 0, profile);
  } else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    dp_move_page_cancel (self);
  } else {
    dp_job_panel_show_error (self->panel, error);
  }
}

static void
dp_move_page_dispose (GObject *object)
{
  DpMovePage *self = DP_MOVE_PAGE (object);

  g_clear_weak_pointer (&self->pressed);
  g_clear_pointer (&self->listed, g_free);
  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_move_page_parent_class)->dispose (object);
}

static gboolean
dp_move_page_focus (GtkWidget *widget,
                    GtkDirectionType direction)
{
  return gtk_widget_child_focus (DP_MOVE_PAGE (widget)->box, direction);
}

static void
dp_move_page_class_init (DpMovePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_move_page_dispose;
  widget_class->focus = dp_move_page_focus;
  signals[SIGNAL_ENROLLED] = g_signal_new ("enrolled", DP_TYPE_MOVE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DP_TYPE_MOVE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "keys.move", "(ss)", move_activated);

  g_type_ensure (DP_TYPE_AWS_VAULT_KEYS);
  g_type_ensure (DP_TYPE_JOB_PANEL);
  g_type_ensure (DP_TYPE_REGION_BUTTON);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-move-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, header);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, keys);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, plaintext_box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, list);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, aws_vault_keys);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, moving);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, promise_label);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_button);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_line);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, panel);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_again);
  gtk_widget_class_bind_template_callback (widget_class, notify_changed);
  gtk_widget_class_bind_template_callback (widget_class, region_changed_cb);
}

static void
dp_move_page_init (DpMovePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
}

static void
append_row (DpMovePage *self,
            const DpImportSource *source,
            const DpImportKey *key)
{
  g_autofree char *name = g_strdup_printf (_("Move the key of “%s” into the keyring"), key->profile);
  /* Translators: access key id, the tool that has put the key there. */
  g_autofree char *details = source->name != NULL ? g_strdup_printf (_("%s · kept by %s"), key->access_key_id, source->name) : g_strdup (key->access_key_id);
  const DpOffer offer = { .profile = key->profile, .details = details, .label = _("Move…"), .name = name, .action_name = "keys.move" };

  dp_offer_row_append (self->list, &offer, g_variant_new ("(ss)", source->name != NULL ? source->name : "", key->profile));
}

/* The key that aws-mfa keeps for “work” becomes “work”, and not “work-long-term”. */
static gboolean
is_listed (GPtrArray *keys,
           const DpImportKey *key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_str_equal (((const DpImportKey *) keys->pdata[i])->section, key->section))
      return TRUE;
  return FALSE;
}

static void
drop_listed (GPtrArray *keys,
             GPtrArray *others)
{
  for (guint i = keys->len; i > 0; i--)
    if (is_listed (others, keys->pdata[i - 1]))
      g_ptr_array_remove_index (keys, i - 1);
}

static void
describe (GString *text,
          GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    g_string_append_printf (text, "%s %s %s\n", key->profile, key->section, key->access_key_id);
  }
}

static void
fill_list (DpMovePage *self,
           GPtrArray *plain,
           GPtrArray *aws_mfa)
{
  for (GtkListBoxRow *row = NULL; (row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL;)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < plain->len; i++)
    append_row (self, &dp_import_from_files, plain->pdata[i]);
  for (guint i = 0; i < aws_mfa->len; i++)
    append_row (self, &dp_import_from_aws_mfa, aws_mfa->pdata[i]);
  gtk_widget_set_visible (self->plaintext_box, plain->len + aws_mfa->len > 0);
}

/** Shows what the files hold now. */
void
dp_move_page_refresh (DpMovePage *self)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GPtrArray) plain = files != NULL ? dp_import_from_files.list (files, DP_KEYRING_QUIET, NULL, NULL) : g_ptr_array_new ();
  g_autoptr (GPtrArray) aws_mfa = files != NULL ? dp_import_from_aws_mfa.list (files, DP_KEYRING_QUIET, NULL, NULL) : g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  drop_listed (plain, aws_mfa);
  describe (text, plain);
  describe (text, aws_mfa);
  /* Rows that stay keep their focus. */
  if (g_strcmp0 (text->str, self->listed) == 0)
    return;
  g_free (self->listed);
  self->listed = g_strdup (text->str);
  fill_list (self, plain, aws_mfa);
}

/** Finds out whether aws-vault keeps keys; "changed" tells that it does. */
void
dp_move_page_start (DpMovePage *self)
{
  dp_aws_vault_keys_start (self->aws_vault_keys);
}

/** Whether keys lie in the files. */
gboolean
dp_move_page_has_plaintext (DpMovePage *self)
{
  return gtk_widget_get_visible (self->plaintext_box);
}

/** Whether aws-vault keeps anything in the keyring, as far as that is known. */
gboolean
dp_move_page_has_aws_vault (DpMovePage *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->aws_vault_keys));
}

/** Whether the page is about one key now, and not about all. */
gboolean
dp_move_page_is_moving (DpMovePage *self)
{
  return self->profile != NULL;
}

/** Back from the key that is being moved to all of them; FALSE when none is. */
gboolean
dp_move_page_cancel (DpMovePage *self)
{
  if (self->profile == NULL)
    return FALSE;
  dp_job_panel_cancel (self->panel);
  g_clear_pointer (&self->profile, g_free);
  show_moving (self, FALSE);
  if (self->pressed == NULL || !gtk_widget_grab_focus (self->pressed))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  return TRUE;
}
