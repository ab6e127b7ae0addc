/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "replace-file.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
read_all (int fd, char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = read (fd, bytes, length);
    if (n <= 0)
      return false;
    bytes += n;
    length -= (size_t) n;
  }
  return true;
}

static bool
write_all (int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = write (fd, bytes, length);
    if (n < 0)
      return false;
    bytes += n;
    length -= (size_t) n;
  }
  return true;
}

/** All bytes of the file, for the caller to free; NULL with errno set. */
char *
read_file (const char *path, size_t *length)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return NULL;

  char *bytes = NULL;
  if (fstat (fd, &status) == 0 && (bytes = malloc ((size_t) status.st_size + 1)) != NULL) {
    *length = (size_t) status.st_size;
    if (!read_all (fd, bytes, *length)) {
      free (bytes);
      bytes = NULL;
    }
  }
  close (fd);
  return bytes;
}

/** The least that replaces a file and survives a loss of power in one piece:
 * write beside it, fsync, rename. */
bool
replace_file (const char *path, const char *bytes, size_t length)
{
  char temporary[4096];
  if (snprintf (temporary, sizeof temporary, "%s.new", path) >= (int) sizeof temporary)
    return false;

  int fd = open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    return false;
  bool written = write_all (fd, bytes, length) && fsync (fd) == 0;
  return close (fd) == 0 && written && rename (temporary, path) == 0;
}
