/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <sys/stat.h>

#include "dp-secret-buffer.h"

G_BEGIN_DECLS

/** More than that is no file of profiles. */
#define DP_FILE_SNAPSHOT_MAX_SIZE (16 * 1024 * 1024)

/** What a file held at one moment, and the open file itself: others may write
 * to it even after it has lost its name. */
typedef struct {
  int fd;               /* (owned): -1 when there is no file */
  struct stat status;   /* taken before the text was read */
  gboolean settled;     /* the status alone tells whether it was written later */
  DpSecretBuffer *text; /* (owned) (nullable): a settled file's may be taken */
} DpFileSnapshot;

DpFileSnapshot *dp_file_snapshot_read       (const char           *path,
                                             gboolean              for_edit,
                                             GError              **error);
gboolean        dp_file_snapshot_is_current (const DpFileSnapshot *self,
                                             const char           *path);
DpSecretBuffer *dp_file_snapshot_read_late  (const DpFileSnapshot *self);
void            dp_file_snapshot_free       (DpFileSnapshot       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFileSnapshot, dp_file_snapshot_free)

G_END_DECLS
