/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** A request as it will be sent. Borrowed strings. */
typedef struct {
  const char *method;
  const char *path;           /* as sent; empty counts as "/" */
  const char *query;          /* (nullable): as sent, without the "?" */
  const char *const *headers; /* "Name: value", each name once, host and x-amz-date among them */
  const char *body;
  const char *amz_date;       /* the value of X-Amz-Date */
  const char *region;
  const char *service;
} DpSigv4Request;

char *dp_sigv4_format_date (gint64                unix_seconds);
char *dp_sigv4_authorize   (const DpSigv4Request *request,
                            const char           *access_key_id,
                            const char           *secret_access_key);

G_END_DECLS
