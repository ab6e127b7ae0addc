/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-account-facts.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-shared-files.h"

/** The last part of an ARN; a hardware device has only a number. Owned; NULL
 * for NULL. */
char *
dp_account_facts_dup_device (const char *mfa_serial)
{
  const char *slash = mfa_serial != NULL ? strrchr (mfa_serial, '/') : NULL;

  return g_strdup (slash != NULL ? slash + 1 : mfa_serial);
}

/** The device with the account that its ARN names, in words. Owned. */
char *
dp_account_facts_format_device (const char *mfa_serial)
{
  g_autofree char *device = dp_account_facts_dup_device (mfa_serial);
  g_auto (GStrv) parts = g_strsplit (mfa_serial, ":", 6);

  if (g_strv_length (parts) == 6 && dp_account_is_id (parts[4]))
    return g_strdup_printf (_("Account %s · %s"), parts[4], device);
  return g_strdup_printf (_("MFA device %s"), device);
}

static double
get_left (const DpAccount *account,
          const DpSession *session,
          gint64 now)
{
  int whole = session->duration_seconds > 0 ? session->duration_seconds : account->duration_seconds;

  return CLAMP ((double) (session->expires_at - now) / whole, 0.0, 1.0);
}

/** @session is NULL when there never was one. */
DpAccountFacts *
dp_account_facts_new (const DpAccount *account,
                      const DpSession *session)
{
  DpAccountFacts *self = g_new0 (DpAccountFacts, 1);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  self->profile = g_strdup (account->profile);
  self->account_id = g_strdup (account->account_id);
  self->device = dp_account_facts_dup_device (account->mfa_serial);
  self->has_process = account->mfa_process != NULL;
  self->state = dp_session_get_state (session, now);
  if (session != NULL) {
    self->expires_at = session->expires_at;
    self->left = get_left (account, session, now);
  }
  return self;
}

/** NULL when there is no such account, or the files cannot be read. */
DpAccountFacts *
dp_account_facts_load (const char *profile)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (DpAccount) account = files != NULL ? dp_account_read (files->config, profile, NULL) : NULL;
  g_autoptr (DpSession) session = account != NULL ? dp_session_read (files->credentials, account) : NULL;

  return account != NULL ? dp_account_facts_new (account, session) : NULL;
}

/** Every account. Owned, as are its elements. */
GPtrArray *
dp_account_facts_list (GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  if (files == NULL)
    return NULL;

  g_autoptr (GPtrArray) accounts = dp_account_list (files->config);
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_account_facts_free);
  for (guint i = 0; i < accounts->len; i++) {
    g_autoptr (DpSession) session = dp_session_read (files->credentials, accounts->pdata[i]);
    g_ptr_array_add (facts, dp_account_facts_new (accounts->pdata[i], session));
  }
  return facts;
}

/** FALSE when other tools cannot read one of the files, and why. */
gboolean
dp_account_facts_check_files (GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);

  return files != NULL
         && dp_profile_file_check (files->config, files->places->config, error)
         && dp_profile_file_check (files->credentials, files->places->credentials, error);
}

void
dp_account_facts_free (DpAccountFacts *self)
{
  g_free (self->profile);
  g_free (self->account_id);
  g_free (self->device);
  g_free (self);
}
