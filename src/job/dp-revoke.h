/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"
#include "dp-renewal.h"

G_BEGIN_DECLS

gboolean dp_revoke_run (const DpCommand *command,
                        const DpRenewal *renewal,
                        GCancellable    *cancellable,
                        GError         **error);

G_END_DECLS
