/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-background-portal.h"

#include <glib/gi18n.h>

#define BUS_NAME "org.freedesktop.portal.Desktop"
#define OBJECT_PATH "/org/freedesktop/portal/desktop"
#define INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"

/** One question to the portal until its answer comes as a signal. */
typedef struct {
  GDBusConnection *bus;
  gboolean autostart;
  guint subscription;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->bus);
  g_free (self);
}

/* The subscription holds the task, and the task this request. */
static void
stop_listening (GTask *task)
{
  Request *self = g_task_get_task_data (task);
  guint subscription = self->subscription;

  self->subscription = 0;
  if (subscription != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, subscription);
}

static void
answered_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  const Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  guint32 response = 0;
  gboolean granted = FALSE;

  stop_listening (task);
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "autostart", "b", &granted);
  if (response == 0 && granted == request->autostart)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             _("The desktop did not allow it. You can change that in its settings, at the applications"));
}

static void
called_cb (GObject *source,
           GAsyncResult *result,
           gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    return;
  stop_listening (task);
  g_debug ("background-portal: %s", error->message);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "%s",
                           _("This desktop has no portal that starts programs at login. Put “daypass-tray” among its autostart programs"));
}

static GVariant *
make_options (const char *token,
              gboolean autostart)
{
  static const char *const command[] = { "daypass-tray", NULL };
  g_auto (GVariantDict) options = G_VARIANT_DICT_INIT (NULL);

  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_variant_dict_insert (&options, "reason", "s", _("Shows until when each AWS session lasts, and reminds before it ends."));
  g_variant_dict_insert (&options, "autostart", "b", autostart);
  g_variant_dict_insert (&options, "commandline", "^as", command);
  return g_variant_dict_end (&options);
}

/* Where the answer will come from (documentation of the Request interface). */
static char *
make_request_path (GDBusConnection *bus,
                   const char *token)
{
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1), ".", '_');

  return g_strconcat (OBJECT_PATH "/request/", sender, "/", token, NULL);
}

/** Asks the Background portal to start the tray at login, or not any more. */
void
dp_background_portal_request (gboolean autostart,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autofree char *token = g_strdup_printf ("daypass%u", g_random_int ());

  g_task_set_source_tag (task, dp_background_portal_request);
  if (bus == NULL) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_autofree char *path = make_request_path (bus, token);
  Request *request = g_new0 (Request, 1);
  request->bus = g_object_ref (bus);
  request->autostart = autostart;
  g_task_set_task_data (task, request, request_free);
  request->subscription = g_dbus_connection_signal_subscribe (bus, NULL, REQUEST_INTERFACE, "Response", path, NULL, G_DBUS_SIGNAL_FLAGS_NONE, answered_cb, g_object_ref (task), g_object_unref);
  g_dbus_connection_call (bus, BUS_NAME, OBJECT_PATH, INTERFACE, "RequestBackground", g_variant_new ("(s@a{sv})", "", make_options (token, autostart)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb, g_object_ref (task));
}

/** The error is a sentence for the person. */
gboolean
dp_background_portal_request_finish (GAsyncResult *result,
                                     GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
