/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *dp_mfa_process_run (const char   *command,
                          GCancellable *cancellable,
                          GError      **error);

G_END_DECLS
