/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session-watch.h"

#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "dp-session.h"

struct _DpSessionWatch {
  const DpAccount *account; /* (unowned): outlives us */
  char *path;
  char *access_key_id; /* (nullable): of the session that was there at first */
  int fd;              /* -1 when the folder cannot be watched */
};

/**
 * Watches the credentials file of @files from the state that they hold. The
 * account must outlive the watch.
 */
DpSessionWatch *
dp_session_watch_new (DpSharedFiles *files,
                      const DpAccount *account)
{
  DpSessionWatch *self = g_new0 (DpSessionWatch, 1);
  g_autofree char *real = realpath (files->places->credentials, NULL);
  g_autofree char *folder = g_path_get_dirname (real != NULL ? real : files->places->credentials);

  self->account = account;
  self->path = g_strdup (files->places->credentials);
  g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
  self->access_key_id = session != NULL ? g_strdup (session->access_key_id) : NULL;
  self->fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  if (self->fd >= 0)
    inotify_add_watch (self->fd, folder, IN_MOVED_TO | IN_CLOSE_WRITE);
  return self;
}

/** Readable when the file may have changed; -1 when nothing can be watched. */
int
dp_session_watch_get_fd (DpSessionWatch *self)
{
  return self->fd;
}

/** Looks whether another session than the first one has come. */
gboolean
dp_session_watch_arrived (DpSessionWatch *self)
{
  char events[4096];

  while (read (self->fd, events, sizeof events) > 0)
    ;
  g_autoptr (DpProfileFile) credentials = dp_profile_file_load (DP_PROFILE_FILE_CREDENTIALS, self->path, NULL);
  g_autoptr (DpSession) session = credentials != NULL ? dp_session_read (credentials, self->account) : NULL;
  return session != NULL
         && session->expires_at > g_get_real_time () / G_USEC_PER_SEC
         && g_strcmp0 (session->access_key_id, self->access_key_id) != 0;
}

/** Ends the watch. */
void
dp_session_watch_free (DpSessionWatch *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self->access_key_id);
  g_free (self);
}
