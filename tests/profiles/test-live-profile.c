/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-live-profile.h"
#include "dp-profiles-error.h"

#define PROGRAM "/usr/bin/daypass"
#define ARGUMENTS " export work --format process --lease\n"
#define HEADER "[profile work-live]\n"
#define PROCESS "credential_process = " PROGRAM ARGUMENTS
#define REGION "region = ap-northeast-1\n"

static DpProfileFile *
parse (DpProfileFileKind kind,
       const char *text)
{
  return dp_profile_file_new (kind, text, strlen (text));
}

static void
assert_text (DpProfileFile *file,
             const char *expected)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  g_autofree char *text = g_strndup (bytes, length);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_command (void)
{
  static const struct {
    const char *profile, *program, *command;
  } cases[] = {
    { "work", PROGRAM, PROGRAM " export work --format process --lease" },
    { "a/b.c@d+e:f%g", PROGRAM, PROGRAM " export a/b.c@d+e:f%g --format process --lease" },
    { "work", "/opt/my tools/daypass", "'/opt/my tools/daypass' export work --format process --lease" },
    { "work", NULL, "flatpak run --command=daypass io.github.daypass.Daypass export work --format process --lease" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *command = dp_live_profile_dup_command (cases[i].profile, cases[i].program);
    g_assert_cmpstr (command, ==, cases[i].command);
  }
}

static void
test_write (void)
{
  static const struct {
    const char *region; /* of the account */
    const char *before;
    const char *after; /* NULL: refused */
  } cases[] = {
    { "ap-northeast-1", "", HEADER PROCESS REGION },
    { NULL, "", HEADER PROCESS },
    { "ap-northeast-1", "[profile work]\n" REGION "# end\n", "[profile work]\n" REGION "# end\n\n" HEADER PROCESS REGION },
    { "ap-northeast-1", HEADER PROCESS "region = old\noutput = json\n", HEADER PROCESS REGION "output = json\n" },
    { NULL, HEADER PROCESS "region = mine\n", HEADER PROCESS "region = mine\n" },
    { NULL, HEADER "credential_process = /opt/old/bin/daypass" ARGUMENTS, HEADER PROCESS },
    { NULL, HEADER "credential_process = '/opt/my tools/daypass'" ARGUMENTS, HEADER PROCESS },
    { NULL, HEADER "credential_process = flatpak run --command=daypass io.github.daypass.Daypass" ARGUMENTS, HEADER PROCESS },
    { NULL, HEADER, NULL },
    { NULL, HEADER "credential_process = /usr/bin/other" ARGUMENTS, NULL },
    { NULL, HEADER "credential_process = " PROGRAM " export other --format process --lease\n", NULL },
    { NULL, HEADER "credential_process = " PROGRAM " export work\n", NULL },
    { NULL, HEADER "credential_process = 'open\n", NULL },
    { NULL, HEADER "manager = daypass\n", NULL },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpAccount) account = dp_account_new ("work");
    account->region = g_strdup (cases[i].region);
    g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, cases[i].before);
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (dp_live_profile_write (account, PROGRAM, config, &error), ==, cases[i].after != NULL);
    assert_text (config, cases[i].after != NULL ? cases[i].after : cases[i].before);
    if (cases[i].after == NULL)
      g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN);
  }
}

static void
test_check (void)
{
  static const struct {
    const char *config, *credentials;
    gboolean is_free;
  } cases[] = {
    { "", "", TRUE },
    { HEADER PROCESS, "[work]\nk = 1\n", TRUE },
    { HEADER "region = x\n", "", FALSE },
    { "", "[work-live]\naws_access_key_id = x\n", FALSE },
    { HEADER PROCESS, "[work-live]\naws_access_key_id = x\n", FALSE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, cases[i].config);
    g_autoptr (DpProfileFile) credentials = parse (DP_PROFILE_FILE_CREDENTIALS, cases[i].credentials);
    g_autoptr (GError) error = NULL;
    g_assert_cmpint (dp_live_profile_check (config, credentials, "work", &error), ==, cases[i].is_free);
    if (!cases[i].is_free)
      g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN);
  }
}

static void
test_remove (void)
{
  static const struct {
    const char *before, *after;
    int removed; /* -1: refused */
  } cases[] = {
    { "[a]\n\n" HEADER PROCESS REGION, "[a]\n", TRUE },
    { HEADER REGION PROCESS, "", TRUE },
    { HEADER PROCESS, "", TRUE },
    { HEADER PROCESS REGION "output = json\n", HEADER REGION "output = json\n", TRUE },
    { "[a]\n", "[a]\n", FALSE },
    { HEADER REGION, HEADER REGION, -1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) config = parse (DP_PROFILE_FILE_CONFIG, cases[i].before);
    gboolean removed = -1;
    g_assert_cmpint (dp_live_profile_remove (config, "work", &removed, NULL), ==, cases[i].removed >= 0);
    g_assert_cmpint (removed, ==, cases[i].removed);
    assert_text (config, cases[i].after);
  }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live-profile/command", test_command);
  g_test_add_func ("/live-profile/write", test_write);
  g_test_add_func ("/live-profile/check", test_check);
  g_test_add_func ("/live-profile/remove", test_remove);
  return g_test_run ();
}
