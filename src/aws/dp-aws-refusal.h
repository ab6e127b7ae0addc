/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

#include "dp-aws-error.h"

G_BEGIN_DECLS

/** An error answer of AWS and what is known around it. Borrowed strings. */
typedef struct {
  const char *code;    /* AWS's own name, "AccessDenied" */
  const char *message; /* (nullable): AWS's own words */
  int status;          /* of HTTP */
  const char *access_key_id;
  gboolean is_session; /* a session token was sent */
  const char *mfa_serial; /* (nullable) */
  const char *role_arn;   /* (nullable): the role that was to be assumed */
  const char *region;
  gint64 clock_skew;   /* seconds that AWS is ahead of this computer; 0 if unknown */
} DpAwsRefusal;

DpAwsError  dp_aws_refusal_get_error_code  (const DpAwsRefusal *self);
gint64      dp_aws_refusal_get_server_time (const DpAwsRefusal *self);
GError     *dp_aws_refusal_to_error        (const DpAwsRefusal *self);

G_END_DECLS
