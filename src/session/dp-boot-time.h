/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Microseconds since boot, suspended time included: comparable between
 * processes, and nobody can set this clock. */
gint64 dp_boot_time_now           (void);
gint64 dp_boot_time_process_start (void);

G_END_DECLS
