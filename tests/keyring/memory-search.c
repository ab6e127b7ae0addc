/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "memory-search.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MASK 0x5a

/* A larger mapping is a sanitizer's shadow, terabytes of it. */
#define LARGEST_MAPPING (1u << 26)

/* The pages are read through this buffer, which is no part of the search. */
static guint8 chunk[1 << 16];

/** What memory_search_count() looks for (new). */
GBytes *
memory_search_mask (const char *secret)
{
  GByteArray *masked = g_byte_array_new ();

  for (const char *c = secret; *c != '\0'; c++) {
    guint8 byte = (guint8) *c ^ MASK;
    g_byte_array_append (masked, &byte, 1);
  }

  return g_byte_array_free_to_bytes (masked);
}

static gboolean
matches (const guint8 *memory,
         const guint8 *masked,
         size_t length)
{
  for (size_t i = 0; i < length; i++)
    if ((memory[i] ^ MASK) != masked[i])
      return FALSE;

  return TRUE;
}

/* Chunks overlap by the needle's length less one, so that each find counts once. */
static int
count_between (int memory,
               guint64 start,
               guint64 end,
               GBytes *masked)
{
  size_t length;
  const guint8 *needle = g_bytes_get_data (masked, &length);
  int found = 0;

  for (guint64 at = start; at + length <= end;) {
    ssize_t got = pread (memory, chunk, MIN (sizeof chunk, end - at), (off_t) at);
    if (got < (ssize_t) length)
      break;
    for (size_t i = 0; i + length <= (size_t) got; i++)
      found += matches (chunk + i, needle, length);
    at += (guint64) got - length + 1;
  }

  return found;
}

/** How often it lies in the writable memory of this process. */
int
memory_search_count (GBytes *masked)
{
  int memory = open ("/proc/self/mem", O_RDONLY | O_CLOEXEC);
  FILE *maps = fopen ("/proc/self/maps", "re");
  g_assert_true (memory >= 0 && maps != NULL);

  char line[512];
  int found = 0;
  while (fgets (line, sizeof line, maps) != NULL) {
    guint64 start, end;
    char mode[5];
    gboolean parsed = sscanf (line, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %4s", &start, &end, mode) == 3;
    if (parsed && mode[1] == 'w' && end - start <= LARGEST_MAPPING)
      found += count_between (memory, start, end, masked);
  }
  explicit_bzero (chunk, sizeof chunk);
  fclose (maps);
  close (memory);

  return found;
}

/** Whether the page of @address can neither be swapped out nor get into a crash dump. */
gboolean
memory_search_is_locked (const void *address)
{
  g_autofree char *smaps = NULL;
  g_assert_true (g_file_get_contents ("/proc/self/smaps", &smaps, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (smaps, "\n", -1);

  /* The address sanitizer turns mlock() into nothing. */
  const char *locked = dlsym (RTLD_DEFAULT, "__asan_init") != NULL ? " dd" : " lo";
  gboolean here = FALSE;
  for (char **line = lines; *line != NULL; line++) {
    guint64 start, end;
    if (sscanf (*line, "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x ", &start, &end) == 2)
      here = start <= (guintptr) address && (guintptr) address < end;
    else if (here && g_str_has_prefix (*line, "VmFlags:"))
      return strstr (*line, locked) != NULL && strstr (*line, " dd") != NULL;
  }

  return FALSE;
}
