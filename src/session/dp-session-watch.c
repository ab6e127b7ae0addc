/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session-watch.h"

#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "dp-session-error.h"
#include "dp-session.h"

struct _DpSessionWatch {
  const DpAccount *account; /* (unowned): outlives us */
  char *config;
  char *credentials;
  char *access_key_id; /* (nullable): of the session that was there at first */
  int fd;              /* -1 when the folder cannot be watched */
};

static void
watch_folder (DpSessionWatch *self,
              const char *path)
{
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : path);

  if (self->fd >= 0)
    inotify_add_watch (self->fd, folder, IN_MOVED_TO | IN_CLOSE_WRITE);
}

/**
 * Watches @files from the state that they hold. The account must outlive the
 * watch.
 */
DpSessionWatch *
dp_session_watch_new (DpSharedFiles *files,
                      const DpAccount *account)
{
  DpSessionWatch *self = g_new0 (DpSessionWatch, 1);

  self->account = account;
  self->config = g_strdup (files->places->config);
  self->credentials = g_strdup (files->places->credentials);
  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  self->access_key_id = session != NULL ? g_strdup (session->access_key_id) : NULL;
  self->fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  watch_folder (self, self->config);
  watch_folder (self, self->credentials);
  return self;
}

/** Readable when a file may have changed; -1 when nothing can be watched. */
int
dp_session_watch_get_fd (DpSessionWatch *self)
{
  return self->fd;
}

static gboolean
has_arrived (DpSessionWatch *self)
{
  g_autoptr (DpProfileFile) credentials = dp_profile_file_load (DP_PROFILE_FILE_CREDENTIALS, self->credentials, NULL);
  g_autoptr (DpSession) session = credentials != NULL ? dp_session_read (credentials, self->account) : NULL;
  return session != NULL
         && session->expires_at > g_get_real_time () / G_USEC_PER_SEC
         && g_strcmp0 (session->access_key_id, self->access_key_id) != 0;
}

/** FALSE with DP_SESSION_ERROR_SUPERSEDED when another session than the first one
 * has come, with DP_PROFILES_ERROR_UNKNOWN_PROFILE when the account is gone. */
gboolean
dp_session_watch_check (DpSessionWatch *self,
                        GError **error)
{
  char events[4096];

  while (read (self->fd, events, sizeof events) > 0)
    ;
  if (has_arrived (self)) {
    g_set_error_literal (error, DP_SESSION_ERROR, DP_SESSION_ERROR_SUPERSEDED, "A new session has arrived");
    return FALSE;
  }
  /* A file that cannot be read now tells nothing. */
  g_autoptr (DpProfileFile) config = dp_profile_file_load (DP_PROFILE_FILE_CONFIG, self->config, NULL);
  g_autoptr (DpAccount) account = config != NULL ? dp_account_read (config, self->account->profile, error) : NULL;
  return config == NULL || account != NULL;
}

/** Ends the watch. */
void
dp_session_watch_free (DpSessionWatch *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->config);
  g_free (self->credentials);
  g_free (self->access_key_id);
  g_free (self);
}
