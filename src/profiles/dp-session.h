/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-account.h"
#include "dp-profile-file.h"

G_BEGIN_DECLS

typedef enum {
  DP_SESSION_NONE,
  DP_SESSION_ACTIVE,
  DP_SESSION_ENDING,
  DP_SESSION_EXPIRED,
} DpSessionState;

/** A session as it stands in an owned section of the credentials file. */
typedef struct {
  char *access_key_id;
  char *secret_access_key; /* (owned): wiped when freed */
  char *session_token;     /* (owned): wiped when freed */
  gint64 expires_at;       /* Unix time in seconds */
  int duration_seconds;    /* how long AWS gave it, as far as known */
} DpSession;

DpSession     *dp_session_new        (void);
DpSession     *dp_session_read       (DpProfileFile   *credentials,
                                      const DpAccount *account);
gboolean       dp_session_write      (const DpSession *self,
                                      const DpAccount *account,
                                      DpProfileFile   *credentials,
                                      GError         **error);
void           dp_session_unwrite    (DpProfileFile   *credentials,
                                      const char      *profile);
gboolean       dp_session_check_section (DpProfileFile *credentials,
                                      const char      *profile,
                                      GError         **error);
gboolean       dp_session_has_id     (DpProfileFile   *credentials,
                                      const char      *profile,
                                      const char      *access_key_id);
void           dp_session_free       (DpSession       *self);
void           dp_session_clear      (DpSession       *self);

int            dp_session_get_grace  (int              duration_seconds);
DpSessionState dp_session_get_state  (const DpSession *self,
                                      gint64           now);
const char    *dp_session_state_to_string (DpSessionState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpSession, dp_session_free)

G_END_DECLS
