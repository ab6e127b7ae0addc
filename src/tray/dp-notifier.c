/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-notifier.h"

#include "dp-shown-bubbles.h"

#define BUS_NAME "org.freedesktop.Notifications"
#define OBJECT_PATH "/org/freedesktop/Notifications"
#define INTERFACE BUS_NAME

#define URGENCY_NORMAL 1
#define TIMEOUT_OF_THE_SERVICE -1

struct _DpNotifier {
  GDBusConnection *bus; /* (owned) */
  DpNotifierFunc clicked;
  gpointer data;
  GCancellable *cancellable; /* (owned) */
  GHashTable *bubbles;       /* (owned) (element-type utf8 DpBubble) */
  guint watch_id;
  guint signal_id;
  char *owner;         /* (nullable): the service's unique name */
  gboolean has_looked; /* it is known whether there is a service */
  gboolean has_restored;
  gboolean is_ready; /* the service has told what it can do */
  gboolean has_markup;
  gboolean has_actions;
  char *token; /* (nullable): for the action that follows */
  guint32 token_bubble;
};

static DpBubble *
get_bubble (DpNotifier *self, const char *profile)
{
  DpBubble *bubble = g_hash_table_lookup (self->bubbles, profile);

  if (bubble == NULL) {
    bubble = dp_bubble_new (profile);
    g_hash_table_insert (self->bubbles, bubble->profile, bubble);
  }
  return bubble;
}

static DpBubble *
find_by_id (DpNotifier *self, guint32 id)
{
  GHashTableIter iter;
  gpointer bubble = NULL;

  g_hash_table_iter_init (&iter, self->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &bubble)) {
    if (((DpBubble *) bubble)->id == id && id != 0)
      return bubble;
  }
  return NULL;
}

static void
save_ids (DpNotifier *self)
{
  g_auto (GVariantBuilder) ids = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{su}"));
  GHashTableIter iter;
  gpointer value = NULL;

  if (self->owner == NULL)
    return;
  g_hash_table_iter_init (&iter, self->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    const DpBubble *bubble = value;
    if (bubble->id != 0)
      g_variant_builder_add (&ids, "{su}", bubble->profile, bubble->id);
  }
  dp_shown_bubbles_save (self->bus, self->owner, g_variant_builder_end (&ids));
}

static void
close_id (DpNotifier *self, guint32 id)
{
  if (self->owner != NULL && id != 0)
    g_dbus_connection_call (self->bus, self->owner, OBJECT_PATH, INTERFACE, "CloseNotification", g_variant_new ("(u)", id),
                            NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

/* For an answer that comes when the notifier is already gone. */
typedef struct {
  DpNotifier *notifier;
  char *profile;
  char *owner;
} Sending;

static void
sending_free (Sending *self)
{
  g_free (self->profile);
  g_free (self->owner);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Sending, sending_free)

static void send_pending (DpNotifier *self);

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Sending) sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  DpNotifier *self = sending->notifier;
  DpBubble *bubble = get_bubble (self, sending->profile);
  gboolean is_same_service = g_strcmp0 (self->owner, sending->owner) == 0;
  bubble->sending = FALSE;
  if (reply == NULL)
    g_debug ("notifier: %s", error->message);
  if (reply != NULL && is_same_service)
    g_variant_get (reply, "(u)", &bubble->id);
  else
    bubble->pending = TRUE;

  if (bubble->withdrawn) {
    close_id (self, bubble->id);
    g_hash_table_remove (self->bubbles, sending->profile);
  }
  save_ids (self);
  /* A service that refused would refuse again. */
  if (reply != NULL || !is_same_service)
    send_pending (self);
}

static GVariant *
make_actions (DpNotifier *self, const DpBubble *bubble)
{
  const char *name = g_str_equal (bubble->profile, DP_BUBBLE_OF_SEVERAL) ? "open" : "renew";
  /* The default action has no label: Xfce makes a button of each that has one. */
  const char *actions[] = { "default", "", name, bubble->button, NULL };

  return g_variant_new_strv (actions, self->has_actions ? -1 : 0);
}

static void
send (DpNotifier *self, DpBubble *bubble)
{
  Sending *sending = g_new0 (Sending, 1);
  g_autofree char *body = self->has_markup ? g_markup_escape_text (bubble->body, -1) : g_strdup (bubble->body);
  g_auto (GVariantDict) hints = G_VARIANT_DICT_INIT (NULL);

  sending->notifier = self;
  sending->profile = g_strdup (bubble->profile);
  sending->owner = g_strdup (self->owner);
  bubble->pending = FALSE;
  bubble->sending = TRUE;
  g_variant_dict_insert (&hints, "desktop-entry", "s", APP_ID);
  g_variant_dict_insert (&hints, "urgency", "y", URGENCY_NORMAL);
  g_dbus_connection_call (self->bus, self->owner, OBJECT_PATH, INTERFACE, "Notify",
                          g_variant_new ("(susss@as@a{sv}i)", "Daypass", bubble->id, bubble->icon_name, bubble->title, body, make_actions (self, bubble), g_variant_dict_end (&hints), TIMEOUT_OF_THE_SERVICE),
                          G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, shown_cb, sending);
}

static gboolean
has_pending (DpNotifier *self)
{
  GHashTableIter iter;
  gpointer bubble = NULL;

  g_hash_table_iter_init (&iter, self->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &bubble)) {
    if (((DpBubble *) bubble)->pending)
      return TRUE;
  }
  return FALSE;
}

static void
send_pending (DpNotifier *self)
{
  GHashTableIter iter;
  gpointer value = NULL;

  if (self->has_looked && self->owner == NULL && has_pending (self)) {
    /* What starts is seen by appeared_cb(). */
    g_dbus_connection_call (self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "StartServiceByName",
                            g_variant_new ("(su)", BUS_NAME, 0), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
    return;
  }
  if (!self->is_ready)
    return;

  g_hash_table_iter_init (&iter, self->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    DpBubble *bubble = value;
    if (bubble->pending && !bubble->sending)
      send (self, bubble);
  }
}

static void
capabilities_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Sending) sending = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  DpNotifier *self = sending->notifier;
  if (g_strcmp0 (self->owner, sending->owner) != 0)
    return;
  if (reply != NULL) {
    g_autofree const char **capabilities = NULL;
    g_variant_get (reply, "(^a&s)", &capabilities);
    self->has_markup = g_strv_contains (capabilities, "body-markup");
    self->has_actions = g_strv_contains (capabilities, "actions");
  }
  self->is_ready = TRUE;
  send_pending (self);
}

static void
restore_ids (DpNotifier *self)
{
  g_autoptr (GVariant) ids = dp_shown_bubbles_load (self->bus, self->owner);
  GVariantIter iter;
  const char *profile = NULL;
  guint32 id = 0;

  if (self->has_restored || ids == NULL)
    return;
  g_variant_iter_init (&iter, ids);
  while (g_variant_iter_next (&iter, "{&su}", &profile, &id)) {
    DpBubble *bubble = g_hash_table_lookup (self->bubbles, profile);
    if (bubble != NULL)
      bubble->id = id;
    else
      close_id (self, id);
  }
}

static void
invoke (DpNotifier *self, DpBubble *bubble)
{
  g_autofree char *token = g_steal_pointer (&self->token);
  g_autofree char *profile = g_strdup (bubble->profile);

  self->clicked (profile, self->token_bubble == bubble->id ? token : NULL, self->data);
}

static void
signal_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
  DpNotifier *self = data;
  gboolean has_text = g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(us)"));
  guint32 id = 0;
  const char *text = NULL;

  if (has_text)
    g_variant_get (parameters, "(u&s)", &id, &text);
  else if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(uu)")))
    g_variant_get (parameters, "(uu)", &id, NULL);
  DpBubble *bubble = find_by_id (self, id);
  if (bubble == NULL)
    return;

  if (g_str_equal (signal, "ActivationToken") && has_text) {
    g_free (self->token);
    self->token = g_strdup (text);
    self->token_bubble = id;
  } else if (g_str_equal (signal, "ActionInvoked")) {
    invoke (self, bubble);
  } else if (g_str_equal (signal, "NotificationClosed")) {
    bubble->id = 0;
    save_ids (self);
  }
}

static void
appeared_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
  DpNotifier *self = data;
  Sending *sending = g_new0 (Sending, 1);

  self->owner = g_strdup (owner);
  self->has_looked = TRUE;
  self->signal_id = g_dbus_connection_signal_subscribe (bus, owner, INTERFACE, NULL, OBJECT_PATH, NULL, G_DBUS_SIGNAL_FLAGS_NONE, signal_cb, self, NULL);
  restore_ids (self);
  self->has_restored = TRUE;

  sending->notifier = self;
  sending->owner = g_strdup (owner);
  g_dbus_connection_call (bus, owner, OBJECT_PATH, INTERFACE, "GetCapabilities", NULL, G_VARIANT_TYPE ("(as)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, capabilities_cb, sending);
}

static void
unsubscribe (DpNotifier *self)
{
  if (self->signal_id != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->signal_id);
  self->signal_id = 0;
}

/* What was on the screen went with the service; the next one shows it again. */
static void
vanished_cb (GDBusConnection *bus, const char *name, gpointer data)
{
  DpNotifier *self = data;
  GHashTableIter iter;
  gpointer value = NULL;

  if (bus == NULL)
    return;
  unsubscribe (self);
  g_clear_pointer (&self->owner, g_free);
  self->is_ready = FALSE;
  g_hash_table_iter_init (&iter, self->bubbles);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    DpBubble *bubble = value;
    bubble->pending = bubble->pending || bubble->id != 0;
    bubble->id = 0;
  }
  /* Not started here when it has just gone: that is the desktop's business. */
  if (self->has_looked)
    return;
  self->has_looked = TRUE;
  send_pending (self);
}

/** @clicked is called when the person presses the button or the bubble. */
DpNotifier *
dp_notifier_new (GDBusConnection *bus, DpNotifierFunc clicked, gpointer data)
{
  DpNotifier *self = g_new0 (DpNotifier, 1);

  self->bus = g_object_ref (bus);
  self->clicked = clicked;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  self->bubbles = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) dp_bubble_free);
  self->watch_id = g_bus_watch_name_on_connection (bus, BUS_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE, appeared_cb, vanished_cb, self, NULL);
  return self;
}

/** Leaves the bubbles where they are. */
void
dp_notifier_free (DpNotifier *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->watch_id, g_bus_unwatch_name);
  unsubscribe (self);
  g_clear_pointer (&self->bubbles, g_hash_table_unref);
  g_clear_object (&self->bus);
  g_free (self->owner);
  g_free (self->token);
  g_free (self);
}

/** Shows the bubble of @profile, in place of the one that it has. */
void
dp_notifier_show (DpNotifier *self, const char *profile, const DpNotification *notification)
{
  DpBubble *bubble = get_bubble (self, profile);

  dp_bubble_set (bubble, notification);
  send_pending (self);
}

/** Takes the bubble of @profile away, if there is one. */
void
dp_notifier_withdraw (DpNotifier *self, const char *profile)
{
  DpBubble *bubble = g_hash_table_lookup (self->bubbles, profile);
  if (bubble == NULL)
    return;

  bubble->pending = FALSE;
  bubble->withdrawn = TRUE;
  if (bubble->sending)
    return;
  close_id (self, bubble->id);
  g_hash_table_remove (self->bubbles, profile);
  save_ids (self);
}
