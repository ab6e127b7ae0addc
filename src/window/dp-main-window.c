/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-main-window.h"

#include <stdlib.h>

#include "dp-account-row.h"
#include "dp-add-page.h"
#include "dp-mnemonic.h"
#include "dp-move-page.h"
#include "dp-sentence.h"
#include "dp-shared-files.h"
#include "dp-status-line.h"

/* How long a row may tell of a session that has just ended. */
#define REFRESH_SECONDS 20

struct _DpMainWindow {
  GtkApplicationWindow parent_instance;

  GtkWidget *welcome_page;
  GtkWidget *accounts_page;
  GtkWidget *add_scroller;
  GtkWidget *welcome_move_button;
  GtkWidget *move_button;
  DpStatusLine *status_line;
  GtkListBox *accounts_list;
  DpAddPage *add_page;
  DpMovePage *move_page;

  GFileMonitor *monitors[2]; /* (nullable): of the folders of both files */
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (DpMainWindow, dp_main_window, GTK_TYPE_APPLICATION_WINDOW)

/* A GtkStack would leave the hidden pages to a screen reader (GTK 4.8). */
static void
show_page (DpMainWindow *self,
           gpointer page)
{
  GtkWidget *pages[] = { self->welcome_page, self->accounts_page, self->add_scroller, GTK_WIDGET (self->move_page) };

  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_set_visible (pages[i], pages[i] == page);
}

/* Rows are changed in their places, so that focus and scrolling stay. */
static void
show_accounts (DpMainWindow *self,
               GPtrArray *accounts)
{
  GtkListBoxRow *row = NULL;

  for (guint i = 0; i < accounts->len; i++) {
    row = gtk_list_box_get_row_at_index (self->accounts_list, (int) i);
    if (row == NULL) {
      row = GTK_LIST_BOX_ROW (dp_account_row_new ());
      gtk_list_box_append (self->accounts_list, GTK_WIDGET (row));
    }
    dp_account_row_set (DP_ACCOUNT_ROW (row), accounts->pdata[i]);
  }
  while ((row = gtk_list_box_get_row_at_index (self->accounts_list, (int) accounts->len)) != NULL)
    gtk_list_box_remove (self->accounts_list, GTK_WIDGET (row));
}

/** Shows what the files hold now. */
void
dp_main_window_refresh (DpMainWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = dp_account_facts_list (&error);

  if (accounts != NULL)
    dp_account_facts_check_files (&error);
  g_autofree char *sentence = error != NULL ? dp_sentence_end (error->message) : NULL;
  guint keys = dp_move_page_refresh (self->move_page);

  gtk_widget_set_visible (self->welcome_move_button, keys > 0);
  gtk_widget_set_visible (self->move_button, keys > 0);
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  if (accounts != NULL)
    show_accounts (self, accounts);
  if (gtk_widget_get_visible (self->add_scroller) || (gtk_widget_get_visible (GTK_WIDGET (self->move_page)) && keys > 0))
    return;
  show_page (self, accounts != NULL && accounts->len == 0 && error == NULL ? self->welcome_page : self->accounts_page);
}

static gboolean
refresh_cb (gpointer data)
{
  dp_main_window_refresh (data);
  return G_SOURCE_CONTINUE;
}

/* The folders of the files themselves, behind links. */
static void
watch_files (DpMainWindow *self)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  const char *paths[] = { places->config, places->credentials };

  for (size_t i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree char *real = realpath (paths[i], NULL);
    g_autofree char *folder = g_path_get_dirname (real != NULL ? real : paths[i]);
    g_autoptr (GFile) file = g_file_new_for_path (folder);
    if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
      continue;
    self->monitors[i] = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
    if (self->monitors[i] != NULL)
      g_signal_connect_object (self->monitors[i], "changed", G_CALLBACK (dp_main_window_refresh), self, G_CONNECT_SWAPPED);
  }
}

static void
add_activated (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  DpMainWindow *self = DP_MAIN_WINDOW (widget);

  show_page (self, self->add_scroller);
  dp_add_page_start (self->add_page);
}

static void
move_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  DpMainWindow *self = DP_MAIN_WINDOW (widget);

  show_page (self, self->move_page);
  gtk_widget_child_focus (GTK_WIDGET (self->move_page), GTK_DIR_TAB_FORWARD);
}

static void
go_home (DpMainWindow *self)
{
  dp_add_page_cancel (self->add_page);
  show_page (self, self->accounts_page);
  dp_main_window_refresh (self);
}

static void
back_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  go_home (DP_MAIN_WINDOW (widget));
}

/* The first code is asked for at once. */
static void
added_cb (DpMainWindow *self,
          const char *profile)
{
  go_home (self);
  gtk_widget_activate_action (GTK_WIDGET (self), "app.renew", "s", profile);
}

static void
dp_main_window_dispose (GObject *object)
{
  DpMainWindow *self = DP_MAIN_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  for (size_t i = 0; i < G_N_ELEMENTS (self->monitors); i++)
    g_clear_object (&self->monitors[i]);
  G_OBJECT_CLASS (dp_main_window_parent_class)->dispose (object);
}

static void
dp_main_window_class_init (DpMainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_main_window_dispose;
  gtk_widget_class_install_action (widget_class, "win.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "win.move", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);

  g_type_ensure (DP_TYPE_ADD_PAGE);
  g_type_ensure (DP_TYPE_MOVE_PAGE);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, accounts_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, add_scroller);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, welcome_move_button);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, move_button);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, accounts_list);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, add_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, move_page);
  gtk_widget_class_bind_template_callback (widget_class, dp_main_window_refresh);
  gtk_widget_class_bind_template_callback (widget_class, added_cb);
}

static void
dp_main_window_init (DpMainWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  watch_files (self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
  dp_main_window_refresh (self);
}

/** Like every toplevel it belongs to GTK. */
DpMainWindow *
dp_main_window_new (GtkApplication *application)
{
  return g_object_new (DP_TYPE_MAIN_WINDOW, "application", application, NULL);
}

/** Tells above the accounts what went wrong, until the files change. */
void
dp_main_window_show_error (DpMainWindow *self,
                           const GError *error)
{
  g_autofree char *sentence = dp_sentence_end (error->message);

  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
}
