/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-places.h"
#include "dp-profile-file.h"

G_BEGIN_DECLS

/** The default, least and greatest length of a session in seconds
 * (STS API reference, GetSessionToken, DurationSeconds; the default is ours). */
#define DP_DURATION_DEFAULT 28800
#define DP_DURATION_MIN 900
#define DP_DURATION_MAX 129600

/** An account: a profile whose section in the config file says
 * "manager = daypass". */
typedef struct {
  char *profile;
  char *region;           /* (nullable) */
  char *account_id;       /* (nullable) */
  char *mfa_serial;       /* (nullable) */
  char *mfa_process;      /* (nullable) */
  int duration_seconds;
  char *bad_duration;     /* (nullable): what the file says instead of one that AWS takes */
} DpAccount;

DpAccount *dp_account_new      (const char    *profile);
DpAccount *dp_account_read     (DpProfileFile *config,
                                const char    *profile,
                                GError       **error);
GPtrArray *dp_account_list     (DpProfileFile *config);
void       dp_account_write    (const DpAccount *self,
                                DpProfileFile   *config);
void       dp_account_unwrite  (DpProfileFile   *config,
                                const char      *profile);
void       dp_account_free     (DpAccount     *self);

gboolean    dp_account_check_name   (const char    *profile,
                                     GError       **error);
gboolean    dp_account_check_free   (DpProfileFile *config,
                                     DpProfileFile *credentials,
                                     const char    *profile,
                                     GError       **error);
const char *dp_account_get_obstacle (DpProfileFile *config,
                                     const char    *profile);
gboolean    dp_account_is_id        (const char    *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAccount, dp_account_free)

G_END_DECLS
