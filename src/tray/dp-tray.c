/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray.h"

#include <glib/gi18n.h>

#include "dp-account-model.h"
#include "dp-announcer.h"
#include "dp-deadline.h"
#include "dp-files-watch.h"
#include "dp-icon.h"
#include "dp-menu.h"
#include "dp-places.h"
#include "dp-preferences.h"
#include "dp-status-notifier-item.h"
#include "dp-status-notifier-watcher.h"
#include "dp-window-client.h"

/* So many lines a tooltip has at most. */
#define MAX_DETAILS 10

struct _DpTray {
  GDBusConnection *bus;      /* (owned) */
  GDBusConnection *item_bus; /* (owned) (nullable): the icon's own */
  DpTrayFunc quit;
  gpointer data;

  DpPreferences *preferences;       /* (owned) */
  DpFilesWatch *watch;              /* (owned) */
  DpDeadline *deadline;             /* (owned) */
  DpAnnouncer *announcer;           /* (owned) */
  DpMenu *menu;                     /* (owned) (nullable) */
  DpStatusNotifierItem *item;       /* (owned) (nullable) */
  DpStatusNotifierWatcher *watcher; /* (owned) (nullable) */
  GPtrArray *accounts;              /* (owned) (element-type DpTrayAccount) */
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static char *
take_token (DpTray *self)
{
  return self->item != NULL ? dp_status_notifier_item_take_token (self->item) : NULL;
}

static void
open_cb (gpointer data)
{
  DpTray *self = data;
  g_autofree char *token = take_token (self);

  dp_window_client_open (self->bus, token);
}

static void
activate_cb (gpointer data)
{
  DpTray *self = data;
  const DpTrayAccount *needy = dp_account_model_find_needy (self->accounts, get_now ());
  g_autofree char *token = take_token (self);

  if (needy != NULL)
    dp_window_client_renew (self->bus, needy->profile, token);
  else
    dp_window_client_open (self->bus, token);
}

static void
menu_clicked_cb (DpMenuRowKind kind, const char *profile, gpointer data)
{
  DpTray *self = data;
  g_autofree char *token = take_token (self);

  switch (kind) {
    case DP_MENU_ROW_ACCOUNT:
      dp_window_client_renew (self->bus, profile, token);
      return;
    case DP_MENU_ROW_OPEN:
      dp_window_client_open (self->bus, token);
      return;
    case DP_MENU_ROW_QUIT:
      self->quit (self->data);
      return;
    case DP_MENU_ROW_SEPARATOR:
      return;
  }
}

static void
announcement_clicked_cb (const char *profile, const char *token, gpointer data)
{
  DpTray *self = data;

  if (g_str_equal (profile, DP_BUBBLE_OF_SEVERAL))
    dp_window_client_open (self->bus, token);
  else
    dp_window_client_renew (self->bus, profile, token);
}

/* The lines of the accounts other than the one that the icon shows. */
static char *
format_details (DpTray *self, const DpTrayAccount *shown, gint64 now)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint lines = 0;

  for (guint i = 0; i < self->accounts->len && lines <= MAX_DETAILS; i++) {
    const DpTrayAccount *account = self->accounts->pdata[i];
    if (account == shown)
      continue;
    g_autofree char *line = lines < MAX_DETAILS ? dp_tray_account_format (account, now) : g_strdup ("…");
    g_string_append_printf (text, "%s%s", lines > 0 ? "\n" : "", line);
    lines++;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_item (DpTray *self, gint64 now)
{
  DpAccountSummary summary = dp_account_model_summarize (self->accounts, now);
  g_autofree char *icon_name = dp_icon_get_name (&summary, dp_preferences_get_icon_style (self->preferences), g_getenv ("XDG_CURRENT_DESKTOP"));
  g_autofree char *text = summary.account != NULL ? dp_tray_account_format (summary.account, now)
                                                  : g_strdup (_("Daypass — no account yet"));
  g_autofree char *details = format_details (self, summary.account, now);
  DpStatusNotifierItemLook look = {
    .icon_name = icon_name,
    .state_text = text,
    .details = details,
    .needs_attention = summary.state == DP_SESSION_ENDING || summary.state == DP_SESSION_EXPIRED,
  };

  dp_status_notifier_item_set_look (self->item, &look);
}

/* Everything follows from the files and the clock, whatever has happened. */
static void
refresh_cb (gpointer data)
{
  DpTray *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) accounts = dp_tray_account_list (&error);
  gint64 now = get_now ();

  if (accounts != NULL) {
    g_ptr_array_unref (self->accounts);
    self->accounts = g_steal_pointer (&accounts);
  } else {
    g_debug ("tray: the accounts stay as they were: %s", error->message);
  }

  if (self->menu != NULL)
    dp_menu_update (self->menu, self->accounts, now);
  if (self->item != NULL)
    update_item (self, now);
  g_autoptr (GArray) lead_minutes = dp_preferences_dup_lead_minutes (self->preferences);
  gint64 next = dp_announcer_update (self->announcer, self->accounts, lead_minutes, now);
  next = MIN (next, dp_account_model_next_change (self->accounts, now));
  dp_deadline_schedule (self->deadline, next, now);
}

/* Without an icon the notifications still do their work. */
static void
make_item (DpTray *self)
{
  static const DpStatusNotifierItemHandler handler = { activate_cb, open_cb };
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);

  if (address != NULL)
    self->item_bus = g_dbus_connection_new_for_address_sync (address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  if (self->item_bus != NULL)
    self->menu = dp_menu_new (self->item_bus, menu_clicked_cb, self, &error);
  if (self->menu != NULL)
    self->item = dp_status_notifier_item_new (self->item_bus, DP_MENU_OBJECT_PATH, &handler, self, &error);
  if (self->item == NULL)
    g_warning ("tray: no icon: %s", error->message);
}

/** @bus is the session bus; @quit is called when the person chooses to quit. */
DpTray *
dp_tray_new (GDBusConnection *bus, DpTrayFunc quit, gpointer data)
{
  DpTray *self = g_new0 (DpTray, 1);
  g_autoptr (DpPlaces) places = dp_places_new ();
  const char *paths[] = { places->config, places->credentials, NULL };

  self->bus = g_object_ref (bus);
  self->quit = quit;
  self->data = data;
  self->accounts = g_ptr_array_new ();
  self->preferences = dp_preferences_new (refresh_cb, self);
  self->announcer = dp_announcer_new (bus, announcement_clicked_cb, self);
  self->watch = dp_files_watch_new (paths, refresh_cb, self);
  self->deadline = dp_deadline_new (NULL, refresh_cb, self);
  make_item (self);
  refresh_cb (self);
  if (self->item != NULL)
    self->watcher = dp_status_notifier_watcher_new (self->item_bus);
  return self;
}

/** Takes the notifications away, for the end of the program. */
void
dp_tray_withdraw (DpTray *self)
{
  dp_announcer_withdraw_all (self->announcer);
}

void
dp_tray_free (DpTray *self)
{
  g_clear_pointer (&self->watcher, dp_status_notifier_watcher_free);
  g_clear_pointer (&self->item, dp_status_notifier_item_free);
  g_clear_pointer (&self->menu, dp_menu_free);
  g_clear_pointer (&self->deadline, dp_deadline_free);
  g_clear_pointer (&self->watch, dp_files_watch_free);
  g_clear_pointer (&self->announcer, dp_announcer_free);
  g_clear_pointer (&self->preferences, dp_preferences_free);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  if (self->item_bus != NULL)
    g_dbus_connection_close_sync (self->item_bus, NULL, NULL);
  g_clear_object (&self->item_bus);
  g_clear_object (&self->bus);
  g_free (self);
}
