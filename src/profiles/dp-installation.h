/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *dp_installation_find_program (const char *name);
gboolean dp_installation_is_flatpak   (void);
void     dp_installation_init_locale  (void);

G_END_DECLS
