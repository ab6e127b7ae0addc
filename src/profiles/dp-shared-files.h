/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-places.h"
#include "dp-profile-file.h"

G_BEGIN_DECLS

/** Both shared files as they were at one moment. */
typedef struct {
  DpPlaces *places;
  DpProfileFile *config;
  DpProfileFile *credentials;
} DpSharedFiles;

DpSharedFiles *dp_shared_files_load (GError       **error);
void           dp_shared_files_free (DpSharedFiles *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpSharedFiles, dp_shared_files_free)

G_END_DECLS
