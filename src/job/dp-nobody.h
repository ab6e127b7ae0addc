/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"

G_BEGIN_DECLS

/** For a script or an SDK: nobody can be asked, notes go to stderr. */
#define DP_TYPE_NOBODY (dp_nobody_get_type ())
G_DECLARE_FINAL_TYPE (DpNobody, dp_nobody, DP, NOBODY, GObject)

DpAsker *dp_nobody_new (void);

G_END_DECLS
