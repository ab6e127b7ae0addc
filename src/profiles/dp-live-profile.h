/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"

G_BEGIN_DECLS

/** The adapter profile of an account, "work-live" for "work", whose
 * "credential_process" asks Daypass for the keys. SDKs run it again before the
 * keys end, and never read the credentials file again. */
char    *dp_live_profile_dup_name    (const char      *profile);
char    *dp_live_profile_dup_account (DpProfileFile   *config,
                                      const char      *name);
char    *dp_live_profile_dup_command (const char      *profile,
                                      const char      *program);
gboolean dp_live_profile_check       (DpProfileFile   *config,
                                      DpProfileFile   *credentials,
                                      const char      *profile,
                                      GError         **error);
gboolean dp_live_profile_write       (const DpAccount *account,
                                      const char      *program,
                                      DpProfileFile   *config,
                                      GError         **error);
gboolean dp_live_profile_remove      (DpProfileFile   *config,
                                      const char      *profile,
                                      gboolean        *removed,
                                      GError         **error);

G_END_DECLS
