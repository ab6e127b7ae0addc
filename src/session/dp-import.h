/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-import-source.h"

G_BEGIN_DECLS

/** What "daypass import" was given. Borrowed. */
typedef struct {
  const DpImportSource *source;
  const char *const *profiles; /* none: every key that is found, each asked */
  const char *region; /* (nullable): of a profile that has none, instead of asking */
  DpAsker *asker;
  DpKeyringPrompt keyring_prompt;
} DpImport;

GPtrArray *dp_import_list (const DpImport *self,
                           DpSharedFiles  *files,
                           GCancellable   *cancellable,
                           GError        **error);
gboolean   dp_import_run  (const DpImport *self,
                           GCancellable   *cancellable,
                           GError        **error);

G_END_DECLS
