/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-move-page.h"

#include <glib/gi18n.h>

#include "dp-job-panel.h"
#include "dp-mnemonic.h"
#include "dp-plaintext-key.h"
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
  GtkListBox *list;
  GtkWidget *moving;
  GtkLabel *heading_label;
  GtkWidget *region_box;
  DpRegionButton *region_button;
  DpStatusLine *region_line;
  GtkWidget *continue_button;
  DpJobPanel *panel;

  char *listed;       /* (nullable): what the list shows */
  char *profile;      /* (nullable): whose key is being moved */
  GtkWidget *pressed; /* (nullable) (unowned): the button that began it */
};

G_DEFINE_FINAL_TYPE (DpMovePage, dp_move_page, GTK_TYPE_WIDGET)

static guint enrolled_signal;

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

static void
move_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  DpMovePage *self = DP_MOVE_PAGE (widget);

  g_set_weak_pointer (&self->pressed, gtk_root_get_focus (gtk_widget_get_root (widget)));
  g_free (self->profile);
  self->profile = g_variant_dup_string (parameter, NULL);
  g_autofree char *heading = g_strdup_printf (_("Move the key of “%s” into the keyring"), self->profile);
  gtk_label_set_text (self->heading_label, heading);
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
    g_signal_emit (self, enrolled_signal, 0, profile);
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
  enrolled_signal = g_signal_new ("enrolled", DP_TYPE_MOVE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "keys.move", "s", move_activated);

  g_type_ensure (DP_TYPE_JOB_PANEL);
  g_type_ensure (DP_TYPE_REGION_BUTTON);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-move-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, header);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, keys);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, list);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, moving);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, heading_label);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_button);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, region_line);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, continue_button);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, panel);
  gtk_widget_class_bind_template_callback (widget_class, continue_cb);
  gtk_widget_class_bind_template_callback (widget_class, finished_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_again);
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
            const DpPlaintextKey *key)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/daypass/Daypass/plaintext-key.ui");
  GtkWidget *row = GTK_WIDGET (gtk_builder_get_object (builder, "row"));
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "move_button"));
  g_autofree char *name = g_strdup_printf (_("Move the key of “%s” into the keyring"), key->profile);

  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "name_label")), key->profile);
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "key_label")), key->access_key_id);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", key->profile);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "keys.move");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, key->profile, -1);
  gtk_list_box_append (self->list, row);
}

static char *
describe (GPtrArray *keys)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < keys->len; i++) {
    const DpPlaintextKey *key = keys->pdata[i];
    g_string_append_printf (text, "%s %s\n", key->profile, key->access_key_id);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/** Shows what the files hold now; returns how many keys that is. */
guint
dp_move_page_refresh (DpMovePage *self)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GPtrArray) keys = files != NULL ? dp_plaintext_key_list (files->config, files->credentials) : g_ptr_array_new ();
  g_autofree char *listed = describe (keys);

  /* Rows that stay keep their focus. */
  if (g_strcmp0 (listed, self->listed) == 0)
    return keys->len;
  g_free (self->listed);
  self->listed = g_steal_pointer (&listed);
  for (GtkListBoxRow *row = NULL; (row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL;)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < keys->len; i++)
    append_row (self, keys->pdata[i]);
  return keys->len;
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
