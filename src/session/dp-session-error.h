/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What can keep a job from being done, beside files, keyring and AWS. The
 * message is a whole translated sentence without the final full stop. */
typedef enum {
  DP_SESSION_ERROR_NOBODY,     /* a code or a yes is needed, and nobody can be asked */
  DP_SESSION_ERROR_INCOMPLETE, /* something was not given, and nobody can be asked for it */
  DP_SESSION_ERROR_KEY,        /* a key that Daypass does not take: of root, of a session */
  DP_SESSION_ERROR_MFA,        /* no MFA device that the API can use */
  DP_SESSION_ERROR_UNCERTAIN,  /* cancelled when AWS may have done it already */
  DP_SESSION_ERROR_NO_SESSION, /* there is none, and the person was not to be asked */
  DP_SESSION_ERROR_ACCOUNT,    /* another account was reached than the one that was meant */
  DP_SESSION_ERROR_SUPERSEDED, /* another process got the session meanwhile; never shown */
} DpSessionError;

#define DP_SESSION_ERROR (dp_session_error_quark ())
GQuark dp_session_error_quark (void);

G_END_DECLS
