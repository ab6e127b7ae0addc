/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "dp-file-editor.h"
#include "dp-session.h"

typedef struct {
  const DpSession *session;
  const DpAccount *account;
} Write;

static gboolean
write_session_cb (DpProfileFile *file, gpointer data, GError **error)
{
  const Write *write = data;

  return dp_session_write (write->session, write->account, file, error);
}

/* A person's file was written hours ago, not a moment before: only then are its
 * time stamps worth anything to the editor. */
static void
make_old (const char *path)
{
  const struct timespec times[2] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };

  utimensat (AT_FDCWD, path, times, 0);
}

static gboolean
edit (const char *path, const DpAccount *account, gint64 expires_at, const char *token, int number)
{
  g_autofree char *numbered_secret = g_strdup_printf ("%08d/K7MDENG/bPxRfiCYEXAMPLEKEY", number);
  g_autofree char *numbered_token = g_strdup_printf ("%08d%s", number, token);
  DpSession session = {
    .access_key_id = (char *) "ASIAIOSFODNN7EXAMPLE",
    .secret_access_key = numbered_secret,
    .session_token = numbered_token,
    .expires_at = expires_at,
    .duration_seconds = account->duration_seconds,
  };
  Write write = { .session = &session, .account = account };
  g_autoptr (GError) error = NULL;
  if (dp_file_editor_edit (path, DP_PROFILE_FILE_CREDENTIALS, write_session_cb, &write, &error))
    return TRUE;

  fprintf (stderr, "%s\n", error->message);
  return FALSE;
}

/* edit-session FILE PROFILE EXPIRES-AT TOKEN FIRST TIMES writes as many sessions, one
 * after the other, as a renewal does. */
int
main (int argc, char **argv)
{
  if (argc != 7)
    return 2;

  const DpAccount account = { .profile = argv[2], .duration_seconds = 28800 };
  gint64 expires_at = g_ascii_strtoll (argv[3], NULL, 10);
  int first = atoi (argv[5]);
  int times = atoi (argv[6]);
  for (int i = 0; i < times; i++) {
    make_old (argv[1]);
    if (!edit (argv[1], &account, expires_at, argv[4], first + i))
      return 1;
  }
  return 0;
}
