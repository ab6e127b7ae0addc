/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-move-page.h"

#include <glib/gi18n.h>

#include "dp-mnemonic.h"
#include "dp-plaintext-key.h"
#include "dp-shared-files.h"

struct _DpMovePage {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DpMovePage, dp_move_page, GTK_TYPE_WIDGET)

static void
dp_move_page_dispose (GObject *object)
{
  g_clear_pointer (&DP_MOVE_PAGE (object)->box, gtk_widget_unparent);
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
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-move-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, box);
  gtk_widget_class_bind_template_child (widget_class, DpMovePage, list);
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
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.move");
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_list_box_append (self->list, row);
}

/** Shows what the files hold now; returns how many keys that is. */
guint
dp_move_page_refresh (DpMovePage *self)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GPtrArray) keys = files != NULL ? dp_plaintext_key_list (files->config, files->credentials) : g_ptr_array_new ();

  for (GtkListBoxRow *row = NULL; (row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL;)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < keys->len; i++)
    append_row (self, keys->pdata[i]);
  return keys->len;
}
