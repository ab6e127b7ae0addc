/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

void dp_role_mending_offer (const char   *profile,
                            DpAsker      *asker,
                            GCancellable *cancellable);

G_END_DECLS
