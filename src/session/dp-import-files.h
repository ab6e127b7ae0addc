/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"
#include "dp-import-source.h"
#include "dp-places.h"
#include "dp-session.h"

G_BEGIN_DECLS

/** The part of an import that writes. Borrowed, but for what the edits keep. */
typedef struct {
  const DpImportSource *source;
  const DpImportKey *key;
  const DpPlaces *places;
  const DpAccount *account;
  const DpSession *session;
  gboolean rename;  /* other tools' MFA lines go */
  gboolean keys_go; /* the plaintext keys are in the account's own profile */

  /* The config file around our edit of it, so that it can be put back. */
  DpProfileFile *config_before; /* (owned) (nullable) */
  DpProfileFile *config_after;  /* (owned) (nullable) */
} DpImportFiles;

void     dp_import_files_remove_keys (DpProfileFile *file,
                                      const char    *profile);
gboolean dp_import_files_edit        (DpImportFiles *self,
                                      gboolean      *nothing_changed,
                                      GError       **error);
void     dp_import_files_clear       (DpImportFiles *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DpImportFiles, dp_import_files_clear)

G_END_DECLS
