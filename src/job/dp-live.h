/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"

G_BEGIN_DECLS

gboolean dp_live_run (const DpCommand *command,
                      GError         **error);

G_END_DECLS
