/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-exit-status.h"

G_BEGIN_DECLS

DpExitStatus dp_prompt_run  (const char   *profile,
                             int           lock_fd);
DpExitStatus dp_prompt_fail (const GError *error,
                             int           lock_fd);

G_END_DECLS
