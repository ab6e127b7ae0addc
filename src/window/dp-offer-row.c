/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-offer-row.h"

/** Puts a row at the end of @list. @target is the action's; it is taken when it is
 * floating. */
void
dp_offer_row_append (GtkListBox *list,
                     const DpOffer *offer,
                     GVariant *target)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/io/github/daypass/Daypass/offer-row.ui");
  GtkWidget *row = GTK_WIDGET (gtk_builder_get_object (builder, "row"));
  GtkWidget *button = GTK_WIDGET (gtk_builder_get_object (builder, "button"));

  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "name_label")), offer->profile);
  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "details_label")), offer->details);
  gtk_button_set_label (GTK_BUTTON (button), offer->label);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), offer->action_name);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, offer->name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, offer->profile, -1);
  gtk_list_box_append (list, row);
}
