/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-keyring.h"

#include <glib/gi18n.h>

#include "dp-access-key-private.h"
#include "dp-keyring-error.h"
#include "dp-secret-service.h"

typedef GList ItemList;

static void
item_list_free (ItemList *items)
{
  g_list_free_full (items, g_object_unref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ItemList, item_list_free)

static GList *
list_locked (GList *items)
{
  GList *locked = NULL;

  for (GList *l = items; l != NULL; l = l->next)
    if (secret_item_get_locked (l->data))
      locked = g_list_prepend (locked, g_object_ref (l->data));

  return locked;
}

/* What has to be unlocked before @items are the whole truth. KeePassXC searches
 * in open databases only, so that nothing found in a locked keyring says nothing;
 * whether it is locked is asked in this case alone. */
static gboolean
find_locked (SecretService *service,
             GList *items,
             GList **locked,
             GCancellable *cancellable,
             GError **error)
{
  if (items != NULL) {
    *locked = list_locked (items);
    return TRUE;
  }

  g_autoptr (SecretCollection) collection = dp_secret_service_get_default (service, cancellable, error);
  if (collection == NULL)
    return FALSE;

  *locked = secret_collection_get_locked (collection) ? g_list_prepend (NULL, g_object_ref (collection)) : NULL;
  return TRUE;
}

/* The matching items, none of them locked. */
static gboolean
search_unlocked (SecretService *service,
                 GHashTable *attributes,
                 DpKeyringPrompt prompt,
                 GList **items,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (ItemList) found = NULL;
  if (!dp_secret_service_search (service, attributes, &found, cancellable, error))
    return FALSE;

  g_autoptr (ItemList) locked = NULL;
  if (!find_locked (service, found, &locked, cancellable, error))
    return FALSE;

  if (locked == NULL) {
    *items = g_steal_pointer (&found);
    return TRUE;
  }

  if (!dp_secret_service_unlock (service, locked, prompt, cancellable, error))
    return FALSE;

  g_autoptr (ItemList) again = NULL;
  if (!dp_secret_service_search (service, attributes, &again, cancellable, error))
    return FALSE;

  g_autoptr (ItemList) still_locked = list_locked (again);
  if (still_locked != NULL) {
    dp_secret_service_set_dismissed (error);
    return FALSE;
  }

  *items = g_steal_pointer (&again);
  return TRUE;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 created_a = dp_access_key_get_created (*(DpAccessKey *const *) a);
  gint64 created_b = dp_access_key_get_created (*(DpAccessKey *const *) b);

  return (created_a < created_b) - (created_a > created_b);
}

/* An item that somebody made by hand, without our attributes, is no key. */
static GPtrArray *
collect_keys (GList *items)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_access_key_unref);

  for (GList *l = items; l != NULL; l = l->next) {
    SecretItem *item = l->data;
    g_autoptr (GHashTable) attributes = secret_item_get_attributes (item);
    g_autoptr (SecretValue) value = secret_item_get_secret (item);
    const char *profile = g_hash_table_lookup (attributes, "profile");
    const char *id = g_hash_table_lookup (attributes, "access-key-id");

    if (profile != NULL && id != NULL)
      g_ptr_array_add (keys, dp_access_key_new_with_value (profile, id, value, secret_item_get_created (item)));
  }
  g_ptr_array_sort (keys, compare_newest_first);

  return keys;
}

static gboolean
load_secrets (GList *items,
              const char *profile,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (items == NULL) {
    g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NOT_FOUND,
                 _("The keyring holds no access key for “%s”. Store one with “daypass add %s”"), profile, profile);
    return FALSE;
  }
  if (!secret_item_load_secrets_sync (items, cancellable, &cause)) {
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
    return FALSE;
  }

  for (GList *l = items; l != NULL; l = l->next) {
    g_autoptr (SecretValue) value = secret_item_get_secret (l->data);
    if (value == NULL || secret_value_get_text (value) == NULL) {
      g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_FAILED,
                   _("The keyring did not hand out the access key of “%s”. If your password manager asks whether Daypass may have it, allow it, then try again"), profile);
      return FALSE;
    }
  }

  return TRUE;
}

/* The default collection, created or unlocked if that is what it takes. */
static SecretCollection *
open_default (SecretService *service,
              DpKeyringPrompt prompt,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_autoptr (SecretCollection) collection = dp_secret_service_get_default (service, cancellable, &cause);
  if (collection == NULL && prompt == DP_KEYRING_MAY_PROMPT && g_error_matches (cause, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_COLLECTION))
    return dp_secret_service_create_default (service, cancellable, error);
  if (collection == NULL) {
    g_propagate_error (error, g_steal_pointer (&cause));
    return NULL;
  }

  if (secret_collection_get_locked (collection)) {
    GList objects = { collection, NULL, NULL };
    if (!dp_secret_service_unlock (service, &objects, prompt, cancellable, error))
      return NULL;
  }

  return g_steal_pointer (&collection);
}

/**
 * Whether the default collection, where access keys are kept, is locked; asks
 * without a prompt. An error tells why there is none.
 */
gboolean
dp_keyring_get_locked (gboolean *locked,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);
  if (service == NULL)
    return FALSE;

  g_autoptr (SecretCollection) collection = dp_secret_service_get_default (service, cancellable, error);
  if (collection == NULL)
    return FALSE;

  *locked = secret_collection_get_locked (collection);
  return TRUE;
}

/**
 * Stores @key in the default collection; a key of the same profile and id is
 * replaced. Nothing is read back: who must be sure calls dp_keyring_lookup().
 *
 * With DP_KEYRING_MAY_PROMPT a locked collection is unlocked and a missing one is
 * created, each by the keyring's own prompt; with DP_KEYRING_QUIET they are
 * DP_KEYRING_ERROR_LOCKED and DP_KEYRING_ERROR_NO_COLLECTION.
 */
gboolean
dp_keyring_store (DpAccessKey *key,
                  DpKeyringPrompt prompt,
                  GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (dp_access_key_get_value (key) != NULL, FALSE);

  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);
  if (service == NULL)
    return FALSE;

  g_autoptr (SecretCollection) collection = open_default (service, prompt, cancellable, error);
  if (collection == NULL)
    return FALSE;

  const char *profile = dp_access_key_get_profile (key);
  g_autoptr (GHashTable) attributes = dp_secret_service_new_attributes (profile, dp_access_key_get_id (key));
  /* Translators: the item's name in the list of a keyring; %s is a profile. */
  g_autofree char *label = g_strdup_printf (_("AWS access key of “%s” (Daypass)"), profile);
  g_autoptr (GError) cause = NULL;
  g_autoptr (SecretItem) item = secret_item_create_sync (collection, dp_secret_service_get_schema (), attributes, label,
                                                         dp_access_key_get_value (key), SECRET_ITEM_CREATE_REPLACE,
                                                         cancellable, &cause);
  if (item == NULL) {
    dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
    return FALSE;
  }

  return TRUE;
}

/**
 * The access keys of @profile with their secrets: an array of DpAccessKey that
 * frees them, never empty, the newest first (two while a key is being rotated).
 *
 * DP_KEYRING_ERROR_NOT_FOUND is said only of an open keyring. Runs in any thread
 * and blocks; a prompt ends when @cancellable is cancelled.
 */
GPtrArray *
dp_keyring_lookup (const char *profile,
                   DpKeyringPrompt prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  g_return_val_if_fail (profile != NULL, NULL);

  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);
  if (service == NULL)
    return NULL;

  g_autoptr (GHashTable) attributes = dp_secret_service_new_attributes (profile, NULL);
  g_autoptr (ItemList) items = NULL;
  if (!search_unlocked (service, attributes, prompt, &items, cancellable, error))
    return NULL;
  if (!load_secrets (items, profile, cancellable, error))
    return NULL;

  return collect_keys (items);
}

/* That nothing was found is the truth unless the keyring is locked. */
static gboolean
check_nothing_hidden (SecretService *service,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (ItemList) locked = NULL;
  g_autoptr (GError) cause = NULL;

  if (!find_locked (service, NULL, &locked, cancellable, &cause)) {
    if (g_error_matches (cause, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_COLLECTION))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }

  return locked == NULL || dp_secret_service_unlock (service, locked, DP_KEYRING_QUIET, cancellable, error);
}

/**
 * All our keys, the newest first, without their secrets and without a prompt; an
 * empty array when there are none. Items of a locked keyring are listed too; if
 * nothing is found and the keyring is locked, DP_KEYRING_ERROR_LOCKED.
 */
GPtrArray *
dp_keyring_list (GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);
  if (service == NULL)
    return NULL;

  g_autoptr (GHashTable) attributes = dp_secret_service_new_attributes (NULL, NULL);
  g_autoptr (ItemList) items = NULL;
  if (!dp_secret_service_search (service, attributes, &items, cancellable, error))
    return NULL;
  if (items == NULL && !check_nothing_hidden (service, cancellable, error))
    return NULL;

  return collect_keys (items);
}

static gboolean
delete_items (GList *items,
              GCancellable *cancellable,
              GError **error)
{
  for (GList *l = items; l != NULL; l = l->next) {
    g_autoptr (GError) cause = NULL;
    if (!secret_item_delete_sync (l->data, cancellable, &cause)) {
      dp_secret_service_take_error (g_steal_pointer (&cause), cancellable, error);
      return FALSE;
    }
  }

  return TRUE;
}

/**
 * Removes the key @access_key_id of @profile, or all keys of @profile if that is
 * NULL. That nothing is there is no error, but an open keyring must say so.
 */
gboolean
dp_keyring_remove (const char *profile,
                   const char *access_key_id,
                   DpKeyringPrompt prompt,
                   GCancellable *cancellable,
                   GError **error)
{
  g_return_val_if_fail (profile != NULL, FALSE);

  g_autoptr (SecretService) service = dp_secret_service_open (cancellable, error);
  if (service == NULL)
    return FALSE;

  g_autoptr (GHashTable) attributes = dp_secret_service_new_attributes (profile, access_key_id);
  g_autoptr (ItemList) items = NULL;
  g_autoptr (GError) cause = NULL;
  if (!search_unlocked (service, attributes, prompt, &items, cancellable, &cause)) {
    if (g_error_matches (cause, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_COLLECTION))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&cause));
    return FALSE;
  }

  return delete_items (items, cancellable, error);
}
