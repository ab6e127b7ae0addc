/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** One connection to one service after another, kept open between requests.
 * For one thread at a time. */
typedef struct _DpHttp DpHttp;

typedef struct {
  int status;
  gint64 server_time; /* Unix time of the Date header; 0 when there is none */
  char *content_type; /* (nullable) */
  char *body;         /* wiped when freed */
  gsize body_length;
} DpHttpResponse;

DpHttp         *dp_http_new           (const char        *ca_bundle);
void            dp_http_free          (DpHttp            *self);
DpHttpResponse *dp_http_post          (DpHttp            *self,
                                       const char        *url,
                                       const char *const *headers,
                                       const char        *body,
                                       gboolean          *was_sent,
                                       GCancellable      *cancellable,
                                       GError           **error);
void            dp_http_response_free (DpHttpResponse    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttp, dp_http_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpHttpResponse, dp_http_response_free)

G_END_DECLS
