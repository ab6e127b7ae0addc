/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

DpAccount  *dp_operand_resolve       (DpSharedFiles   *files,
                                      const char      *operand,
                                      gboolean         allow_role,
                                      GError         **error);
const char *dp_operand_get_profile   (const char      *operand,
                                      const DpAccount *account);
gboolean    dp_operand_check_minimum (const DpAccount *account,
                                      int              min_seconds,
                                      GError         **error);

G_END_DECLS
