/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-window-client.h"

#include "dp-installation.h"

#define OBJECT_PATH "/io/github/daypass/Daypass"
#define INTERFACE "org.freedesktop.Application"

/* A window that is just ending answers so, or not at all; the second call starts
 * another one. */
#define TRIES 2

typedef struct {
  char *profile; /* (nullable): whose session to renew; else only open */
  char *token;   /* (nullable) */
  int tries_left;
} Call;

static void
call_free (Call *self)
{
  g_free (self->profile);
  g_free (self->token);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

/* Without its D-Bus service the window is started like any other program. */
static void
spawn (const Call *call)
{
  g_autofree char *program = dp_installation_find_program ("daypass-window");
  const char *arguments[] = { program, call->profile != NULL ? "--prompt" : NULL, call->profile, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;

  if (call->token != NULL) {
    environment = g_environ_setenv (environment, "DESKTOP_STARTUP_ID", call->token, TRUE);
    environment = g_environ_setenv (environment, "XDG_ACTIVATION_TOKEN", call->token, TRUE);
  }
  if (!g_spawn_async (NULL, (char **) arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, NULL, &error))
    g_warning ("window-client: %s", error->message);
}

static GVariant *
make_platform_data (const char *token)
{
  g_auto (GVariantDict) data = G_VARIANT_DICT_INIT (NULL);

  if (token != NULL) {
    g_variant_dict_insert (&data, "activation-token", "s", token);
    /* The only one that GTK 4.8 reads. */
    g_variant_dict_insert (&data, "desktop-startup-id", "s", token);
  }
  return g_variant_dict_end (&data);
}

/* What the bus says, or a window that is not ready; a window that is slow has got
 * the call. */
static gboolean
is_absent (const GError *error)
{
  return error->domain == G_DBUS_ERROR && error->code != G_DBUS_ERROR_TIMEOUT;
}

static void send (GDBusConnection *bus, Call *call);

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    return;
  g_debug ("window-client: %s", error->message);
  if (!is_absent (error))
    return;
  if (--call->tries_left > 0)
    send (G_DBUS_CONNECTION (source), g_steal_pointer (&call));
  else
    spawn (call);
}

/* Eats @call. */
static void
send (GDBusConnection *bus, Call *call)
{
  GVariant *platform_data = make_platform_data (call->token);
  const char *method = "Activate";
  GVariant *parameters = NULL;

  if (call->profile != NULL) {
    GVariant *profile = g_variant_new_string (call->profile);
    method = "ActivateAction";
    parameters = g_variant_new ("(s@av@a{sv})", "renew", g_variant_new_array (NULL, (GVariant *[]){ g_variant_new_variant (profile) }, 1), platform_data);
  } else {
    parameters = g_variant_new ("(@a{sv})", platform_data);
  }
  g_dbus_connection_call (bus, APP_ID, OBJECT_PATH, INTERFACE, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, answered_cb, call);
}

static void
start (GDBusConnection *bus, const char *profile, const char *token)
{
  Call *call = g_new0 (Call, 1);

  call->profile = g_strdup (profile);
  call->token = g_strdup (token);
  call->tries_left = TRIES;
  send (bus, call);
}

/** Opens the dialog that asks for the code of @profile. */
void
dp_window_client_renew (GDBusConnection *bus, const char *profile, const char *token)
{
  start (bus, profile, token);
}

/** Opens the page with all accounts. */
void
dp_window_client_open (GDBusConnection *bus, const char *token)
{
  start (bus, NULL, token);
}
