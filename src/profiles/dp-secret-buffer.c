/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-secret-buffer.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A large text takes huge pages where there are any: to make, lock and free as
 * many small ones takes longer than all that is done with the text. */
#define HUGE_PAGE_SIZE (2 * 1024 * 1024)

static size_t
round_up_to_pages (size_t size)
{
  gboolean fills_huge_page = size % HUGE_PAGE_SIZE > HUGE_PAGE_SIZE / 2;
  size_t page = fills_huge_page ? HUGE_PAGE_SIZE : (size_t) sysconf (_SC_PAGESIZE);

  return (MAX (size, 1) + page - 1) / page * page;
}

static char *
map_anonymous (size_t size)
{
  void *pages = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED)
    g_error ("secret-buffer: No memory for %zu bytes", size);
  return pages;
}

/* The kernel makes huge pages only where their boundaries are. */
static char *
map_huge_pages (size_t size)
{
  char *pages = map_anonymous (size + HUGE_PAGE_SIZE);
  size_t excess = (guintptr) pages % HUGE_PAGE_SIZE;
  size_t before = excess > 0 ? HUGE_PAGE_SIZE - excess : 0;

  if (before > 0)
    munmap (pages, before);
  munmap (pages + before + size, HUGE_PAGE_SIZE - before);
  (void) madvise (pages + before, size, MADV_HUGEPAGE);
  return pages + before;
}

/* A refused lock (RLIMIT_MEMLOCK) costs only the protection against swap: the
 * mapping is used all the same, it still stays out of core dumps. */
static char *
map_pages (size_t size)
{
  char *pages = size >= HUGE_PAGE_SIZE ? map_huge_pages (size) : map_anonymous (size);

  if (mlock (pages, size) < 0)
    g_debug ("secret-buffer: %zu bytes could not be locked", size);
  (void) madvise (pages, size, MADV_DONTDUMP);
  return pages;
}

static void
unmap_pages (char *pages, size_t size)
{
  explicit_bzero (pages, size);
  munmap (pages, size);
}

/** An empty buffer with room for @capacity bytes. Like g_malloc() it ends the
 * program when there is no memory. */
DpSecretBuffer *
dp_secret_buffer_new (size_t capacity)
{
  DpSecretBuffer *self = g_new0 (DpSecretBuffer, 1);

  self->capacity = round_up_to_pages (capacity);
  self->bytes = map_pages (self->capacity);
  return self;
}

/** Wipes and frees; NULL is fine. */
void
dp_secret_buffer_free (DpSecretBuffer *self)
{
  if (self == NULL)
    return;

  unmap_pages (self->bytes, self->capacity);
  g_free (self);
}

static void
reserve (DpSecretBuffer *self, size_t capacity)
{
  if (capacity <= self->capacity)
    return;

  size_t new_capacity = round_up_to_pages (MAX (capacity, self->capacity + self->capacity / 2));
  char *new_bytes = map_pages (new_capacity);
  memcpy (new_bytes, self->bytes, self->length);
  unmap_pages (self->bytes, self->capacity);
  self->bytes = new_bytes;
  self->capacity = new_capacity;
}

/** Takes @removed bytes at @offset out and opens a gap of @inserted bytes there.
 * Returns: (transfer none): the gap, for the caller to fill before any other call. */
char *
dp_secret_buffer_splice (DpSecretBuffer *self, size_t offset, size_t removed, size_t inserted)
{
  g_return_val_if_fail (offset + removed <= self->length, NULL);

  size_t old_length = self->length;
  size_t new_length = old_length - removed + inserted;
  reserve (self, new_length);
  if (removed != inserted)
    memmove (self->bytes + offset + inserted, self->bytes + offset + removed, old_length - offset - removed);
  if (new_length < old_length)
    explicit_bzero (self->bytes + new_length, old_length - new_length);
  self->length = new_length;
  return self->bytes + offset;
}

/** Whether the buffer holds exactly these @length bytes. */
gboolean
dp_secret_buffer_equal (const DpSecretBuffer *self, const char *bytes, size_t length)
{
  return self->length == length && (length == 0 || memcmp (self->bytes, bytes, length) == 0);
}

/** Wipes and frees a string; NULL is fine. */
void
dp_secret_free (char *text)
{
  if (text == NULL)
    return;

  explicit_bzero (text, strlen (text));
  g_free (text);
}
