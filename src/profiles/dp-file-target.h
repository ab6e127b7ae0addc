/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The file that is really written when a path is edited, and why it cannot be. */

char    *dp_file_target_resolve   (const char *path,
                                   GError    **error);
gboolean dp_file_target_check     (const char *target,
                                   GError    **error);
gboolean dp_file_target_check_file (const char *target,
                                   GError    **error);
void     dp_file_target_set_error (GError    **error,
                                   const char *target,
                                   int         errnum);

G_END_DECLS
