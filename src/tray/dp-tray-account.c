/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray-account.h"

#include <glib/gi18n.h>

#include "dp-moment.h"
#include "dp-shared-files.h"

/** @session may be NULL; nothing of it is kept but its end and length. */
DpTrayAccount *
dp_tray_account_new (const char *profile, const DpSession *session)
{
  DpTrayAccount *self = g_new0 (DpTrayAccount, 1);

  self->profile = g_strdup (profile);
  if (session != NULL) {
    self->has_session = TRUE;
    self->expires_at = session->expires_at;
    self->duration_seconds = session->duration_seconds;
  }
  return self;
}

void
dp_tray_account_free (DpTrayAccount *self)
{
  g_free (self->profile);
  g_free (self);
}

/**
 * Reads all accounts from the two shared files. What is secret in them is wiped
 * before this returns. Returns an owned array, or NULL with
 * DP_PROFILES_ERROR_UNREADABLE.
 */
GPtrArray *
dp_tray_account_list (GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);

  if (files == NULL)
    return NULL;
  g_autoptr (GPtrArray) accounts = dp_account_list (files->config);
  g_autoptr (GPtrArray) result = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_tray_account_free);
  for (guint i = 0; i < accounts->len; i++) {
    const DpAccount *account = accounts->pdata[i];
    g_autoptr (DpSession) session = dp_session_read (files->credentials, account);
    g_ptr_array_add (result, dp_tray_account_new (account->profile, session));
  }
  return g_steal_pointer (&result);
}

/** @now is Unix time in seconds. */
DpSessionState
dp_tray_account_get_state (const DpTrayAccount *self, gint64 now)
{
  DpSession session = { .expires_at = self->expires_at, .duration_seconds = self->duration_seconds };

  return dp_session_get_state (self->has_session ? &session : NULL, now);
}

/** The account in one line, as the menu and the tooltip show it. Owned. */
char *
dp_tray_account_format (const DpTrayAccount *self, gint64 now)
{
  if (!self->has_session || now >= self->expires_at)
    /* Translators: the name of an account. */
    return g_strdup_printf (_("%s — no session"), self->profile);

  g_autofree char *moment = dp_moment_format (self->expires_at, now);
  /* Translators: the name of an account, and the moment when its session ends. */
  return g_strdup_printf (_("%s — until %s"), self->profile, moment);
}
