/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-keyring.h"

G_BEGIN_DECLS

gboolean dp_removal_run (const char     *profile,
                         DpKeyringPrompt prompt,
                         GCancellable   *cancellable,
                         GError        **error);

G_END_DECLS
