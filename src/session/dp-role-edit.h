/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-role.h"

G_BEGIN_DECLS

gboolean dp_role_edit_add    (DpRole     *role,
                              GError    **error);
gboolean dp_role_edit_remove (const char *profile,
                              GError    **error);

G_END_DECLS
