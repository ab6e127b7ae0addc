/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib.h>

#include "dp-places.h"

static void
test_places (void)
{
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *relative = g_build_filename (here, "sub/config", NULL);
  g_autofree char *unknown = g_build_filename (here, "~nobody-of-that-name/own", NULL);
  const struct {
    const char *value, *config, *credentials;
  } cases[] = {
    { NULL, "/home/person/.aws/config", "/home/person/.aws/credentials" },
    { "", "/home/person/.aws/config", "/home/person/.aws/credentials" },
    { "~/own", "/home/person/own", "/home/person/own" },
    { "~", "/home/person", "/home/person" },
    { "~root/own", "/root/own", "/root/own" },
    { "~root", "/root", "/root" },
    { "~nobody-of-that-name/own", unknown, unknown },
    { "/etc/../x y", "/etc/../x y", "/etc/../x y" },
    { "sub/config", relative, relative },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].value != NULL ? cases[i].value : "(unset)");
    g_unsetenv ("AWS_CONFIG_FILE");
    g_unsetenv ("AWS_SHARED_CREDENTIALS_FILE");
    if (cases[i].value != NULL) {
      g_setenv ("AWS_CONFIG_FILE", cases[i].value, TRUE);
      g_setenv ("AWS_SHARED_CREDENTIALS_FILE", cases[i].value, TRUE);
    }
    g_autoptr (DpPlaces) places = dp_places_new ();
    g_assert_true (g_path_is_absolute (places->config));
    g_assert_cmpstr (places->config, ==, cases[i].config);
    g_assert_cmpstr (places->credentials, ==, cases[i].credentials);
  }
}

/* Another process's, with a home that is not ours. */
static void
test_other_environment (void)
{
  const char *const environment[] = { "HOME=/home/other", "AWS_CONFIG_FILE=~/own", NULL };

  g_setenv ("AWS_SHARED_CREDENTIALS_FILE", "/ours", TRUE);
  g_autoptr (DpPlaces) places = dp_places_new_for ((char **) environment);
  g_assert_cmpstr (places->config, ==, "/home/other/own");
  g_assert_cmpstr (places->credentials, ==, "/home/other/.aws/credentials");
}

int
main (int argc, char **argv)
{
  g_setenv ("HOME", "/home/person", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/places/environment", test_places);
  g_test_add_func ("/places/other-environment", test_other_environment);
  return g_test_run ();
}
