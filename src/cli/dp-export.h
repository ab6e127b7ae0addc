/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"
#include "dp-session.h"

G_BEGIN_DECLS

char *dp_export_format (const DpSession *session,
                        DpExportFormat   format,
                        gboolean         lease,
                        gint64           now);

G_END_DECLS
