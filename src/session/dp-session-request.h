/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-aws-client.h"
#include "dp-session.h"
#include "dp-session-watch.h"

G_BEGIN_DECLS

/** What it takes to get a session from AWS. Borrowed. */
typedef struct {
  const DpAccount *account;
  GPtrArray *keys;       /* of DpAccessKey, newest first */
  DpAwsClient *client;
  DpAsker *asker;
  DpSessionWatch *watch; /* (nullable) */
} DpSessionRequest;

DpSession *dp_session_request_run (const DpSessionRequest *self,
                                   GCancellable           *cancellable,
                                   GError                **error);

G_END_DECLS
