/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "dp-appearance.h"
#include "dp-application.h"
#include "dp-core-dump.h"
#include "dp-installation.h"
#include "dp-prompt.h"
#include "dp-report.h"

/* GTK 4.8 knows the older name only. */
static void
take_activation_token (void)
{
  const char *token = g_getenv ("XDG_ACTIVATION_TOKEN");

  if (token != NULL)
    g_setenv ("DESKTOP_STARTUP_ID", token, FALSE);
  g_unsetenv ("XDG_ACTIVATION_TOKEN");
}

/* For a command, in its own environment and with its own files: never the one
 * instance's business. */
static int
prompt (const char *profile,
        int lock_fd)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_init_check ()) {
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_FAILED, _("There is no display to open a window on"));
    return dp_prompt_fail (error, lock_fd);
  }
  dp_appearance_init ();
  dp_core_dump_forbid ();
  return dp_prompt_run (profile, lock_fd);
}

int
main (int argc,
      char **argv)
{
  g_autofree char *profile = NULL;
  int lock_fd = 0;
  /* clang-format off */
  const GOptionEntry entries[] = {
    { "prompt", 0, 0, G_OPTION_ARG_STRING, &profile, N_("Ask for the code of PROFILE"), N_("PROFILE") },
    { "lock-fd", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_INT, &lock_fd, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  /* clang-format on */
  g_autoptr (GError) error = NULL;

  dp_installation_init_locale ();
  g_set_application_name ("Daypass");
  take_activation_token ();

  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  /* The id is the name that the display gets; people type the program's. */
  g_set_prgname ("daypass-window");
  gboolean parsed = g_option_context_parse (context, &argc, &argv, &error);
  g_set_prgname (APP_ID);
  if (!parsed) {
    dp_report_error (error);
    return DP_EXIT_USAGE;
  }
  if (profile != NULL)
    return prompt (profile, lock_fd);

  g_autoptr (GApplication) application = dp_application_new ();
  return g_application_run (application, argc, argv);
}
