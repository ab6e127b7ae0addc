/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-session.h"

G_BEGIN_DECLS

/** What the tray keeps of an account between two reads of the files: when its
 * session ends, and nothing secret. */
typedef struct {
  char *profile;
  gboolean has_session;
  gint64 expires_at;    /* Unix time in seconds */
  int duration_seconds; /* of the whole session */
} DpTrayAccount;

GPtrArray     *dp_tray_account_list      (GError             **error);
DpTrayAccount *dp_tray_account_new       (const char          *profile,
                                          const DpSession     *session);
void           dp_tray_account_free      (DpTrayAccount       *self);

DpSessionState dp_tray_account_get_state (const DpTrayAccount *self,
                                          gint64               now);
char          *dp_tray_account_format    (const DpTrayAccount *self,
                                          gint64               now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpTrayAccount, dp_tray_account_free)

G_END_DECLS
