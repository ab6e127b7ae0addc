/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-foreign-response.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-error.h"

/* What is not XML was not damaged on the way: somebody else wrote it. */
static gboolean
is_page (const DpHttpResponse *response)
{
  return response->body_length > 0 && response->content_type != NULL && strstr (response->content_type, "xml") == NULL;
}

/** What the person is to know of a response from @url that no AWS service writes;
 * @is_well_formed when it could be read as XML.
 * Returns: (transfer full): a DP_AWS_ERROR */
GError *
dp_foreign_response_to_error (const DpHttpResponse *self, const char *url, gboolean is_well_formed)
{
  g_return_val_if_fail (self != NULL && url != NULL, NULL);

  if (self->status == 407)
    return g_error_new_literal (DP_AWS_ERROR, DP_AWS_ERROR_PROXY,
                                _("The proxy asks for a name and a password. Put them into the variable https_proxy"));
  if (self->status == 429)
    return g_error_new_literal (DP_AWS_ERROR, DP_AWS_ERROR_THROTTLED,
                                _("Something on the way to AWS limits the number of requests. Try again in a minute"));
  if (self->status >= 500)
    return g_error_new (DP_AWS_ERROR, DP_AWS_ERROR_SERVER,
                        _("AWS, or a proxy on the way to it, has a fault (HTTP status %d). Try again in a minute"), self->status);
  if (self->status >= 300 && self->status < 400)
    return g_error_new (DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                        _("“%s” points to another address, which AWS never does. This network may want a login in the browser first"), url);
  if (is_well_formed || is_page (self))
    return g_error_new (DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                        _("The answer is not one of AWS but a page of something else (HTTP status %d). A proxy is in the way, or this network wants a login in the browser first"), self->status);
  return g_error_new (DP_AWS_ERROR, DP_AWS_ERROR_UNREADABLE,
                      _("The answer was empty, cut off or damaged (HTTP status %d). Try again"), self->status);
}
