/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** A profile of the person's own that has an "mfa_serial" and could become an
 * account, but whose access key is in neither file. */
typedef struct {
  char *profile;
  char *mfa_serial;
  char *region; /* (nullable) */
} DpMfaProfile;

GPtrArray *dp_mfa_profile_list (DpProfileFile *config,
                                DpProfileFile *credentials);
void       dp_mfa_profile_free (DpMfaProfile  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpMfaProfile, dp_mfa_profile_free)

G_END_DECLS
