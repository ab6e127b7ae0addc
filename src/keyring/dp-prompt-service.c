/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-prompt-service.h"

#include "dp-secret-service.h"

#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"

/* A SecretService that waits for prompts by itself (Secret Service API, “Prompts
 * and Prompting”), because libsecret's own waiting has two faults. It never
 * returns when a prompt ends without a result of the expected type: that is what
 * KeePassXC sends when its question is closed, and what is left when the provider
 * dies. And it answers a cancellation by the prompt's Dismiss, at which
 * gnome-keyring aborts (seen with 42.1): every program of the session would lose
 * its keyring. So here a prompt has three ends, each a value or an error:
 * completed, cancelled, provider gone. A prompt that is cancelled may stay on the
 * screen until the person closes it; to answer it late just unlocks the keyring. */
struct _DpPromptService {
  SecretService parent_instance;
};

G_DEFINE_FINAL_TYPE (DpPromptService, dp_prompt_service, SECRET_TYPE_SERVICE)

typedef struct {
  GDBusConnection *bus;      /* (owned) */
  char *owner;               /* (owned): the provider's unique name */
  char *path;                /* (owned): the prompt's object */
  GVariantType *return_type; /* (owned) (nullable) */
  GCancellable *prompt_call; /* (owned): the call that opens the prompt */
  guint completed_id;
  guint vanished_id;
  gulong cancelled_id;
} Wait;

static void
wait_free (gpointer data)
{
  Wait *wait = data;

  g_clear_object (&wait->bus);
  g_clear_pointer (&wait->owner, g_free);
  g_clear_pointer (&wait->path, g_free);
  g_clear_pointer (&wait->return_type, g_variant_type_free);
  g_clear_object (&wait->prompt_call);
  g_free (wait);
}

/* The reference to @task that the wait held, for whoever ends it; NULL when it has
 * ended already. */
static GTask *
end_wait (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  if (wait->completed_id == 0)
    return NULL;

  g_dbus_connection_signal_unsubscribe (wait->bus, wait->completed_id);
  wait->completed_id = 0;
  g_dbus_connection_signal_unsubscribe (wait->bus, wait->vanished_id);
  g_cancellable_disconnect (g_task_get_cancellable (task), wait->cancelled_id);
  g_cancellable_cancel (wait->prompt_call);

  return task;
}

static void
return_dismissed (GTask *task)
{
  GError *error = NULL;

  dp_secret_service_set_dismissed (&error);
  g_task_return_error (task, error);
}

static void
completed_cb (GDBusConnection *bus,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *parameters,
              gpointer data)
{
  g_autoptr (GTask) task = end_wait (data);
  if (task == NULL)
    return;

  Wait *wait = g_task_get_task_data (task);
  gboolean dismissed = TRUE;
  g_autoptr (GVariant) result = NULL;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, &result);

  if (dismissed || (wait->return_type != NULL && !g_variant_is_of_type (result, wait->return_type)))
    return_dismissed (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&result), (GDestroyNotify) g_variant_unref);
}

static void
vanished_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer data)
{
  g_autoptr (GTask) task = end_wait (data);

  if (task != NULL)
    return_dismissed (task);
}

static gboolean
end_cancelled_cb (gpointer data)
{
  g_autoptr (GTask) task = end_wait (data);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

/* Comes in the thread of who cancels. */
static void
cancelled_cb (GCancellable *cancellable,
              gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, end_cancelled_cb, g_object_ref (data), g_object_unref);
  g_source_attach (source, g_task_get_context (data));
}

static void
prompt_called_cb (GObject *source,
                  GAsyncResult *result,
                  gpointer data)
{
  g_autoptr (GTask) caller = data;
  g_autoptr (GError) error = NULL;

  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  if (reply != NULL)
    return;

  g_autoptr (GTask) task = end_wait (caller);
  if (task != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
watch_prompt (GTask *task)
{
  Wait *wait = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  wait->completed_id = g_dbus_connection_signal_subscribe (wait->bus, wait->owner, PROMPT_INTERFACE, "Completed", wait->path, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, completed_cb, task, NULL);
  wait->vanished_id = g_dbus_connection_signal_subscribe (wait->bus, "org.freedesktop.DBus", "org.freedesktop.DBus", "NameOwnerChanged",
                                                          "/org/freedesktop/DBus", wait->owner,
                                                          G_DBUS_SIGNAL_FLAGS_NONE, vanished_cb, task, NULL);
  if (cancellable != NULL)
    wait->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), task, NULL);
}

static void
dp_prompt_service_prompt_async (SecretService *service,
                                SecretPrompt *prompt,
                                const GVariantType *return_type,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (service, cancellable, callback, user_data);
  g_task_set_source_tag (task, dp_prompt_service_prompt_async);
  if (g_task_return_error_if_cancelled (task))
    return;

  GDBusProxy *proxy = G_DBUS_PROXY (prompt);
  Wait *wait = g_new0 (Wait, 1);
  wait->bus = g_object_ref (g_dbus_proxy_get_connection (proxy));
  wait->owner = g_dbus_proxy_get_name_owner (proxy);
  wait->path = g_strdup (g_dbus_proxy_get_object_path (proxy));
  wait->return_type = return_type != NULL ? g_variant_type_copy (return_type) : NULL;
  wait->prompt_call = g_cancellable_new ();
  g_task_set_task_data (task, wait, wait_free);
  if (wait->owner == NULL) {
    return_dismissed (task);
    return;
  }

  watch_prompt (task);
  /* The person may take their time, also with a provider that answers only then. */
  g_dbus_connection_call (wait->bus, wait->owner, wait->path, PROMPT_INTERFACE, "Prompt", g_variant_new ("(s)", ""), NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, wait->prompt_call,
                          prompt_called_cb, g_object_ref (task));
  /* The wait now owns the task: see end_wait(). */
  g_steal_pointer (&task);
}

static GVariant *
dp_prompt_service_prompt_finish (SecretService *service,
                                 GAsyncResult *result,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, service), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
dp_prompt_service_class_init (DpPromptServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->prompt_async = dp_prompt_service_prompt_async;
  service_class->prompt_finish = dp_prompt_service_prompt_finish;
}

static void
dp_prompt_service_init (DpPromptService *self)
{
}
