/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-region-button.h"

#include <glib/gi18n.h>

#include "dp-endpoint.h"
#include "dp-region-row.h"
#include "dp-region.h"

struct _DpRegionButton {
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *region_label;
  GtkPopover *popover;
  GtkEditable *search_entry;
  GtkListBox *list;
  GtkLabel *nothing_label;

  char *region; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (DpRegionButton, dp_region_button, GTK_TYPE_WIDGET)

static guint changed_signal;

/* The filter of a GtkListBox leaves what it hides to a screen reader (GTK 4.8). */
static void
filter (DpRegionButton *self,
        const char *search)
{
  for (guint i = 0; i < dp_region_count (); i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
    gtk_widget_set_visible (GTK_WIDGET (row), *search == '\0' || dp_region_matches (i, search));
  }
}

static GtkListBoxRow *
find_row (DpRegionButton *self,
          const char *region)
{
  for (guint i = 0; i < dp_region_count (); i++) {
    if (g_strcmp0 (dp_region_get_id (i), region) == 0)
      return gtk_list_box_get_row_at_index (self->list, (int) i);
  }
  return NULL;
}

/* The list scrolls to what has its focus only. */
static void
scroll_to (DpRegionButton *self,
           GtkListBoxRow *row)
{
  graphene_rect_t bounds;

  if (row != NULL && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (gtk_list_box_get_adjustment (self->list), bounds.origin.y, bounds.origin.y + bounds.size.height);
}

/* Return takes the one that is selected. */
static void
searched_cb (DpRegionButton *self)
{
  const char *search = gtk_editable_get_text (self->search_entry);
  int position = dp_region_find (search);
  GtkListBoxRow *row = position >= 0 ? gtk_list_box_get_row_at_index (self->list, position) : NULL;

  filter (self, search);
  gtk_widget_set_visible (GTK_WIDGET (self->nothing_label), position < 0 && *search != '\0');
  gtk_label_set_text (self->nothing_label, dp_endpoint_is_region_name (search) ? _("Not in this list. Press Enter to use it all the same.") : _("No region is called so."));
  gtk_list_box_select_row (self->list, *search == '\0' ? find_row (self, self->region) : row);
  scroll_to (self, row);
}

static void
shown_cb (DpRegionButton *self)
{
  gtk_editable_set_text (self->search_entry, "");
  searched_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  scroll_to (self, gtk_list_box_get_selected_row (self->list));
}

static void
choose (DpRegionButton *self,
        const char *region)
{
  gtk_popover_popdown (self->popover);
  dp_region_button_set_region (self, region);
}

static void
row_activated_cb (DpRegionButton *self,
                  GtkListBoxRow *row)
{
  choose (self, dp_region_get_id ((guint) gtk_list_box_row_get_index (row)));
}

static void
choose_selected (DpRegionButton *self)
{
  g_autofree char *search = g_strdup (gtk_editable_get_text (self->search_entry));
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    row_activated_cb (self, row);
  else if (dp_endpoint_is_region_name (search))
    choose (self, search);
}

/* From the search into the list, to the row that is selected there. */
static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType modifiers,
                DpRegionButton *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return FALSE;
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static gboolean
dp_region_button_focus (GtkWidget *widget,
                        GtkDirectionType direction)
{
  return gtk_widget_child_focus (DP_REGION_BUTTON (widget)->button, direction);
}

static gboolean
dp_region_button_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DP_REGION_BUTTON (widget)->button);
}

static void
dp_region_button_dispose (GObject *object)
{
  DpRegionButton *self = DP_REGION_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->region, g_free);
  G_OBJECT_CLASS (dp_region_button_parent_class)->dispose (object);
}

static void
dp_region_button_class_init (DpRegionButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_region_button_dispose;
  widget_class->focus = dp_region_button_focus;
  widget_class->grab_focus = dp_region_button_grab_focus;
  changed_signal = g_signal_new ("changed", DP_TYPE_REGION_BUTTON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-region-button.ui");
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, button);
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, region_label);
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, popover);
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, list);
  gtk_widget_class_bind_template_child (widget_class, DpRegionButton, nothing_label);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, searched_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_selected);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
dp_region_button_init (DpRegionButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < dp_region_count (); i++) {
    g_autofree char *text = dp_region_format (dp_region_get_id (i));
    gtk_list_box_append (self->list, dp_region_row_new (text));
  }
  dp_region_button_set_region (self, NULL);
}

/** NULL as long as none is chosen. */
const char *
dp_region_button_get_region (DpRegionButton *self)
{
  return self->region;
}

/** @region may be one that is not in the list, or NULL. */
void
dp_region_button_set_region (DpRegionButton *self,
                             const char *region)
{
  g_autofree char *text = region != NULL ? dp_region_format (region) : g_strdup (_("Choose…"));
  /* Translators: the name of a button for a screen reader: its field, what is chosen. */
  g_autofree char *name = g_strdup_printf (_("Region: %s"), text);
  g_autofree char *copy = g_strdup (region);

  g_free (self->region);
  self->region = g_steal_pointer (&copy);
  gtk_label_set_text (self->region_label, text);
  /* What has the focus is the button in the button. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (self->button)), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_emit (self, changed_signal, 0);
}
