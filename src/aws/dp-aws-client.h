/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-endpoint.h"

G_BEGIN_DECLS

/** What signs a request. Borrowed strings; the client copies none of them. */
typedef struct {
  const char *access_key_id;
  const char *secret_access_key;
  const char *session_token; /* (nullable) */
} DpCredentials;

/** A connection to AWS: endpoint, TLS session and clock offset stay for its
 * life, so a first call warms the next one. For one thread at a time. */
#define DP_TYPE_AWS_CLIENT (dp_aws_client_get_type ())
G_DECLARE_FINAL_TYPE (DpAwsClient, dp_aws_client, DP, AWS_CLIENT, GObject)

DpAwsClient *dp_aws_client_new              (const DpEndpointConfig *config);
gint64       dp_aws_client_get_clock_offset (DpAwsClient *self);

G_END_DECLS
