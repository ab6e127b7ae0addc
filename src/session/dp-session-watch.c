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
  gint64 expires_at; /* of the session that was there at first, or 0 */
  int fd;            /* -1 when the folder cannot be watched */
};

static gint64
get_expiry (DpProfileFile *credentials,
            const DpAccount *account)
{
  g_autoptr (DpSession) session = dp_session_read (credentials, account);

  return session != NULL ? session->expires_at : 0;
}

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
  self->expires_at = get_expiry (files->credentials, account);
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

/** Looks whether a session that ends later than the first one has come. */
gboolean
dp_session_watch_arrived (DpSessionWatch *self)
{
  char events[4096];

  while (read (self->fd, events, sizeof events) > 0)
    ;
  g_autoptr (DpProfileFile) credentials = dp_profile_file_load (DP_PROFILE_FILE_CREDENTIALS, self->path, NULL);
  return credentials != NULL && get_expiry (credentials, self->account) > self->expires_at;
}

void
dp_session_watch_free (DpSessionWatch *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}
