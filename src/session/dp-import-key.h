/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-access-key.h"
#include "dp-plaintext-key.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

/** A long-lived access key on its way into the keyring. */
typedef struct {
  char *profile;          /* of the account that it becomes */
  char *section;          /* (nullable): of the shared files, where it lies in plaintext */
  DpProfileFileKind file; /* of @section */
  char *access_key_id;
  char *mfa_serial;       /* (nullable): what the place where it lies says */
  char *mfa_process;      /* (nullable): likewise */
  DpAccessKey *key;       /* (owned) (nullable): of a key that lies in no file */
} DpImportKey;

DpImportKey *dp_import_key_new_plaintext   (const DpPlaintextKey *found,
                                            const char           *profile);
DpImportKey *dp_import_key_new_stored      (DpAccessKey          *key,
                                            DpSharedFiles        *files);
DpAccessKey *dp_import_key_load            (const DpImportKey    *self,
                                            DpSharedFiles        *files,
                                            const char           *profile);
GStrv        dp_import_key_list_dependents (const DpImportKey    *self,
                                            DpSharedFiles        *files);
void         dp_import_key_free            (DpImportKey          *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpImportKey, dp_import_key_free)

G_END_DECLS
