/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-http.h"

G_BEGIN_DECLS

GError *dp_foreign_response_to_error (const DpHttpResponse *self,
                                      const char           *url,
                                      gboolean              is_well_formed);

G_END_DECLS
