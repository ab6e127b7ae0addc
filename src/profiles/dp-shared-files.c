/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-shared-files.h"

/**
 * Reads both files from where this process's environment says they are. A
 * missing file is an empty document. Returns an owned value, or NULL with
 * DP_PROFILES_ERROR_UNREADABLE when a file is there but cannot be read.
 */
DpSharedFiles *
dp_shared_files_load (GError **error)
{
  g_autoptr (DpSharedFiles) self = g_new0 (DpSharedFiles, 1);

  self->places = dp_places_new ();
  self->config = dp_profile_file_load (DP_PROFILE_FILE_CONFIG, self->places->config, error);
  if (self->config == NULL)
    return NULL;
  self->credentials = dp_profile_file_load (DP_PROFILE_FILE_CREDENTIALS, self->places->credentials, error);
  if (self->credentials == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

void
dp_shared_files_free (DpSharedFiles *self)
{
  g_clear_pointer (&self->places, dp_places_free);
  g_clear_pointer (&self->config, dp_profile_file_free);
  g_clear_pointer (&self->credentials, dp_profile_file_free);
  g_free (self);
}
