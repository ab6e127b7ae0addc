/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray-host.h"

#include <string.h>

/* XDG_CURRENT_DESKTOP, and what is named to somebody who sees no icon there. */
static const struct {
  const char *desktop;
  const char *word;
} rows[] = {
  { "GNOME", "gnome-shell-extension-appindicator" },
  { "ubuntu:GNOME", "gnome-shell-extension-appindicator" },
  { "sway", "Waybar" },
  { "Hyprland", "Waybar" },
  { "sway:wlroots", "Waybar" },
  { "KDE", "System Tray" },
  { "XFCE", "Status Tray Plugin" },
  { "MATE", "Notification Area" },
  { "LXQt", "Status Notifier" },
  { "X-Cinnamon", "XApp Status Applet" },
  { "i3", "StatusNotifierItem" },
  { "", "StatusNotifierItem" },
  { NULL, "StatusNotifierItem" },
};

static void
test_advice (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *advice = dp_tray_host_get_advice (rows[i].desktop);
    g_test_message ("%s: %s", rows[i].desktop != NULL ? rows[i].desktop : "unset", advice);
    g_assert_nonnull (strstr (advice, rows[i].word));
  }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tray-host/advice", test_advice);
  return g_test_run ();
}
