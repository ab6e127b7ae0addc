/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GListModel *dp_region_list  (void);
const char *dp_region_get   (guint       position);
guint       dp_region_guess (void);

G_END_DECLS
