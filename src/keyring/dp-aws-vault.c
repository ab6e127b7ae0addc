/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-vault.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-vault-item.h"
#include "dp-keyring-error.h"
#include "dp-secret-service.h"

/* Its option --secret-service-collection, with the default. */
static const char *
get_collection_name (void)
{
  const char *name = g_getenv ("AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME");

  return name != NULL && *name != '\0' ? name : "awsvault";
}

/* Providers write what cannot be in an object path as “_” and two hexadecimal
 * digits. aws-vault knows its collection by this name and not by the label. */
static char *
dup_name (const char *path)
{
  g_autofree char *encoded = g_path_get_basename (path);
  GString *name = g_string_new (NULL);

  for (const char *c = encoded; *c != '\0'; c++) {
    if (*c == '_' && g_ascii_isxdigit (c[1]) && g_ascii_isxdigit (c[2])) {
      g_string_append_c (name, (char) (g_ascii_xdigit_value (c[1]) * 16 + g_ascii_xdigit_value (c[2])));
      c += 2;
    } else {
      g_string_append_c (name, *c);
    }
  }
  return g_string_free (name, FALSE);
}

/* @path (owned) is NULL when aws-vault has never stored anything. The list is what
 * the service told when it was opened, and nothing when it could not be reached:
 * then who asks for the default collection hears why. */
static gboolean
find_collection (SecretService *service,
                 char **path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GVariant) paths = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (service), "Collections");
  g_autoptr (SecretCollection) collection = paths == NULL ? dp_secret_service_get_default (service, cancellable, error) : NULL;

  if (paths == NULL && collection == NULL)
    return FALSE;
  *path = NULL;
  for (size_t i = 0; paths != NULL && *path == NULL && i < g_variant_n_children (paths); i++) {
    g_autofree char *candidate = NULL;
    g_variant_get_child (paths, i, "o", &candidate);
    g_autofree char *name = dup_name (candidate);
    if (g_str_equal (name, get_collection_name ()))
      *path = g_steal_pointer (&candidate);
  }
  return TRUE;
}

/* libsecret opens a collection by its alias only, and the list of all of them with
 * all of their items. */
static SecretCollection *
open_collection (SecretService *service,
                 const char *path,
                 SecretCollectionFlags flags,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GError) cause = NULL;
  GDBusProxy *proxy = G_DBUS_PROXY (service);

  SecretCollection *collection = g_initable_new (SECRET_TYPE_COLLECTION, cancellable, &cause,
                                                 "g-connection", g_dbus_proxy_get_connection (proxy),
                                                 "g-name", g_dbus_proxy_get_name (proxy),
                                                 "g-object-path", path,
                                                 "g-interface-name", "org.freedesktop.Secret.Collection",
                                                 "service", service,
                                                 "flags", flags,
                                                 NULL);
  if (collection == NULL)
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
  return collection;
}

/**
 * Whether aws-vault keeps anything in the Secret Service. Neither asks for a
 * password nor reads an item. Blocks; without a keyring it keeps nothing there.
 */
gboolean
dp_aws_vault_is_used (GCancellable *cancellable)
{
  g_autofree char *path = NULL;
  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, NULL);

  if (service == NULL || !find_collection (service, &path, cancellable, NULL) || path == NULL)
    return FALSE;
  g_autoptr (SecretCollection) collection = open_collection (service, path, SECRET_COLLECTION_NONE, cancellable, NULL);
  g_autoptr (GVariant) items = collection != NULL ? g_dbus_proxy_get_cached_property (G_DBUS_PROXY (collection), "Items") : NULL;
  return items != NULL && g_variant_n_children (items) > 0;
}

static gboolean
unlock (SecretService *service,
        const char *path,
        DpKeyringPrompt prompt,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (SecretCollection) collection = open_collection (service, path, SECRET_COLLECTION_NONE, cancellable, error);
  GList objects = { collection, NULL, NULL };

  if (collection == NULL)
    return FALSE;
  if (!secret_collection_get_locked (collection))
    return TRUE;
  if (prompt == DP_KEYRING_MAY_PROMPT)
    return dp_secret_service_unlock (service, &objects, prompt, cancellable, error);
  g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_LOCKED,
               _("The keyring “%s”, which is aws-vault’s own, is locked, and it may not ask for its password here. Do this in a terminal of your desktop session"), get_collection_name ());
  return FALSE;
}

/* Its items with their secrets; none when aws-vault has never stored anything. */
static gboolean
load_items (SecretService *service,
            DpKeyringPrompt prompt,
            GList **items,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) cause = NULL;

  *items = NULL;
  if (!find_collection (service, &path, cancellable, error))
    return FALSE;
  if (path == NULL)
    return TRUE;
  if (!unlock (service, path, prompt, cancellable, error))
    return FALSE;

  /* Anew: what is known of a locked collection is not the truth of the open one. */
  g_autoptr (SecretCollection) collection = open_collection (service, path, SECRET_COLLECTION_LOAD_ITEMS, cancellable, error);
  if (collection == NULL)
    return FALSE;
  *items = secret_collection_get_items (collection);
  if (secret_item_load_secrets_sync (*items, cancellable, &cause))
    return TRUE;
  g_list_free_full (g_steal_pointer (items), g_object_unref);
  dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
  return FALSE;
}

static DpAccessKey *
read_item (SecretItem *item)
{
  g_autofree char *name = secret_item_get_label (item);
  g_autoptr (SecretValue) value = secret_item_get_secret (item);

  return value != NULL ? dp_aws_vault_item_parse (name, value) : NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (dp_access_key_get_profile (*(DpAccessKey *const *) a), dp_access_key_get_profile (*(DpAccessKey *const *) b));
}

/**
 * aws-vault's long-lived keys with their secrets, by the names that it has for
 * them (those of profiles): an array of DpAccessKey that frees them. Empty when
 * there are none. Blocks; a prompt of the keyring ends when @cancellable is
 * cancelled.
 */
GPtrArray *
dp_aws_vault_list (DpKeyringPrompt prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  GList *items = NULL;
  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);

  if (service == NULL || !load_items (service, prompt, &items, cancellable, error))
    return NULL;
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_access_key_unref);
  for (GList *l = items; l != NULL; l = l->next) {
    DpAccessKey *key = read_item (l->data);
    if (key != NULL)
      g_ptr_array_add (keys, key);
  }
  g_list_free_full (items, g_object_unref);
  g_ptr_array_sort (keys, compare_names);
  return keys;
}

static gboolean
is_item_of (SecretItem *item,
            DpAccessKey *key)
{
  g_autoptr (DpAccessKey) stored = read_item (item);

  return stored != NULL && g_str_equal (dp_access_key_get_profile (stored), dp_access_key_get_profile (key))
         && g_str_equal (dp_access_key_get_id (stored), dp_access_key_get_id (key));
}

/** Takes @key out of aws-vault's collection. That it is not there is no error. */
gboolean
dp_aws_vault_remove (DpAccessKey *key,
                     DpKeyringPrompt prompt,
                     GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (key != NULL, FALSE);

  GList *items = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);

  if (service == NULL || !load_items (service, prompt, &items, cancellable, error))
    return FALSE;
  for (GList *l = items; l != NULL && cause == NULL; l = l->next) {
    if (is_item_of (l->data, key))
      secret_item_delete_sync (l->data, cancellable, &cause);
  }
  g_list_free_full (items, g_object_unref);
  if (cause == NULL)
    return TRUE;
  dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
  return FALSE;
}
