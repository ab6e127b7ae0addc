/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-secret-service.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-keyring-error.h"
#include "dp-prompt-service.h"

/** The form of our items; it never changes, or the stored keys are lost. */
const SecretSchema *
dp_secret_service_get_schema (void)
{
  static const SecretSchema schema = {
    .name = "io.github.daypass.AccessKey",
    .flags = SECRET_SCHEMA_NONE,
    .attributes = {
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "access-key-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    },
  };

  return &schema;
}

/** Attributes to store or to search by (new table); what is NULL matches any. */
GHashTable *
dp_secret_service_new_attributes (const char *profile,
                                  const char *access_key_id)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (profile != NULL)
    g_hash_table_insert (attributes, g_strdup ("profile"), g_strdup (profile));
  if (access_key_id != NULL)
    g_hash_table_insert (attributes, g_strdup ("access-key-id"), g_strdup (access_key_id));

  return attributes;
}

static gboolean
is_one_of (const GError *cause,
           const GDBusError *codes,
           size_t n_codes)
{
  for (size_t i = 0; i < n_codes; i++)
    if (g_error_matches (cause, G_DBUS_ERROR, codes[i]))
      return TRUE;

  return FALSE;
}

/* Nobody has the name, and the bus knows of no program to start. */
static gboolean
is_absent (const GError *cause)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN,
    G_DBUS_ERROR_NAME_HAS_NO_OWNER,
    G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
  };

  return is_one_of (cause, codes, G_N_ELEMENTS (codes));
}

/* The bus started a program, and nothing came of it. */
static gboolean
is_not_started (const GError *cause)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SPAWN_EXEC_FAILED,
    G_DBUS_ERROR_SPAWN_FORK_FAILED,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED,
    G_DBUS_ERROR_SPAWN_FAILED,
  };

  return is_one_of (cause, codes, G_N_ELEMENTS (codes));
}

/* Providers differ in how they say that an object is not there: gnome-keyring
 * answers UnknownMethod, KeePassXC UnknownObject (its alias names a path that
 * it does not export when no group is exposed), others the specification's own
 * NoSuchObject. */
static gboolean
is_missing_object (const GError *cause)
{
  return g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) || g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
set_locked (GError **error)
{
  g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_LOCKED,
                       _("The keyring is locked, and it may not ask for its password now. Unlock it in your desktop session (it stays locked until you log in there), then try again. Without a desktop, “gnome-keyring-daemon --replace --unlock” reads the password from standard input"));
}

/** Sets DP_KEYRING_ERROR_DISMISSED with its sentence. */
void
dp_secret_service_set_dismissed (GError **error)
{
  g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_DISMISSED,
                       _("The keyring is still locked: its question was closed or could not be shown. Try again in your desktop session and type the keyring’s password, which is often your login password"));
}

static void
set_no_collection (GError **error)
{
  g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_COLLECTION,
                       _("The keyring has no default collection to keep access keys in. Create a keyring in “Passwords and Keys” and make it the default; in KeePassXC, open the database’s settings and expose a group under “Secret Service Integration”. Without a desktop, “gnome-keyring-daemon --replace --unlock” creates one, with the password that it reads from standard input"));
}

/**
 * Hands on why a call of libsecret failed: cancelled and what is a
 * DP_KEYRING_ERROR already stay as they are, the rest becomes the one that fits.
 * @cause (owned, nullable) is NULL when the provider just did not do it.
 */
void
dp_secret_service_take_error (GError *cause,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GError) owned = cause;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return;
  if (owned == NULL) {
    dp_secret_service_set_dismissed (error);
    return;
  }
  if (owned->domain == DP_KEYRING_ERROR) {
    g_propagate_error (error, g_steal_pointer (&owned));
    return;
  }
  if (is_absent (owned)) {
    g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_ABSENT,
                         _("No keyring is running: no program here provides the Secret Service. Install gnome-keyring, or turn on “Secret Service Integration” in the settings of KeePassXC, then log in again. Without a desktop, start “gnome-keyring-daemon --unlock”, which reads its password from standard input"));
    return;
  }
  if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED)) {
    set_locked (error);
    return;
  }

  g_dbus_error_strip_remote_error (owned);
  g_strchomp (g_strdelimit (owned->message, "\r\n", ' '));
  if (g_str_has_suffix (owned->message, "."))
    owned->message[strlen (owned->message) - 1] = '\0';
  if (is_not_started (owned))
    g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_ABSENT,
                 /* Translators: %s is what the session bus says, in English. */
                 _("The keyring could not be started (%s). Log in again, or start it by hand to see what is the matter; gnome-keyring by “gnome-keyring-daemon --foreground”"), owned->message);
  else
    g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_FAILED,
                 /* Translators: %s is the keyring's own message, in its language. */
                 _("The keyring reported an error: %s"), owned->message);
}

/* Says why there is no bus by what GLib looks for: the address, else the socket
 * in the runtime folder of a login. */
static void
set_no_bus (GError **error)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  const char *runtime_folder = g_getenv ("XDG_RUNTIME_DIR");
  const char *message = _("The keyring cannot be reached: there is no D-Bus session bus here, and neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set, as under sudo, su and cron. Run Daypass in a login of your own, or in “dbus-run-session” together with a keyring");

  if (address != NULL && *address != '\0')
    message = _("The keyring cannot be reached: no D-Bus session bus answers at DBUS_SESSION_BUS_ADDRESS. Its session may have ended, or be another user’s (sudo, su): run Daypass in a new login of your own");
  else if (runtime_folder != NULL && *runtime_folder != '\0')
    message = _("The keyring cannot be reached: there is no D-Bus session bus in the folder of XDG_RUNTIME_DIR. Install dbus-user-session and log in again, or run Daypass in “dbus-run-session” together with a keyring");
  g_set_error_literal (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_BUS, message);
}

/**
 * The Secret Service of this session (new reference). Opened anew for each
 * operation and not libsecret's shared one, which notices only in a main loop
 * that the provider was restarted.
 */
SecretService *
dp_secret_service_open (GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (bus == NULL) {
    set_no_bus (error);
    return NULL;
  }

  SecretService *service = secret_service_open_sync (DP_TYPE_PROMPT_SERVICE, NULL, SECRET_SERVICE_NONE, cancellable, &cause);
  if (service == NULL)
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);

  return service;
}

/** The collection of the alias “default” (new reference); DP_KEYRING_ERROR_NO_COLLECTION if there is none. */
SecretCollection *
dp_secret_service_get_default (SecretService *service,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GError) cause = NULL;

  SecretCollection *collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, cancellable, &cause);
  if (collection != NULL)
    return collection;

  if (cause == NULL || is_missing_object (cause))
    set_no_collection (error);
  else
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);

  return NULL;
}

static void
created_cb (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* secret_collection_create_sync() leaks what belongs to the prompt, because its
 * main context goes before the prompt does. */
static SecretCollection *
create_default (SecretService *service,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  GAsyncResult *result = NULL;

  g_main_context_push_thread_default (context);
  /* Translators: the name of the keyring that is created when there is none. */
  secret_collection_create (service, _("Default keyring"), SECRET_COLLECTION_DEFAULT,
                                        SECRET_COLLECTION_CREATE_NONE, cancellable, created_cb, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  SecretCollection *collection = secret_collection_create_finish (result, error);
  g_object_unref (result);
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_main_context_pop_thread_default (context);

  return collection;
}

/** Creates the default collection (new reference), for which the provider asks for a password. */
SecretCollection *
dp_secret_service_create_default (SecretService *service,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (GError) cause = NULL;

  SecretCollection *collection = create_default (service, cancellable, &cause);
  if (collection != NULL)
    return collection;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  /* KeePassXC opens its wizard for a new database, which most people close:
   * what they are missing is a group that is exposed. */
  if (is_missing_object (cause) || g_error_matches (cause, DP_KEYRING_ERROR, DP_KEYRING_ERROR_DISMISSED))
    set_no_collection (error);
  else
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);

  return NULL;
}

/**
 * Unlocks @objects (items or collections). The prompt may stay for as long as
 * the person likes; DP_KEYRING_ERROR_DISMISSED if they close it.
 */
gboolean
dp_secret_service_unlock (SecretService *service,
                          GList *objects,
                          DpKeyringPrompt prompt,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (prompt == DP_KEYRING_QUIET) {
    set_locked (error);
    return FALSE;
  }

  int unlocked = secret_service_unlock_sync (service, objects, cancellable, NULL, &cause);
  if (unlocked < 1) {
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
    return FALSE;
  }

  return TRUE;
}

/**
 * The SecretItems of our schema that match @attributes, locked ones too, without
 * their secrets and without a prompt. The number of calls depends on how many
 * match and not on how many items there are.
 */
gboolean
dp_secret_service_search (SecretService *service,
                          GHashTable *attributes,
                          GList **items,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GError) cause = NULL;

  GList *found = secret_service_search_sync (service, dp_secret_service_get_schema (), attributes, SECRET_SEARCH_ALL, cancellable, &cause);
  if (cause != NULL) {
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
    return FALSE;
  }

  *items = found;
  return TRUE;
}
