/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-import-key.h"
#include "dp-keyring.h"
#include "dp-profile-file.h"

G_BEGIN_DECLS

/** aws-mfa keeps the key of "work" in the section "work-long-term". */
#define DP_IMPORT_AWS_MFA_SUFFIX "-long-term"

/** Where access keys are moved from: what differs between the tools that have
 * kept them until now. */
typedef struct {
  const char *name;  /* of the tool */
  const char *retry; /* the command that goes on with a profile after an import was interrupted */

  /** The sentences: that there is nothing to move; whether @key is to be moved
   * (owned); that @profile has none (owned). */
  const char *(*get_nothing) (void);
  char *(*format_question) (const DpImportKey *key);
  char *(*format_unknown)  (const char        *profile);

  /** The keys that can be moved. Owned, of DpImportKey. */
  GPtrArray *(*list) (DpSharedFiles  *files,
                      DpKeyringPrompt prompt,
                      GCancellable   *cancellable,
                      GError        **error);

  /** The account's profile (owned), agreed with the person; NULL with @error when
   * something is in the way. */
  char *(*choose_name) (const DpImportKey *key,
                        DpSharedFiles     *files,
                        DpAsker           *asker,
                        GCancellable      *cancellable,
                        GError           **error);

  /** (nullable): takes what the tool has written out of the way of the session,
   * in the same edit that writes the account or the session. */
  void (*edit_config)      (const DpImportKey *key,
                            DpProfileFile     *config);
  void (*edit_credentials) (const DpImportKey *key,
                            DpProfileFile     *credentials);

  /** (nullable): what is left to ask once the account has its session. */
  void (*finish) (const DpImportKey *key,
                  DpKeyringPrompt    prompt,
                  DpAsker           *asker,
                  GCancellable      *cancellable);
} DpImportSource;

extern const DpImportSource dp_import_from_files;
extern const DpImportSource dp_import_from_aws_mfa;
extern const DpImportSource dp_import_from_aws_vault;

G_END_DECLS
