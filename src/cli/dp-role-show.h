/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"
#include "dp-exit-status.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

DpExitStatus dp_role_show_list (DpSharedFiles   *files,
                                GError         **error);
DpExitStatus dp_role_show_one  (const DpCommand *command,
                                DpSharedFiles   *files,
                                GError         **error);

G_END_DECLS
