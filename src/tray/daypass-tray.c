/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "dp-core-dump.h"
#include "dp-installation.h"
#include "dp-tray.h"

static const GOptionEntry options[] = {
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { 0 },
};

static void
quit_cb (gpointer data)
{
  g_application_quit (data);
}

static gboolean
signal_cb (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_REMOVE;
}

static int
handle_local_options_cb (GApplication *application, GVariantDict *given, gpointer data)
{
  if (!g_variant_dict_contains (given, "version"))
    return -1;
  g_print ("daypass-tray %s\n", PACKAGE_VERSION);
  return 0;
}

/* What the first instance has; any other one ends without. */
typedef struct {
  DpTray *tray; /* (owned) (nullable) */
  gboolean failed;
} Instance;

/* Only the first instance comes here; it stays until the person quits. */
static void
startup_cb (GApplication *application, Instance *instance)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  if (bus == NULL)
    return;

  dp_core_dump_forbid ();
  instance->tray = dp_tray_new (bus, quit_cb, application);
  g_application_hold (application);
}

static void
activate_cb (GApplication *application, Instance *instance)
{
  if (instance->tray != NULL)
    return;
  instance->failed = TRUE;
  g_printerr ("daypass-tray: %s%s\n", _("There is no session bus, so there is no panel to show an icon. Start it from your desktop"), _("."));
}

int
main (int argc, char **argv)
{
  Instance instance = { NULL, FALSE };

  dp_installation_init_locale ();
  g_autoptr (GApplication) application = g_application_new (APP_ID ".Tray", G_APPLICATION_DEFAULT_FLAGS);
  g_application_set_option_context_summary (application, _("Shows in the panel until when each AWS session lasts, and reminds before it ends."));
  g_application_add_main_option_entries (application, options);
  g_signal_connect (application, "handle-local-options", G_CALLBACK (handle_local_options_cb), NULL);
  g_signal_connect (application, "startup", G_CALLBACK (startup_cb), &instance);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &instance);
  g_unix_signal_add (SIGTERM, signal_cb, application);
  g_unix_signal_add (SIGINT, signal_cb, application);

  int status = g_application_run (application, argc, argv);
  if (instance.tray != NULL)
    dp_tray_withdraw (instance.tray);
  g_clear_pointer (&instance.tray, dp_tray_free);
  return instance.failed ? 1 : status;
}
