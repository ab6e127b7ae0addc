/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-mnemonic.h"

/* "_Cancel" or, in Japanese, "キャンセル(_C)": what of it is read aloud. Owned. */
static char *
strip (const char *label)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\(_.\\)|_", 0, 0, NULL);

  return g_regex_replace_literal (regex, label, -1, 0, "", 0, NULL);
}

/**
 * Sets the label of a button with a mnemonic. GTK 4.8 makes the accessible name
 * of the raw text and of the label once more ("_Cancel Cancel").
 */
void
dp_mnemonic_set_label (GtkButton *button,
                       const char *label)
{
  g_autofree char *name = strip (label);

  gtk_button_set_use_underline (button, TRUE);
  gtk_button_set_label (button, label);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/** The same for every button below @widget that a template has made. */
void
dp_mnemonic_name_buttons (GtkWidget *widget)
{
  const char *label = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (label != NULL) {
    g_autofree char *copy = g_strdup (label);
    dp_mnemonic_set_label (GTK_BUTTON (widget), copy);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    dp_mnemonic_name_buttons (child);
}
