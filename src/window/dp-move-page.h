/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The access keys that lie in the AWS files in plain text or that aws-vault keeps,
 * each to be moved into our keyring, and the first code of the one that is moved.
 *
 * Signals: "enrolled" (profile), when there is a session; "changed", when
 * dp_move_page_has_aws_vault() has another answer. */
#define DP_TYPE_MOVE_PAGE (dp_move_page_get_type ())
G_DECLARE_FINAL_TYPE (DpMovePage, dp_move_page, DP, MOVE_PAGE, GtkWidget)

void     dp_move_page_start         (DpMovePage *self);
void     dp_move_page_refresh       (DpMovePage *self);
gboolean dp_move_page_has_plaintext (DpMovePage *self);
gboolean dp_move_page_has_aws_vault (DpMovePage *self);
gboolean dp_move_page_is_moving     (DpMovePage *self);
gboolean dp_move_page_cancel        (DpMovePage *self);

G_END_DECLS
