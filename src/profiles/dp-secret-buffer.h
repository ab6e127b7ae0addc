/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Bytes in memory that is not swapped out as far as the system allows, is left
 * out of core dumps and is wiped before it is given back. */
typedef struct {
  char *bytes;
  size_t length;
  size_t capacity;
} DpSecretBuffer;

DpSecretBuffer *dp_secret_buffer_new    (size_t                capacity);
void            dp_secret_buffer_free   (DpSecretBuffer       *self);
char           *dp_secret_buffer_splice (DpSecretBuffer       *self,
                                         size_t                offset,
                                         size_t                removed,
                                         size_t                inserted);
gboolean        dp_secret_buffer_equal  (const DpSecretBuffer *self,
                                         const char           *bytes,
                                         size_t                length);

void            dp_secret_free          (char                 *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpSecretBuffer, dp_secret_buffer_free)

G_END_DECLS
