/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-new-key.h"

#include <glib/gi18n.h>

#include "dp-keyring-error.h"

static int
find_key (GPtrArray *keys,
          const char *access_key_id)
{
  for (guint i = 0; i < keys->len; i++) {
    if (g_str_equal (dp_access_key_get_id (keys->pdata[i]), access_key_id))
      return (int) i;
  }
  return -1;
}

/* The keyring tells ages in whole seconds, and the newest key is the one that is
 * used: an older item of this key goes, and the new one gets its own second. */
static gboolean
make_room (DpAccessKey *key,
           GPtrArray *before,
           GCancellable *cancellable,
           GError **error)
{
  const char *id = dp_access_key_get_id (key);
  gint64 now = g_get_real_time ();

  if (before->len == 0 || find_key (before, id) == 0)
    return TRUE;
  if (dp_access_key_get_created (before->pdata[0]) == now / G_USEC_PER_SEC)
    g_usleep (G_USEC_PER_SEC - now % G_USEC_PER_SEC);
  return find_key (before, id) < 0 || dp_keyring_remove (dp_access_key_get_profile (key), id, DP_KEYRING_QUIET, cancellable, error);
}

/* Only what comes back as it went in is stored. */
static gboolean
check_stored (DpAccessKey *key,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) stored = dp_keyring_lookup (dp_access_key_get_profile (key), DP_KEYRING_QUIET, cancellable, error);

  if (stored == NULL)
    return FALSE;
  int index = find_key (stored, dp_access_key_get_id (key));
  if (index >= 0 && g_str_equal (dp_access_key_get_secret (stored->pdata[index]), dp_access_key_get_secret (key)))
    return TRUE;
  g_set_error (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_FAILED, _("The keyring did not give the key back as it was stored"));
  return FALSE;
}

/* What is in the open keyring; unlocking comes first, since a locked one may say
 * that it holds nothing. */
static GPtrArray *
look_before (DpAccessKey *key,
             DpKeyringPrompt prompt,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GError) failure = NULL;
  GPtrArray *before = dp_keyring_lookup (dp_access_key_get_profile (key), prompt, cancellable, &failure);

  if (before != NULL)
    return before;
  if (g_error_matches (failure, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NOT_FOUND) || g_error_matches (failure, DP_KEYRING_ERROR, DP_KEYRING_ERROR_NO_COLLECTION))
    return g_ptr_array_new ();
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/**
 * Puts @key into the keyring as the profile's newest and reads it back. @is_new
 * tells whether it was not there before, so that a failed import can take it
 * out again. Other keys of the profile stay: AWS may still need them.
 */
gboolean
dp_new_key_store (DpAccessKey *key,
                  DpKeyringPrompt prompt,
                  gboolean *is_new,
                  GCancellable *cancellable,
                  GError **error)
{
  const char *id = dp_access_key_get_id (key);
  g_autoptr (GPtrArray) before = look_before (key, prompt, cancellable, error);

  if (before == NULL || !make_room (key, before, cancellable, error) || !dp_keyring_store (key, prompt, cancellable, error))
    return FALSE;
  gboolean was_there = find_key (before, id) >= 0;
  if (!check_stored (key, cancellable, error)) {
    if (!was_there)
      dp_keyring_remove (dp_access_key_get_profile (key), id, DP_KEYRING_QUIET, NULL, NULL);
    return FALSE;
  }

  *is_new = !was_there;
  return TRUE;
}
