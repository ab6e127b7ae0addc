/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-icon.h"

/* The desktops whose panels draw a symbolic icon as it is, black on black. */
static const char *const desktops_without_recolouring[] = { "MATE", "LXQt", "sway" };

static gboolean
is_coloured (DpIconStyle style, const char *current_desktop)
{
  if (style != DP_ICON_STYLE_AUTO)
    return style == DP_ICON_STYLE_COLOURED;

  g_auto (GStrv) names = g_strsplit (current_desktop != NULL ? current_desktop : "", ":", -1);
  for (size_t i = 0; names[i] != NULL; i++) {
    for (size_t j = 0; j < G_N_ELEMENTS (desktops_without_recolouring); j++) {
      if (g_ascii_strcasecmp (names[i], desktops_without_recolouring[j]) == 0)
        return TRUE;
    }
  }
  return FALSE;
}

/** The name of the icon for @summary; @current_desktop is $XDG_CURRENT_DESKTOP,
 * which may be NULL. Owned. */
char *
dp_icon_get_name (const DpAccountSummary *summary, DpIconStyle style, const char *current_desktop)
{
  const char *suffix = is_coloured (style, current_desktop) ? "" : "-symbolic";

  if (summary->state == DP_SESSION_ACTIVE)
    return g_strdup_printf (APP_ID "-active-%d%s", summary->eighths, suffix);
  return g_strdup_printf (APP_ID "-%s%s", dp_session_state_to_string (summary->state), suffix);
}
