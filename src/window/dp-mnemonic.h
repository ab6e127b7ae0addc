/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void dp_mnemonic_set_label    (GtkButton  *button,
                               const char *label);
void dp_mnemonic_name_buttons (GtkWidget  *widget);

G_END_DECLS
