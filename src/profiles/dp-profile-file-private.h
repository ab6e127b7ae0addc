/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-line.h"
#include "dp-secret-buffer.h"
#include "dp-section-index.h"

G_BEGIN_DECLS

/* What the other files of this folder need beyond dp-profile-file.h: the lines
 * themselves. Lines are counted from 0 here. */

typedef struct {
  guint32 start;           /* offset of the line's first byte */
  DpLineKind kind : 8;
  guint32 key_hash : 24;   /* of a property's key, so that few must be compared */
} DpLine;

struct _DpProfileFile {
  DpProfileFileKind kind;
  DpSecretBuffer *text; /* (owned) */
  gboolean changed;     /* since it was made of its bytes */
  GArray *lines;        /* (owned) (element-type DpLine) */
  DpSectionIndex *sections; /* (owned): by the hash of the profile's name */
};

DpProfileFile *dp_profile_file_new_take          (DpProfileFileKind kind,
                                                  DpSecretBuffer   *text);
gboolean       dp_profile_file_is_changed        (DpProfileFile    *self);
DpSlice        dp_profile_file_get_line          (DpProfileFile    *self,
                                                  guint             line);
guint          dp_profile_file_next_section      (DpProfileFile    *self,
                                                  guint             line,
                                                  const char       *profile);
guint          dp_profile_file_get_section_end   (DpProfileFile    *self,
                                                  guint             section);
char          *dp_profile_file_dup_section_name  (DpProfileFile    *self,
                                                  guint             section);
char          *dp_profile_file_dup_section_value (DpProfileFile    *self,
                                                  guint             section,
                                                  const char       *key);

static inline DpLineKind
dp_profile_file_get_line_kind (DpProfileFile *self, guint line)
{
  return g_array_index (self->lines, DpLine, line).kind;
}

G_END_DECLS
