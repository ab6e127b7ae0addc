/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account-model.h"

G_BEGIN_DECLS

/** In the order of the enumeration in the GSettings schema. */
typedef enum {
  DP_ICON_STYLE_AUTO,
  DP_ICON_STYLE_SYMBOLIC,
  DP_ICON_STYLE_COLOURED,
} DpIconStyle;

char *dp_icon_get_name (const DpAccountSummary *summary,
                        DpIconStyle             style,
                        const char             *current_desktop);

G_END_DECLS
