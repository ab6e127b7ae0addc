/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** A profile with a "role_arn" in the config file. */
typedef struct {
  char *profile;
  char *role_arn;
  char *source_profile;    /* (nullable) */
  char *region;            /* (nullable) */
  gboolean has_mfa_serial; /* breaks a role that is reached through a session */
} DpRole;

GPtrArray *dp_role_list (DpProfileFile *config);
void       dp_role_free (DpRole        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRole, dp_role_free)

G_END_DECLS
