/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dp_help_format       (void);
char *dp_help_format_roles (void);

G_END_DECLS
