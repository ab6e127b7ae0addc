/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Why a call to AWS failed. The message is a whole translated sentence (or
 * two) without the final full stop: what happened, and what to do. */
typedef enum {
  /* AWS refused */
  DP_AWS_ERROR_MFA_CODE,            /* wrong, late or already used code */
  DP_AWS_ERROR_MFA_DEVICE,          /* the serial number is not one of this user's devices */
  DP_AWS_ERROR_MFA_INCOMPLETE,      /* serial number or code missing */
  DP_AWS_ERROR_ACCESS_KEY,          /* InvalidClientTokenId: deleted, inactive, mistyped, other partition */
  DP_AWS_ERROR_SECRET_KEY,          /* SignatureDoesNotMatch */
  DP_AWS_ERROR_SESSION_CREDENTIALS, /* GetSessionToken signed by a session */
  DP_AWS_ERROR_EXPIRED_TOKEN,
  DP_AWS_ERROR_ACCESS_DENIED,       /* a policy */
  DP_AWS_ERROR_ROLE_DENIED,         /* AssumeRole: a policy denies it by name, or the sessions were revoked */
  DP_AWS_ERROR_ROLE_NOT_ALLOWED,    /* AssumeRole: no policy of the caller allows it */
  DP_AWS_ERROR_ROLE_NOT_TRUSTED,    /* AssumeRole: the role's trust policy, a condition in it, or no such role */
  DP_AWS_ERROR_REGION_DISABLED,
  DP_AWS_ERROR_OPT_IN_REQUIRED,
  DP_AWS_ERROR_INVALID_INPUT,       /* ValidationError */
  DP_AWS_ERROR_LIMIT_EXCEEDED,
  DP_AWS_ERROR_NO_SUCH_ENTITY,
  DP_AWS_ERROR_REFUSED,             /* any other refusal, with AWS's own words */
  /* The way to AWS */
  DP_AWS_ERROR_CLOCK,               /* this computer's clock is wrong, and correcting it did not help */
  DP_AWS_ERROR_THROTTLED,
  DP_AWS_ERROR_SERVER,              /* 5xx */
  DP_AWS_ERROR_UNREADABLE,          /* not an answer of AWS: a proxy's page, cut off, too large, a redirect */
  DP_AWS_ERROR_OFFLINE,             /* the name does not resolve, no route */
  DP_AWS_ERROR_CONNECT,             /* refused, reset */
  DP_AWS_ERROR_TIMEOUT,
  DP_AWS_ERROR_TLS,
  DP_AWS_ERROR_PROXY,
  DP_AWS_ERROR_ENDPOINT,            /* a custom endpoint that may not be used (plain http beyond loopback, not a URL) */
} DpAwsError;

#define DP_AWS_ERROR (dp_aws_error_quark ())
GQuark   dp_aws_error_quark      (void);
gboolean dp_aws_error_is_refusal (const GError *error);

G_END_DECLS
