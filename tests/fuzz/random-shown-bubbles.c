/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "dp-shown-bubbles.h"
#include "random-text.h"

/* What lies in the runtime folder in place of the tray's memory. */

static const char *const pieces[] = { "(", ")", "{", "}", "[", "]", "'", "\"", ":", ",", "@a{su}", "@(ssa{su})", "uint32 7", "-1", "99999999999", "<", ">", "\\u0000", "\xe9", "nothing", "just ", NULL };

static void
test_bubbles (void)
{
  g_autoptr (GTestDBus) dbus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (dbus);
  g_autoptr (GDBusConnection) bus = g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (dbus),
                                                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "daypass", "notifications", NULL);
  int n_loaded = 0;

  dp_shown_bubbles_save (bus, ":1.5", g_variant_new_parsed ("{'work': uint32 3, 'default': 4}"));
  g_autofree char *saved = NULL;
  g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
  const char *const samples[] = { saved, NULL };
  int fd = g_open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (fd, >=, 0);

  for (int i = 0; i < RANDOM_TEXT_ROUNDS / 4; i++) {
    size_t length = 0;
    g_autofree char *text = random_text_make (samples, pieces, &length);
    g_assert_cmpint (pwrite (fd, text, length, 0), ==, (gssize) length);
    g_assert_cmpint (ftruncate (fd, (off_t) length), ==, 0);
    g_autoptr (GVariant) ids = dp_shown_bubbles_load (bus, ":1.5");
    if (ids == NULL)
      continue;
    n_loaded++;
    g_assert_true (g_variant_is_of_type (ids, G_VARIANT_TYPE ("a{su}")));
  }
  g_assert_cmpint (n_loaded, >, RANDOM_TEXT_ROUNDS / 40);
  close (fd);
  g_clear_object (&bus);
  g_test_dbus_down (dbus);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *runtime = g_dir_make_tmp ("random-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_assert_cmpstr (g_get_user_runtime_dir (), ==, runtime); /* kept from now on: GTestDBus takes the variable away */
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-shown-bubbles", test_bubbles);
  int status = g_test_run ();

  g_autofree char *folder = g_build_filename (runtime, "daypass", NULL);
  g_autofree char *path = g_build_filename (folder, "notifications", NULL);
  g_unlink (path);
  g_rmdir (folder);
  g_rmdir (runtime);
  return status;
}
