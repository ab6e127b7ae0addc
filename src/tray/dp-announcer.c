/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-announcer.h"

#include <glib/gi18n.h>

#include "dp-installation.h"
#include "dp-moment.h"
#include "dp-portal-notifier.h"
#include "dp-reminder.h"

/* More accounts than this whose end is news at one time, as after a night, share one
 * bubble. */
#define MAX_BUBBLES_AT_ONCE 2

/* So many accounts are named in it. */
#define MAX_NAMES 10

struct _DpAnnouncer {
  GDBusConnection *bus; /* (owned) */
  DpNotifier *notifier; /* (owned) (nullable): the portal does it in a sandbox */
  GHashTable *said;     /* (owned) (element-type utf8 Saying) */
};

/* What was said of one account. */
typedef struct {
  gint64 expires_at;
  guint stage;
  gboolean with_others; /* in the bubble of several accounts */
} Saying;

/** @clicked is called when the person presses a notification or its button. */
DpAnnouncer *
dp_announcer_new (GDBusConnection *bus, DpNotifierFunc clicked, gpointer data)
{
  DpAnnouncer *self = g_new0 (DpAnnouncer, 1);

  self->bus = g_object_ref (bus);
  if (!dp_installation_is_flatpak ())
    self->notifier = dp_notifier_new (bus, clicked, data);
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
dp_announcer_free (DpAnnouncer *self)
{
  g_clear_pointer (&self->notifier, dp_notifier_free);
  g_clear_pointer (&self->said, g_hash_table_unref);
  g_clear_object (&self->bus);
  g_free (self);
}

static void
withdraw (DpAnnouncer *self, const char *profile)
{
  if (self->notifier != NULL)
    dp_notifier_withdraw (self->notifier, profile);
  else
    dp_portal_notifier_withdraw (self->bus, profile);
}

static void
forget_several (DpAnnouncer *self)
{
  GHashTableIter iter;
  gpointer said = NULL;

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, NULL, &said))
    ((Saying *) said)->with_others = FALSE;
}

/* The bubble of an account, or that of several as soon as it is not true of each:
 * who renews one of them has seen it, and the icon tells of the others. */
static void
take_back (DpAnnouncer *self, const char *profile)
{
  const Saying *said = g_hash_table_lookup (self->said, profile);

  if (!said->with_others) {
    withdraw (self, profile);
    return;
  }
  withdraw (self, DP_BUBBLE_OF_SEVERAL);
  forget_several (self);
}

static void
show (DpAnnouncer *self, const char *profile, const DpNotification *notification)
{
  if (self->notifier != NULL)
    dp_notifier_show (self->notifier, profile, notification);
  else
    dp_portal_notifier_show (self->bus, profile, notification);
}

static void
show_one (DpAnnouncer *self, const DpTrayAccount *account, gint64 now)
{
  gboolean over = now >= account->expires_at;
  g_autofree char *moment = dp_moment_format (account->expires_at, now);
  g_autofree char *title = NULL;
  DpNotification notification = { .button = _("Renew now") };

  if (over) {
    /* Translators: the name of an account, and a moment. */
    title = g_strdup_printf (_("The session of “%s” ended at %s"), account->profile, moment);
    notification.icon_name = APP_ID "-expired";
    notification.body = _("AWS no longer accepts it. Renew it to go on.");
  } else {
    /* Translators: the name of an account, and a moment. */
    title = g_strdup_printf (_("The session of “%s” ends at %s"), account->profile, moment);
    notification.icon_name = APP_ID "-ending";
    notification.body = _("Renew it before you start something long. Commands that are already running keep the old session.");
  }
  notification.title = title;
  show (self, account->profile, &notification);
}

static char *
list_names (GPtrArray *accounts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < MIN (accounts->len, MAX_NAMES); i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    g_strv_builder_add (builder, account->profile);
  }
  if (accounts->len > MAX_NAMES)
    g_strv_builder_add (builder, "…");
  g_auto (GStrv) names = g_strv_builder_end (builder);
  /* Translators: what stands between the parts of a list. */
  return g_strjoinv (_(", "), names);
}

static void
show_several (DpAnnouncer *self, GPtrArray *accounts)
{
  g_autofree char *names = list_names (accounts);
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u session has ended", "%u sessions have ended", accounts->len), accounts->len);
  /* Translators: the names of accounts. */
  g_autofree char *body = g_strdup_printf (_("Renew those that you need: %s"), names);
  DpNotification notification = { APP_ID "-expired", title, body, _("Open Daypass") };

  forget_several (self);
  for (guint i = 0; i < accounts->len; i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    Saying *said = g_hash_table_lookup (self->said, account->profile);
    withdraw (self, account->profile);
    said->with_others = TRUE;
  }
  show (self, DP_BUBBLE_OF_SEVERAL, &notification);
}

static void
tell_of_ended (DpAnnouncer *self, GPtrArray *accounts, gint64 now)
{
  if (accounts->len > MAX_BUBBLES_AT_ONCE) {
    show_several (self, accounts);
    return;
  }
  for (guint i = 0; i < accounts->len; i++)
    show_one (self, accounts->pdata[i], now);
}

/* Adds an account of whose end there is to be told to @ended. */
static gint64
update_account (DpAnnouncer *self, DpTrayAccount *account, GArray *lead_minutes, gint64 now, GPtrArray *ended)
{
  DpReminder reminder = dp_reminder_evaluate (account, lead_minutes, now);
  const Saying *said = g_hash_table_lookup (self->said, account->profile);

  if (reminder.stage == 0) {
    if (said != NULL)
      take_back (self, account->profile);
    g_hash_table_remove (self->said, account->profile);
    return reminder.next;
  }
  if (said != NULL && said->stage == reminder.stage && said->expires_at == account->expires_at)
    return reminder.next;

  if (said != NULL && said->with_others)
    take_back (self, account->profile);
  Saying *saying = g_new0 (Saying, 1);
  saying->expires_at = account->expires_at;
  saying->stage = reminder.stage;
  g_hash_table_insert (self->said, g_strdup (account->profile), saying);
  if (now >= account->expires_at)
    g_ptr_array_add (ended, account);
  else
    show_one (self, account, now);
  return reminder.next;
}

static gboolean
is_gone (const char *profile, GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    if (g_str_equal (account->profile, profile))
      return FALSE;
  }
  return TRUE;
}

/** Says what is new at @now (Unix time in seconds) of @accounts (element-type
 * DpTrayAccount), with @lead_minutes (element-type int) before an end. Returns the
 * moment at which there will be something to say, or DP_REMINDER_NEVER. */
gint64
dp_announcer_update (DpAnnouncer *self, GPtrArray *accounts, GArray *lead_minutes, gint64 now)
{
  g_autoptr (GPtrArray) ended = g_ptr_array_new ();
  gint64 next = DP_REMINDER_NEVER;
  GHashTableIter iter;
  gpointer profile = NULL;

  for (guint i = 0; i < accounts->len; i++)
    next = MIN (next, update_account (self, accounts->pdata[i], lead_minutes, now, ended));

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, &profile, NULL)) {
    if (!is_gone (profile, accounts))
      continue;
    take_back (self, profile);
    g_hash_table_iter_remove (&iter);
  }
  tell_of_ended (self, ended, now);
  return next;
}

/** Takes everything back, for the end of the program. */
void
dp_announcer_withdraw_all (DpAnnouncer *self)
{
  GHashTableIter iter;
  gpointer profile = NULL;

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, &profile, NULL))
    take_back (self, profile);
  g_hash_table_remove_all (self->said);
  g_dbus_connection_flush_sync (self->bus, NULL, NULL);
}
