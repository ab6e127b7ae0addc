/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-access-key.h"

#include "dp-access-key-private.h"

struct _DpAccessKey {
  char *profile;
  char *id;
  SecretValue *value; /* (nullable): an item that was only listed has none */
  gint64 created;
};

static void
clear_access_key (gpointer data)
{
  DpAccessKey *self = data;

  g_clear_pointer (&self->profile, g_free);
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->value, secret_value_unref);
}

/**
 * An access key that is in the keyring: @value (not owned, nullable) is shared
 * and not copied, @created is the item's own time in seconds since the epoch.
 */
DpAccessKey *
dp_access_key_new_with_value (const char *profile,
                              const char *access_key_id,
                              SecretValue *value,
                              gint64 created)
{
  g_return_val_if_fail (profile != NULL, NULL);
  g_return_val_if_fail (access_key_id != NULL, NULL);

  DpAccessKey *self = g_atomic_rc_box_new0 (DpAccessKey);
  self->profile = g_strdup (profile);
  self->id = g_strdup (access_key_id);
  self->value = value != NULL ? secret_value_ref (value) : NULL;
  self->created = created;

  return self;
}

/**
 * A new access key, not stored yet. @secret is copied into libsecret's
 * non-pageable memory; wiping the original is the caller's business.
 */
DpAccessKey *
dp_access_key_new (const char *profile,
                   const char *access_key_id,
                   const char *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  g_autoptr (SecretValue) value = secret_value_new (secret, -1, "text/plain");

  return dp_access_key_new_with_value (profile, access_key_id, value, 0);
}

/** References may be taken and dropped in any thread. */
DpAccessKey *
dp_access_key_ref (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/** The last one wipes the secret, unless the keyring's item still holds it. */
void
dp_access_key_unref (DpAccessKey *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, clear_access_key);
}

/** The name of the account's profile; owned by the key. */
const char *
dp_access_key_get_profile (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->profile;
}

/** The access key id (`AKIA…`), which is no secret; owned by the key. */
const char *
dp_access_key_get_id (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

/**
 * The secret access key in non-pageable memory, valid as long as the key; copy
 * it nowhere. NULL if the key comes from dp_keyring_list().
 */
const char *
dp_access_key_get_secret (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->value != NULL ? secret_value_get_text (self->value) : NULL;
}

/** When the keyring first stored it, in seconds since the epoch; 0 if it is not stored. */
gint64
dp_access_key_get_created (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->created;
}

/** The secret as libsecret stores it; owned by the key, NULL if it was only listed. */
SecretValue *
dp_access_key_get_value (DpAccessKey *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->value;
}
