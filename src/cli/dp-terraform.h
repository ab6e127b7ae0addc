/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-role.h"

G_BEGIN_DECLS

char *dp_terraform_format (const DpRole *role,
                           const char   *region);

G_END_DECLS
