/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-region-row.h"

struct _DpRegionRow {
  GtkListBoxRow parent_instance;
};

G_DEFINE_FINAL_TYPE (DpRegionRow, dp_region_row, GTK_TYPE_LIST_BOX_ROW)

static void
choose_activated (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  gtk_widget_activate (widget);
}

/* GTK 4.8 offers a screen reader nothing to do with a row. */
static void
dp_region_row_class_init (DpRegionRowClass *klass)
{
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "region.choose", NULL, choose_activated);
}

static void
dp_region_row_init (DpRegionRow *self)
{
}

/** Floating, as every new widget. */
GtkWidget *
dp_region_row_new (const char *text)
{
  GtkWidget *self = g_object_new (DP_TYPE_REGION_ROW, NULL);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  return self;
}
