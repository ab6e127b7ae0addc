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

struct _DpAnnouncer {
  GDBusConnection *bus; /* (owned) */
  DpNotifier *notifier; /* (owned) (nullable): the portal does it in a sandbox */
  GHashTable *said;     /* (owned) (element-type utf8 Saying) */
};

/* What was said of one account. */
typedef struct {
  gint64 expires_at;
  guint stage;
} Saying;

/** @renew is called when the person presses a notification's button. */
DpAnnouncer *
dp_announcer_new (GDBusConnection *bus, DpNotifierFunc renew, gpointer data)
{
  DpAnnouncer *self = g_new0 (DpAnnouncer, 1);

  self->bus = g_object_ref (bus);
  if (!dp_installation_is_flatpak ())
    self->notifier = dp_notifier_new (bus, renew, data);
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
show (DpAnnouncer *self, const DpTrayAccount *account, gint64 now)
{
  gboolean over = now >= account->expires_at;
  g_autofree char *moment = dp_moment_format (account->expires_at, now);
  g_autofree char *title = NULL;
  DpNotification notification = { 0 };

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
  if (self->notifier != NULL)
    dp_notifier_show (self->notifier, account->profile, &notification);
  else
    dp_portal_notifier_show (self->bus, account->profile, &notification);
}

static gint64
update_account (DpAnnouncer *self, const DpTrayAccount *account, GArray *lead_minutes, gint64 now)
{
  DpReminder reminder = dp_reminder_evaluate (account, lead_minutes, now);
  const Saying *said = g_hash_table_lookup (self->said, account->profile);

  if (reminder.stage == 0) {
    if (g_hash_table_remove (self->said, account->profile))
      withdraw (self, account->profile);
    return reminder.next;
  }
  if (said != NULL && said->stage == reminder.stage && said->expires_at == account->expires_at)
    return reminder.next;

  Saying *saying = g_new0 (Saying, 1);
  saying->expires_at = account->expires_at;
  saying->stage = reminder.stage;
  g_hash_table_insert (self->said, g_strdup (account->profile), saying);
  show (self, account, now);
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
  gint64 next = DP_REMINDER_NEVER;
  GHashTableIter iter;
  gpointer profile = NULL;

  for (guint i = 0; i < accounts->len; i++)
    next = MIN (next, update_account (self, accounts->pdata[i], lead_minutes, now));

  g_hash_table_iter_init (&iter, self->said);
  while (g_hash_table_iter_next (&iter, &profile, NULL)) {
    if (!is_gone (profile, accounts))
      continue;
    withdraw (self, profile);
    g_hash_table_iter_remove (&iter);
  }
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
    withdraw (self, profile);
  g_hash_table_remove_all (self->said);
  g_dbus_connection_flush_sync (self->bus, NULL, NULL);
}
