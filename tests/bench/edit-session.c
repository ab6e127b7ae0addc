/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <stdio.h>
#include <stdlib.h>

#include "dp-file-editor.h"
#include "dp-session.h"

typedef struct {
  const DpSession *session;
  const DpAccount *account;
} Write;

static gboolean
write_session_cb (DpProfileFile *file,
                  gpointer data,
                  GError **error)
{
  const Write *write = data;

  return dp_session_write (write->session, write->account, file, error);
}

/* edit-session FILE PROFILE SECRET TOKEN EXPIRES-AT writes a session as the renewal does. */
int
main (int argc,
      char **argv)
{
  if (argc != 6)
    return 2;

  DpAccount account = { .profile = argv[2], .duration_seconds = 28800 };
  DpSession session = {
    .access_key_id = (char *) "ASIAIOSFODNN7EXAMPLE",
    .secret_access_key = argv[3],
    .session_token = argv[4],
    .expires_at = g_ascii_strtoll (argv[5], NULL, 10),
    .duration_seconds = 28800,
  };
  Write write = { .session = &session, .account = &account };
  g_autoptr (GError) error = NULL;
  if (dp_file_editor_edit (argv[1], DP_PROFILE_FILE_CREDENTIALS, write_session_cb, &write, &error))
    return 0;

  fprintf (stderr, "%s\n", error->message);
  return 1;
}
