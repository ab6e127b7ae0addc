/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <gtk/gtk.h>
#include <stdlib.h>

/* What a row of the accounts page consists of, and nothing behind it. */
static GtkWidget *
new_row (int number)
{
  g_autofree char *name = g_strdup_printf ("account-%05d", number);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (left), gtk_label_new (name));
  gtk_box_append (GTK_BOX (left), gtk_label_new ("Account 111122223333 · phone"));
  gtk_box_append (GTK_BOX (right), gtk_label_new ("until 17:42"));
  gtk_box_append (GTK_BOX (right), gtk_progress_bar_new ());
  gtk_widget_set_hexpand (left, TRUE);
  gtk_box_append (GTK_BOX (row), left);
  gtk_box_append (GTK_BOX (row), right);
  gtk_box_append (GTK_BOX (row), gtk_button_new_with_label ("Renew"));
  gtk_box_append (GTK_BOX (row), gtk_button_new_from_icon_name ("edit-delete-symbolic"));
  return row;
}

static GtkWidget *
new_list (int rows)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = gtk_list_box_new ();

  for (int i = 0; i < rows; i++)
    gtk_list_box_append (GTK_LIST_BOX (list), new_row (i));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  return scroller;
}

static void
open_window (GtkApplication *application, int rows)
{
  GtkWidget *window = gtk_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 560, 420);
  if (rows > 0)
    gtk_window_set_child (GTK_WINDOW (window), new_list (rows));
  gtk_window_present (GTK_WINDOW (window));
}

static void
activate_cb (GApplication *application, int *rows)
{
  open_window (GTK_APPLICATION (application), *rows);
}

static void
renew_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  open_window (application, 0);
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  g_application_quit (application);
}

/* What a window costs at least: window-floor [ROWS] opens an empty one, or one with a
 * list; --gapplication-service waits for the action "renew". */
int
main (int argc, char **argv)
{
  static const GActionEntry actions[] = {
    { .name = "renew", .activate = renew_cb, .parameter_type = "s" },
    { .name = "quit", .activate = quit_cb },
  };
  gboolean has_rows = argc == 2 && g_ascii_isdigit (*argv[1]);
  int rows = has_rows ? atoi (argv[1]) : 0;
  g_autoptr (GtkApplication) application = gtk_application_new ("io.github.daypass.Floor", G_APPLICATION_DEFAULT_FLAGS);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &rows);
  return g_application_run (G_APPLICATION (application), has_rows ? 1 : argc, argv);
}
