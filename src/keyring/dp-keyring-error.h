/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Why the keyring could not do it (Secret Service API, and what its providers
 * answer in fact). The message is a whole translated sentence (or two) without
 * the final full stop: what happened, and what to do. */
typedef enum {
  DP_KEYRING_ERROR_NO_BUS,        /* no session bus to reach it by */
  DP_KEYRING_ERROR_ABSENT,        /* no program provides the Secret Service, or it does not start */
  DP_KEYRING_ERROR_NO_COLLECTION, /* a provider, but no default collection */
  DP_KEYRING_ERROR_LOCKED,        /* locked, and nobody may be asked to unlock it */
  DP_KEYRING_ERROR_DISMISSED,     /* the person closed the unlock prompt */
  DP_KEYRING_ERROR_NOT_FOUND,     /* open, and no such key in it */
  DP_KEYRING_ERROR_FAILED,        /* anything else, with the provider's words */
} DpKeyringError;

#define DP_KEYRING_ERROR (dp_keyring_error_quark ())
GQuark dp_keyring_error_quark (void);

G_END_DECLS
