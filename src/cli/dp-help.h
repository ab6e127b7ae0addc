/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_help_print_and_exit       (const char *text);
void dp_help_handle_global_option (char      **words);

G_END_DECLS
