/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-command.h"

G_BEGIN_DECLS

gboolean dp_doctor_page_run (const DpCommand *command,
                             gboolean         has_display,
                             GCancellable    *cancellable,
                             GError         **error);

G_END_DECLS
