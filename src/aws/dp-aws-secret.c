/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-secret.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

/**
 * dp_aws_secret_free:
 * @secret: (nullable) (transfer full): text that no one is to find later
 *
 * Wipes @secret, then frees it.
 */
void
dp_aws_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/** As free(), but all that malloc() gave is wiped. */
void
dp_aws_secret_release (void *memory)
{
  if (memory != NULL)
    explicit_bzero (memory, malloc_usable_size (memory));
  free (memory);
}

/** As realloc(), but what it leaves is wiped. */
void *
dp_aws_secret_resize (void *memory, size_t size)
{
  void *resized = malloc (size);

  if (resized == NULL || memory == NULL)
    return resized;
  memcpy (resized, memory, MIN (size, malloc_usable_size (memory)));
  dp_aws_secret_release (memory);
  return resized;
}
