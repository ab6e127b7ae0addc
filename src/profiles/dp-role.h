/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-profile-file.h"

G_BEGIN_DECLS

/** The least and greatest length of a role's session in seconds, and the greatest
 * where one role assumes the next (STS API reference, AssumeRole, DurationSeconds). */
#define DP_ROLE_DURATION_MIN 900
#define DP_ROLE_DURATION_MAX 43200
#define DP_ROLE_DURATION_CHAINED_MAX 3600

/** A profile with a "role_arn" in the config file. The names are those of its
 * lines (AWS SDKs and Tools Reference Guide, Assume role credential provider). */
typedef struct {
  char *profile;
  char *role_arn;
  char *source_profile;    /* (nullable) */
  char *region;            /* (nullable) */
  char *external_id;       /* (nullable) */
  char *role_session_name; /* (nullable) */
  int duration_seconds;    /* 0 when not given: AWS's default, an hour */
  gboolean has_mfa_serial; /* breaks a role that is reached through a session */
} DpRole;

GPtrArray *dp_role_list           (DpProfileFile *config);
GPtrArray *dp_role_list_chain     (DpProfileFile *config,
                                   const char    *profile);
DpRole    *dp_role_read           (DpProfileFile *config,
                                   const char    *profile);
char      *dp_role_dup_account_id (const DpRole  *self);
void       dp_role_write          (const DpRole  *self,
                                   DpProfileFile *config);
void       dp_role_unwrite        (DpProfileFile *config,
                                   const char    *profile);
void       dp_role_free           (DpRole        *self);

gboolean   dp_role_check_values   (const DpRole  *self,
                                   GError       **error);
gboolean   dp_role_check_free     (DpProfileFile *config,
                                   DpProfileFile *credentials,
                                   const char    *profile,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRole, dp_role_free)

G_END_DECLS
