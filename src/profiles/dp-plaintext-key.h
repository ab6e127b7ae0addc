/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** A long-lived access key ("AKIA…") that lies in plaintext in one of the two
 * shared files, in a section that is not a session of ours. */
typedef struct {
  char *profile;
  char *access_key_id;
  char *mfa_serial;  /* (nullable): of the same profile, in either file */
  char *mfa_process; /* (nullable): aws-vault's, likewise */
  DpProfileFileKind file; /* where the key lies */
} DpPlaintextKey;

GPtrArray *dp_plaintext_key_list (DpProfileFile  *config,
                                  DpProfileFile  *credentials);
guint      dp_plaintext_key_find_stray_secret (DpProfileFile *file,
                                               guint          line);
void       dp_plaintext_key_free (DpPlaintextKey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPlaintextKey, dp_plaintext_key_free)

G_END_DECLS
