/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-endpoint.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

DpEndpointConfig *dp_profile_endpoint_config (DpSharedFiles *files,
                                              const char    *profile,
                                              const char    *region);

G_END_DECLS
