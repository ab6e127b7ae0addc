/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-export.h"

#include <string.h>

#include "dp-json.h"
#include "dp-time.h"

/* The Go SDK, which runs a credential_process again at its Expiration, gets the
 * next session this long after the person renewed it. */
#define LEASE_SECONDS 3600
#define LAST_LEASE_SECONDS 120

/* A lease that is over when the SDK has read it is an error there (botocore:
 * "the refreshed credentials are still expired"). */
#define SHORTEST_LEASE_SECONDS 5

/* The moment that is printed as the end: of the session, or of the lease. */
static gint64
end_to_print (const DpSession *session,
              gboolean lease,
              gint64 now)
{
  if (!lease)
    return session->expires_at;

  int grace = dp_session_get_grace (session->duration_seconds);
  if (session->expires_at - now >= grace + SHORTEST_LEASE_SECONDS)
    return MIN (now + LEASE_SECONDS, session->expires_at - grace);
  return MIN (session->expires_at, now + LAST_LEASE_SECONDS);
}

/* With room for all of it at once: a buffer that grows leaves pieces behind. */
static GString *
new_text_for (const DpSession *session)
{
  return g_string_sized_new (strlen (session->session_token) * 2 + 512);
}

static char *
format_process (const DpSession *session,
                const char *expiration)
{
  GString *json = new_text_for (session);

  dp_json_begin (json, '{');
  dp_json_add_int (json, "Version", 1);
  dp_json_add_string (json, "AccessKeyId", session->access_key_id);
  dp_json_add_string (json, "SecretAccessKey", session->secret_access_key);
  dp_json_add_string (json, "SessionToken", session->session_token);
  dp_json_add_string (json, "Expiration", expiration);
  dp_json_end (json, '}');
  g_string_append_c (json, '\n');
  return g_string_free (json, FALSE);
}

/* Keys and tokens are plain words in every shell; a file could hold others, and
 * what we print is meant for "eval". */
static gboolean
is_plain_word (const char *value)
{
  return strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_.:-") == strlen (value);
}

static char *
quote (const char *value,
       DpExportFormat format)
{
  if (format == DP_EXPORT_POWERSHELL) {
    g_auto (GStrv) parts = g_strsplit (value, "'", -1);
    g_autofree char *escaped = g_strjoinv ("''", parts);
    return g_strdup_printf ("'%s'", escaped);
  }
  if (is_plain_word (value))
    return g_strdup (value);
  if (format == DP_EXPORT_FISH) {
    g_auto (GStrv) slashes = g_strsplit (value, "\\", -1);
    g_autofree char *doubled = g_strjoinv ("\\\\", slashes);
    g_auto (GStrv) quotes = g_strsplit (doubled, "'", -1);
    g_autofree char *escaped = g_strjoinv ("\\'", quotes);
    return g_strdup_printf ("'%s'", escaped);
  }
  return g_shell_quote (value);
}

static char *
format_lines (const DpSession *session,
              DpExportFormat format,
              const char *expiration)
{
  const char *const variables[][2] = {
    { "AWS_ACCESS_KEY_ID", session->access_key_id },
    { "AWS_SECRET_ACCESS_KEY", session->secret_access_key },
    { "AWS_SESSION_TOKEN", session->session_token },
    { "AWS_CREDENTIAL_EXPIRATION", expiration },
  };
  static const char *const line_forms[][2] = {
    [DP_EXPORT_ENV] = { "export ", "=" },
    [DP_EXPORT_ENV_NO_EXPORT] = { "", "=" },
    [DP_EXPORT_FISH] = { "set -gx ", " " },
    [DP_EXPORT_POWERSHELL] = { "$Env:", "=" },
  };
  GString *text = new_text_for (session);

  for (size_t i = 0; i < G_N_ELEMENTS (variables); i++) {
    g_autofree char *value = quote (variables[i][1], format);
    const char *const parts[] = { line_forms[format][0], variables[i][0], line_forms[format][1], value, "\n" };
    for (size_t part = 0; part < G_N_ELEMENTS (parts); part++)
      g_string_append (text, parts[part]);
    explicit_bzero (value, strlen (value));
  }
  return g_string_free (text, FALSE);
}

/**
 * The session as text for another program. With @lease its end is given early,
 * so that an SDK comes back for the next session before this one is over.
 * Returns an owned string that the caller wipes.
 */
char *
dp_export_format (const DpSession *session,
                  DpExportFormat format,
                  gboolean lease,
                  gint64 now)
{
  g_autofree char *expiration = dp_time_format (end_to_print (session, lease, now));

  return format == DP_EXPORT_PROCESS ? format_process (session, expiration)
                                     : format_lines (session, format, expiration);
}
