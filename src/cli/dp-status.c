/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-status.h"

#include <glib/gi18n.h>

#include "dp-account.h"
#include "dp-duration.h"
#include "dp-json.h"
#include "dp-moment.h"
#include "dp-operand.h"
#include "dp-profiles-error.h"
#include "dp-report.h"
#include "dp-session.h"
#include "dp-time.h"

/** What is said of one account. */
typedef struct {
  DpAccount *account;
  DpSession *session; /* (nullable) */
  DpSessionState state;
  gint64 seconds_left; /* 0 when expired */
} Row;

static void
row_free (Row *self)
{
  g_clear_pointer (&self->account, dp_account_free);
  g_clear_pointer (&self->session, dp_session_free);
  g_free (self);
}

static Row *
row_new (DpAccount *account,
         DpSharedFiles *files,
         gint64 now)
{
  Row *self = g_new0 (Row, 1);

  self->account = account;
  self->session = dp_session_read (files->credentials, account);
  self->state = dp_session_get_state (self->session, now);
  if (self->session != NULL)
    self->seconds_left = MAX (0, self->session->expires_at - now);
  return self;
}

static GPtrArray *
collect_rows (const DpCommand *command,
              DpSharedFiles *files,
              gint64 now,
              GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  gboolean all = *command->profiles == NULL && command->min_seconds < 0;

  if (all) {
    g_autoptr (GPtrArray) accounts = dp_account_list (files->config);
    for (guint i = 0; i < accounts->len; i++)
      g_ptr_array_add (rows, row_new (g_steal_pointer (&accounts->pdata[i]), files, now));
    return g_steal_pointer (&rows);
  }

  char **profile = command->profiles;
  do {
    DpAccount *account = dp_operand_resolve (files, *profile, TRUE, error);
    if (account == NULL)
      return NULL;
    g_ptr_array_add (rows, row_new (account, files, now));
  } while (*profile != NULL && *++profile != NULL);
  return g_steal_pointer (&rows);
}

static void
add_row (GString *json,
         const Row *row,
         const char *credentials_file)
{
  g_autofree char *expires_at = row->session != NULL ? dp_time_format (row->session->expires_at) : NULL;

  dp_json_begin (json, '{');
  dp_json_add_string (json, "profile", row->account->profile);
  dp_json_add_string (json, "account_id", row->account->account_id);
  dp_json_add_string (json, "state", dp_session_state_to_string (row->state));
  dp_json_add_string (json, "expires_at", expires_at);
  if (row->session != NULL)
    dp_json_add_int (json, "seconds_left", row->seconds_left);
  else
    dp_json_add_string (json, "seconds_left", NULL);
  dp_json_add_string (json, "region", row->account->region);
  dp_json_add_string (json, "mfa_serial", row->account->mfa_serial);
  dp_json_add_string (json, "credentials_file", credentials_file);
  dp_json_end (json, '}');
}

static char *
format_json (GPtrArray *rows,
             const char *credentials_file)
{
  GString *json = g_string_new (NULL);

  dp_json_begin (json, '{');
  dp_json_add_int (json, "version", 1);
  dp_json_add_name (json, "accounts");
  dp_json_begin (json, '[');
  for (guint i = 0; i < rows->len; i++)
    add_row (json, rows->pdata[i], credentials_file);
  dp_json_end (json, ']');
  dp_json_end (json, '}');
  g_string_append_c (json, '\n');
  return g_string_free (json, FALSE);
}

static char *
format_state (const Row *row,
              gint64 now)
{
  if (row->session == NULL)
    return g_strdup (_("no session"));

  g_autofree char *moment = dp_moment_format (row->session->expires_at, now);
  if (row->state == DP_SESSION_EXPIRED)
    /* Translators: the session ended at this moment. */
    return g_strdup_printf (_("expired at %s"), moment);

  g_autofree char *left = dp_duration_format ((int) MIN (row->seconds_left, G_MAXINT));
  /* Translators: the session lasts until this moment, so much longer. */
  return g_strdup_printf (_("until %s (%s left)"), moment, left);
}

static char *
format_table (GPtrArray *rows,
              gint64 now)
{
  GString *text = g_string_new (NULL);
  glong width = 0;

  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];
    width = MAX (width, g_utf8_strlen (row->account->profile, -1));
  }
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];
    g_autofree char *state = format_state (row, now);
    int padding = (int) (width - g_utf8_strlen (row->account->profile, -1));
    g_string_append_printf (text, "%s%*s  %-12s  %s\n", row->account->profile, padding, "",
                            row->account->account_id != NULL ? row->account->account_id : "-", state);
  }
  return g_string_free (text, FALSE);
}

/* A minimum that no session of the account can have would fail for ever. */
static gboolean
check_minimum (GPtrArray *rows,
               int min_seconds,
               GError **error)
{
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = rows->pdata[i];
    if (!dp_operand_check_minimum (row->account, min_seconds, error))
      return FALSE;
  }
  return TRUE;
}

static DpExitStatus
judge (const DpCommand *command,
       GPtrArray *rows)
{
  gboolean all = *command->profiles == NULL && command->min_seconds < 0;

  for (guint i = 0; i < rows->len && !all; i++) {
    const Row *row = rows->pdata[i];
    gboolean over = row->state == DP_SESSION_NONE || row->state == DP_SESSION_EXPIRED;
    if (over || row->seconds_left < command->min_seconds)
      return DP_EXIT_NO_SESSION;
  }
  return DP_EXIT_DONE;
}

/**
 * "daypass status": prints from the files alone who has a session. Returns the
 * status to end with; when @error is set the caller reports it.
 */
DpExitStatus
dp_status_run (const DpCommand *command,
               DpSharedFiles *files,
               GError **error)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GPtrArray) rows = collect_rows (command, files, now, error);

  if (rows == NULL || !check_minimum (rows, command->min_seconds, error))
    return DP_EXIT_USAGE;
  g_autofree char *text = command->json ? format_json (rows, files->places->credentials) : format_table (rows, now);
  if (!dp_report_result (text, error))
    return DP_EXIT_FAILURE;
  if (rows->len == 0 && !command->json)
    dp_report_note (_("There is no account yet. “daypass add” takes an access key, “daypass import” those in ~/.aws/credentials"));

  return judge (command, rows);
}
