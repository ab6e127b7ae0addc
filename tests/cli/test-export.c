/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-export.h"

#include "dp-time.h"

#define NOW 1795507200 /* 2026-11-24T08:00:00Z */
#define MINUTE 60
#define HOUR 3600

static void
test_formats (void)
{
  static const char *const expected[] = {
    [DP_EXPORT_PROCESS] = "{\"Version\":1,\"AccessKeyId\":\"ASIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"a/b+c\","
                          "\"SessionToken\":\"T0k==\",\"Expiration\":\"2026-11-24T16:00:00Z\"}\n",
    [DP_EXPORT_ENV] = "export AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\nexport AWS_SECRET_ACCESS_KEY=a/b+c\n"
                      "export AWS_SESSION_TOKEN=T0k==\nexport AWS_CREDENTIAL_EXPIRATION=2026-11-24T16:00:00Z\n",
    [DP_EXPORT_ENV_NO_EXPORT] = "AWS_ACCESS_KEY_ID=ASIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=a/b+c\n"
                                "AWS_SESSION_TOKEN=T0k==\nAWS_CREDENTIAL_EXPIRATION=2026-11-24T16:00:00Z\n",
    [DP_EXPORT_FISH] = "set -gx AWS_ACCESS_KEY_ID ASIAIOSFODNN7EXAMPLE\nset -gx AWS_SECRET_ACCESS_KEY a/b+c\n"
                       "set -gx AWS_SESSION_TOKEN T0k==\nset -gx AWS_CREDENTIAL_EXPIRATION 2026-11-24T16:00:00Z\n",
    [DP_EXPORT_POWERSHELL] = "$Env:AWS_ACCESS_KEY_ID='ASIAIOSFODNN7EXAMPLE'\n$Env:AWS_SECRET_ACCESS_KEY='a/b+c'\n"
                             "$Env:AWS_SESSION_TOKEN='T0k=='\n$Env:AWS_CREDENTIAL_EXPIRATION='2026-11-24T16:00:00Z'\n",
  };
  DpSession session = {
    .access_key_id = (char *) "ASIAIOSFODNN7EXAMPLE",
    .secret_access_key = (char *) "a/b+c",
    .session_token = (char *) "T0k==",
    .expires_at = NOW + 8 * HOUR,
    .duration_seconds = 8 * HOUR,
  };

  for (size_t i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autofree char *text = dp_export_format (&session, (DpExportFormat) i, FALSE, NOW);
    g_assert_cmpstr (text, ==, expected[i]);
  }
}

/* What a file could hold must not become a command of the shell. */
static void
test_quoting (void)
{
  static const struct {
    DpExportFormat format;
    const char *line;
  } cases[] = {
    { DP_EXPORT_PROCESS, "\"SecretAccessKey\":\"$(x) '\\\"\\\\\"" },
    { DP_EXPORT_ENV, "export AWS_SECRET_ACCESS_KEY='$(x) '\\''\"\\'\n" },
    { DP_EXPORT_FISH, "set -gx AWS_SECRET_ACCESS_KEY '$(x) \\'\"\\\\'\n" },
    { DP_EXPORT_POWERSHELL, "$Env:AWS_SECRET_ACCESS_KEY='$(x) ''\"\\'\n" },
  };
  DpSession session = {
    .access_key_id = (char *) "ASIAIOSFODNN7EXAMPLE",
    .secret_access_key = (char *) "$(x) '\"\\",
    .session_token = (char *) "T",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = dp_export_format (&session, cases[i].format, FALSE, NOW);
    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, cases[i].line));
  }
}

/* min (now + 60 min, end - grace); within the grace, and where that would be over
 * before it is read, min (end, now + 2 min). */
static void
test_lease (void)
{
  static const struct {
    int duration;
    int left;
    int lease;
  } cases[] = {
    { 8 * HOUR, 8 * HOUR, HOUR },
    { 8 * HOUR, 75 * MINUTE, HOUR },
    { 8 * HOUR, 75 * MINUTE - 1, HOUR - 1 },
    { 8 * HOUR, 15 * MINUTE + 5, 5 },
    { 8 * HOUR, 15 * MINUTE + 4, 2 * MINUTE },
    { 8 * HOUR, 15 * MINUTE, 2 * MINUTE },
    { 8 * HOUR, 2 * MINUTE + 1, 2 * MINUTE },
    { 8 * HOUR, 2 * MINUTE, 2 * MINUTE },
    { 8 * HOUR, 1, 1 },
    { HOUR, 16 * MINUTE, MINUTE },
    { 30 * MINUTE, 30 * MINUTE, 30 * MINUTE - 450 },
    { 30 * MINUTE, 450, 2 * MINUTE },
    { 15 * MINUTE, 15 * MINUTE, 15 * MINUTE - 225 },
    { 15 * MINUTE, 225, 2 * MINUTE },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    DpSession session = {
      .access_key_id = (char *) "A",
      .secret_access_key = (char *) "S",
      .session_token = (char *) "T",
      .expires_at = NOW + cases[i].left,
      .duration_seconds = cases[i].duration,
    };
    g_autofree char *text = dp_export_format (&session, DP_EXPORT_ENV_NO_EXPORT, TRUE, NOW);
    g_autofree char *expected = dp_time_format (NOW + cases[i].lease);
    g_test_message ("%d s of %d s are left", cases[i].left, cases[i].duration);
    g_assert_true (g_str_has_prefix (strstr (text, "EXPIRATION=") + strlen ("EXPIRATION="), expected));
  }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/formats", test_formats);
  g_test_add_func ("/export/quoting", test_quoting);
  g_test_add_func ("/export/lease", test_lease);
  return g_test_run ();
}
