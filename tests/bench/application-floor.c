/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <gio/gio.h>

static void
hold_cb (GApplication *application, gpointer data)
{
  g_application_hold (application);
}

/* What every program costs at least that stays on the session bus: application-floor
 * owns io.github.daypass.Floor and does nothing. */
int
main (int argc, char **argv)
{
  g_autoptr (GApplication) application = g_application_new ("io.github.daypass.Floor", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "startup", G_CALLBACK (hold_cb), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (hold_cb), NULL);
  return g_application_run (application, argc, argv);
}
