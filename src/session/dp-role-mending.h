/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-profile-file.h"

G_BEGIN_DECLS

GStrv    dp_role_mending_list  (DpProfileFile     *config,
                                const char        *profile);
gboolean dp_role_mending_run   (const char *const *roles,
                                GError           **error);
void     dp_role_mending_offer (const char        *profile,
                                DpAsker           *asker,
                                GCancellable      *cancellable);

G_END_DECLS
