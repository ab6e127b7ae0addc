/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-files-watch.h"

#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

/*
 * Of every folder on the way to a file it is watched whether the folder itself
 * goes. Names are watched only where one can turn the way: where a link lies,
 * where the next folder is missing, and where the file is. So nothing that goes
 * on beside it, in the home folder for instance, wakes the program.
 *
 * After each event the way is walked anew. A name is looked up only after the
 * watch on its folder stands, so no change between the two gets lost.
 */

#define FOLDER_EVENTS (IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define NAME_EVENTS (IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB)

/* As the kernel (path_resolution(7)). */
#define MAX_LINKS 40

struct _DpFilesWatch {
  GStrv paths;
  DpFilesWatchFunc changed;
  gpointer data;
  int fd; /* (owned): -1 when nothing can be watched */
  guint source_id;
  GHashTable *names; /* (owned) (element-type filename): those that matter */
};

static void
watch_folder (DpFilesWatch *self, const char *folder, guint32 events)
{
  if (inotify_add_watch (self->fd, folder, events | IN_MASK_ADD) < 0)
    g_debug ("files-watch: a folder cannot be watched: %s", g_strerror (errno));
}

static gboolean
is_real_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

/* Takes the first component off *rest. */
static char *
take_component (char **rest)
{
  const char *start = *rest + strspn (*rest, "/");
  size_t length = strcspn (start, "/");
  const char *next = start + length + strspn (start + length, "/");
  char *component = g_strndup (start, length);
  char *remainder = g_strdup (next);

  g_free (*rest);
  *rest = remainder;
  return component;
}

/* One step from *folder; FALSE where the way ends. */
static gboolean
step (DpFilesWatch *self, char **folder, char **rest, int *links)
{
  g_autofree char *component = take_component (rest);
  g_autofree char *path = g_str_equal (component, "..") ? g_path_get_dirname (*folder)
                                                        : g_build_filename (*folder, component, NULL);
  gboolean is_last = **rest == '\0';

  if (is_last || !is_real_folder (path)) {
    g_hash_table_add (self->names, g_strdup (component));
    watch_folder (self, *folder, NAME_EVENTS);
  }
  g_autofree char *target = g_file_read_link (path, NULL);
  if (target != NULL) {
    char *longer = g_build_filename (target, *rest, NULL);
    g_free (*rest);
    *rest = longer;
    if (g_path_is_absolute (target)) {
      g_free (*folder);
      *folder = g_strdup ("/");
    }
    return ++*links <= MAX_LINKS;
  }
  if (is_last || !is_real_folder (path))
    return FALSE;

  watch_folder (self, path, FOLDER_EVENTS);
  g_free (*folder);
  *folder = g_steal_pointer (&path);
  return TRUE;
}

static void
watch_way (DpFilesWatch *self, const char *path)
{
  g_autofree char *folder = g_strdup ("/");
  g_autofree char *rest = g_strdup (path);
  int links = 0;

  while (step (self, &folder, &rest, &links))
    ;
}

static void
stop (DpFilesWatch *self)
{
  g_clear_handle_id (&self->source_id, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* Reads all events; TRUE when one of them matters. */
static gboolean
drain (DpFilesWatch *self)
{
  char buffer[4096] __attribute__ ((aligned (__alignof__(struct inotify_event))));
  gboolean matters = FALSE;
  ssize_t n;

  while ((n = read (self->fd, buffer, sizeof buffer)) > 0) {
    for (char *p = buffer; p < buffer + n;) {
      const struct inotify_event *event = (const struct inotify_event *) p;
      if (event->len > 0 ? g_hash_table_contains (self->names, event->name) : (event->mask & IN_IGNORED) == 0)
        matters = TRUE;
      p += sizeof *event + event->len;
    }
  }
  return matters;
}

static gboolean event_cb (int fd, GIOCondition condition, gpointer data);

/* From nothing each time: a few system calls, and nothing to keep in step. */
static void
start (DpFilesWatch *self)
{
  stop (self);
  g_hash_table_remove_all (self->names);
  self->fd = inotify_init1 (IN_CLOEXEC | IN_NONBLOCK);
  if (self->fd < 0) {
    g_warning ("files-watch: nothing can be watched: %s", g_strerror (errno));
    return;
  }
  for (size_t i = 0; self->paths[i] != NULL; i++)
    watch_way (self, self->paths[i]);
  self->source_id = g_unix_fd_add (self->fd, G_IO_IN, event_cb, self);
}

static gboolean
event_cb (int fd, GIOCondition condition, gpointer data)
{
  DpFilesWatch *self = data;

  if (!drain (self))
    return G_SOURCE_CONTINUE;

  self->source_id = 0;
  start (self);
  self->changed (self->data);
  return G_SOURCE_REMOVE;
}

/** @paths are absolute. @changed may be called when nothing of interest is new. */
DpFilesWatch *
dp_files_watch_new (const char *const *paths, DpFilesWatchFunc changed, gpointer data)
{
  DpFilesWatch *self = g_new0 (DpFilesWatch, 1);

  self->paths = g_strdupv ((GStrv) paths);
  self->changed = changed;
  self->data = data;
  self->fd = -1;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  start (self);
  return self;
}

void
dp_files_watch_free (DpFilesWatch *self)
{
  stop (self);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_pointer (&self->paths, g_strfreev);
  g_free (self);
}
