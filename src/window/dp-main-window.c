/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-main-window.h"

#include "dp-account-row.h"
#include "dp-add-page.h"
#include "dp-autostart-row.h"
#include "dp-files-watch.h"
#include "dp-mnemonic.h"
#include "dp-move-page.h"
#include "dp-places.h"
#include "dp-profile-offers.h"
#include "dp-ready-page.h"
#include "dp-role-hint.h"
#include "dp-sentence.h"
#include "dp-status-line.h"
#include "dp-tray-hint.h"
#include "dp-tray-start.h"

/* How long a bar may stand still. */
#define REFRESH_SECONDS 60

struct _DpMainWindow {
  GtkApplicationWindow parent_instance;

  GtkWidget *welcome_page;
  GtkWidget *accounts_page;
  GtkWidget *add_scroller;
  GtkWidget *ready_scroller;
  GtkWidget *footer;
  GtkWidget *welcome_move_button;
  GtkWidget *welcome_vault_button;
  DpProfileOffers *profile_offers;
  GtkWidget *move_button;
  DpStatusLine *status_line;
  DpRoleHint *role_hint;
  GtkListBox *accounts_list;
  DpAddPage *add_page;
  DpMovePage *move_page;
  DpReadyPage *ready_page;
  DpAutostartRow *autostart_row;
  DpTrayHint *tray_hint;

  DpFilesWatch *watch;
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (DpMainWindow, dp_main_window, GTK_TYPE_APPLICATION_WINDOW)

/* A GtkStack would leave the hidden pages to a screen reader (GTK 4.8). */
static void
show_page (DpMainWindow *self,
           gpointer page)
{
  GtkWidget *pages[] = { self->welcome_page, self->accounts_page, self->add_scroller, GTK_WIDGET (self->move_page), self->ready_scroller };

  for (size_t i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_widget_set_visible (pages[i], pages[i] == page);
  gtk_widget_set_visible (self->footer, page == self->accounts_page || page == self->ready_scroller);
  if (gtk_widget_get_visible (self->footer))
    dp_tray_hint_start (self->tray_hint);
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

static gboolean
tick_cb (gpointer data)
{
  DpMainWindow *self = data;

  self->refresh_id = 0;
  dp_main_window_refresh (self);
  return G_SOURCE_REMOVE;
}

/* No row tells of a session that has ended. */
static void
schedule_refresh (DpMainWindow *self,
                  GPtrArray *accounts)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 seconds = REFRESH_SECONDS;

  for (guint i = 0; i < accounts->len; i++) {
    const DpAccountFacts *facts = accounts->pdata[i];
    if (facts->expires_at > now)
      seconds = MIN (seconds, facts->expires_at - now);
  }
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  self->refresh_id = g_timeout_add_seconds ((guint) seconds, tick_cb, self);
}

static gboolean
can_move (DpMainWindow *self)
{
  return dp_move_page_has_plaintext (self->move_page) || dp_move_page_has_aws_vault (self->move_page);
}

/* On another page than that of the accounts, the person is at something. */
static gboolean
is_busy (DpMainWindow *self)
{
  return gtk_widget_get_visible (self->add_scroller)
         || gtk_widget_get_visible (self->ready_scroller)
         || (gtk_widget_get_visible (GTK_WIDGET (self->move_page)) && (can_move (self) || dp_move_page_is_moving (self->move_page)));
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

  dp_move_page_refresh (self->move_page);
  dp_profile_offers_refresh (self->profile_offers);
  gtk_widget_set_visible (self->welcome_move_button, dp_move_page_has_plaintext (self->move_page));
  gtk_widget_set_visible (self->welcome_vault_button, dp_move_page_has_aws_vault (self->move_page));
  gtk_widget_set_visible (self->move_button, can_move (self));
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  dp_role_hint_refresh (self->role_hint);
  dp_autostart_row_refresh (self->autostart_row);
  if (accounts != NULL) {
    show_accounts (self, accounts);
    schedule_refresh (self, accounts);
  }
  if (!is_busy (self))
    show_page (self, accounts != NULL && accounts->len == 0 && error == NULL ? self->welcome_page : self->accounts_page);
}

static void
files_changed_cb (gpointer data)
{
  dp_main_window_refresh (data);
}


static void
add_activated (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  DpMainWindow *self = DP_MAIN_WINDOW (widget);

  show_page (self, self->add_scroller);
  dp_add_page_start (self->add_page, parameter != NULL ? g_variant_get_string (parameter, NULL) : NULL);
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
back_activated (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  DpMainWindow *self = DP_MAIN_WINDOW (widget);
  gboolean is_first_page = gtk_widget_get_visible (self->welcome_page) || gtk_widget_get_visible (self->accounts_page);

  if (is_first_page || dp_move_page_cancel (self->move_page))
    return;
  dp_add_page_cancel (self->add_page);
  show_page (self, self->accounts_page);
  dp_main_window_refresh (self);
  gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
enrolled_cb (DpMainWindow *self,
             const char *profile)
{
  dp_tray_start ();
  show_page (self, self->ready_scroller);
  dp_ready_page_show (self->ready_page, profile);
  dp_main_window_refresh (self);
}

static void
dp_main_window_dispose (GObject *object)
{
  DpMainWindow *self = DP_MAIN_WINDOW (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->watch, dp_files_watch_free);
  G_OBJECT_CLASS (dp_main_window_parent_class)->dispose (object);
}

static void
dp_main_window_class_init (DpMainWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_main_window_dispose;
  gtk_widget_class_install_action (widget_class, "win.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "win.add-to", "s", add_activated);
  gtk_widget_class_install_action (widget_class, "win.move", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_w, GDK_CONTROL_MASK, "window.close", NULL);

  g_type_ensure (DP_TYPE_ADD_PAGE);
  g_type_ensure (DP_TYPE_MOVE_PAGE);
  g_type_ensure (DP_TYPE_AUTOSTART_ROW);
  g_type_ensure (DP_TYPE_PROFILE_OFFERS);
  g_type_ensure (DP_TYPE_READY_PAGE);
  g_type_ensure (DP_TYPE_ROLE_HINT);
  g_type_ensure (DP_TYPE_STATUS_LINE);
  g_type_ensure (DP_TYPE_TRAY_HINT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-main-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, accounts_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, add_scroller);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, ready_scroller);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, footer);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, welcome_move_button);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, welcome_vault_button);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, profile_offers);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, move_button);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, role_hint);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, accounts_list);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, add_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, move_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, ready_page);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, DpMainWindow, tray_hint);
  gtk_widget_class_bind_template_callback (widget_class, dp_main_window_refresh);
  gtk_widget_class_bind_template_callback (widget_class, enrolled_cb);
}

static void
dp_main_window_init (DpMainWindow *self)
{
  g_autoptr (DpPlaces) places = dp_places_new ();
  const char *paths[] = { places->config, places->credentials, NULL };

  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  self->watch = dp_files_watch_new (paths, files_changed_cb, self);
}

/** Like every toplevel it belongs to GTK. */
DpMainWindow *
dp_main_window_new (GtkApplication *application)
{
  DpMainWindow *self = g_object_new (DP_TYPE_MAIN_WINDOW, "application", application, NULL);

  /* Only now: buttons that are there before the application's actions are all
   * told of each of them, which takes long with a hundred accounts. */
  dp_main_window_refresh (self);
  dp_move_page_start (self->move_page);
  return self;
}

/** Tells above the accounts what went wrong, until the files change. */
void
dp_main_window_show_error (DpMainWindow *self,
                           const GError *error)
{
  g_autofree char *sentence = dp_sentence_end (error->message);

  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
}

/** Whether the person is at the first code of @profile. */
gboolean
dp_main_window_asks_for (DpMainWindow *self,
                         const char *profile)
{
  return dp_add_page_asks_for (self->add_page, profile);
}
