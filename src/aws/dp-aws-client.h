/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-aws-answer.h"
#include "dp-endpoint.h"

G_BEGIN_DECLS

/** What signs a request. Borrowed strings; the client copies none of them. */
typedef struct {
  const char *access_key_id;
  const char *secret_access_key;
  const char *session_token; /* (nullable) */
} DpCredentials;

/** One parameter of an action. A list of them ends with a NULL name. */
typedef struct {
  const char *name;
  const char *value; /* (nullable): then the parameter is left out */
} DpAwsParameter;

typedef enum {
  DP_AWS_CALL_NONE = 0,
  DP_AWS_CALL_WITH_CODE = 1 << 0, /* holds a one-time code, so AWS must not get it twice */
} DpAwsCallFlags;

/** A connection to AWS: endpoint, TLS session and clock offset stay for its
 * life, so a first call warms the next one. For one thread at a time. */
#define DP_TYPE_AWS_CLIENT (dp_aws_client_get_type ())
G_DECLARE_FINAL_TYPE (DpAwsClient, dp_aws_client, DP, AWS_CLIENT, GObject)

DpAwsClient *dp_aws_client_new              (const DpEndpointConfig *config);
gint64       dp_aws_client_get_clock_offset (DpAwsClient            *self);
gint64       dp_aws_client_get_last_offset  (DpAwsClient            *self);
gint64       dp_aws_client_get_time         (DpAwsClient            *self);
DpAwsAnswer *dp_aws_client_call             (DpAwsClient            *self,
                                             DpService               service,
                                             const char             *action,
                                             const DpAwsParameter   *parameters,
                                             const DpCredentials    *credentials,
                                             DpAwsCallFlags          flags,
                                             GCancellable           *cancellable,
                                             GError                **error);

G_END_DECLS
