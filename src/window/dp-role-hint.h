/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** Tells of role profiles whose own "mfa_serial" keeps them from using the session
 * of an account, and mends them. Visible as long as there are some. */
#define DP_TYPE_ROLE_HINT (dp_role_hint_get_type ())
G_DECLARE_FINAL_TYPE (DpRoleHint, dp_role_hint, DP, ROLE_HINT, GtkBox)

void dp_role_hint_refresh (DpRoleHint *self);

G_END_DECLS
