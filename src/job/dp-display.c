/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-display.h"

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value != NULL && *value != '\0';
}

/** Whether a window can be opened anywhere. */
gboolean
dp_display_exists (void)
{
  return is_set ("DISPLAY") || is_set ("WAYLAND_DISPLAY");
}

/** Whether the person sits before it: what opens on the screen of the session
 * bus is of no use to who sits at another machine. */
gboolean
dp_display_is_own (void)
{
  return dp_display_exists () && !is_set ("SSH_CONNECTION") && !is_set ("SSH_TTY") && !is_set ("SSH_CLIENT");
}
