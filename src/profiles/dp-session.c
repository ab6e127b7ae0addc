/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-session.h"

#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"
#include "dp-secret-buffer.h"
#include "dp-time.h"

#include <glib/gi18n.h>
#include <string.h>

#define MANAGER "daypass"
#define KEY_DURATION "x_daypass_duration_seconds"
#define KEY_NOTED_ID "x_daypass_access_key_id"

/* The first lead time of the notifications, in seconds. */
#define GRACE 900

/* AWS's answer comes a moment after the asking, so the length is never exact. */
#define DURATION_TOLERANCE 60

/** An empty session, for the STS client to fill. */
DpSession *
dp_session_new (void)
{
  return g_new0 (DpSession, 1);
}

/** Wipes what @self holds, and leaves it as new. */
void
dp_session_clear (DpSession *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->access_key_id);
  dp_secret_free (self->secret_access_key);
  dp_secret_free (self->session_token);
  *self = (DpSession){ 0 };
}

/** Wipes and frees; NULL is fine. */
void
dp_session_free (DpSession *self)
{
  if (self == NULL)
    return;

  dp_session_clear (self);
  g_free (self);
}

static gboolean
is_owned (DpProfileFile *credentials, const char *profile)
{
  g_autofree char *manager = dp_profile_file_dup_value (credentials, profile, "manager");

  return g_strcmp0 (manager, MANAGER) == 0;
}

static gboolean
is_filled (const char *value)
{
  return value != NULL && *value != '\0';
}

/* AWS's own (IAM User Guide, "IAM identifiers", Understanding unique ID prefixes). */
static gboolean
is_aws_session_id (const char *access_key_id)
{
  return g_str_has_prefix (access_key_id, "ASIA");
}

/** Whether @access_key_id, as it stands in the section @profile, is a session's.
 * AWS's begin with ASIA; the id that another STS made up, which may look like that of
 * a long-lived key, is noted beside the session. A key that somebody has since
 * written over it ("aws configure") is neither. */
gboolean
dp_session_has_id (DpProfileFile *credentials, const char *profile, const char *access_key_id)
{
  g_return_val_if_fail (credentials != NULL && profile != NULL && access_key_id != NULL, FALSE);

  if (is_aws_session_id (access_key_id))
    return TRUE;
  g_autofree char *noted = dp_profile_file_dup_value (credentials, profile, KEY_NOTED_ID);
  return is_filled (noted) && g_str_equal (noted, access_key_id) && is_owned (credentials, profile);
}

static int
read_duration (DpProfileFile *credentials, const DpAccount *account)
{
  g_autofree char *text = dp_profile_file_dup_value (credentials, account->profile, KEY_DURATION);
  guint64 seconds = 0;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, DP_DURATION_MAX, &seconds, NULL))
    return (int) seconds;
  return account->duration_seconds;
}

/** Reads the session of @account. A section that Daypass does not own, one that
 * still has the static key of an unfinished import, and one that lacks a line
 * are no session.
 * Returns: (transfer full) (nullable) */
DpSession *
dp_session_read (DpProfileFile *credentials, const DpAccount *account)
{
  g_return_val_if_fail (credentials != NULL && account != NULL, NULL);

  const char *profile = account->profile;
  if (!is_owned (credentials, profile))
    return NULL;

  g_autoptr (DpSession) self = dp_session_new ();
  g_autofree char *expires = dp_profile_file_dup_value (credentials, profile, "x_security_token_expires");
  self->access_key_id = dp_profile_file_dup_value (credentials, profile, "aws_access_key_id");
  self->secret_access_key = dp_profile_file_dup_value (credentials, profile, "aws_secret_access_key");
  self->session_token = dp_profile_file_dup_value (credentials, profile, "aws_session_token");
  self->duration_seconds = read_duration (credentials, account);

  if (!is_filled (self->access_key_id) || !dp_session_has_id (credentials, profile, self->access_key_id))
    return NULL;
  if (!is_filled (self->secret_access_key) || !is_filled (self->session_token))
    return NULL;
  if (expires == NULL || !dp_time_parse (expires, &self->expires_at))
    return NULL;
  return g_steal_pointer (&self);
}

/** Whether the session of an account may be written into the section @profile;
 * DP_PROFILES_ERROR_FOREIGN if it is somebody else's. A static key may be swapped:
 * the account stands in the config file, so an import has written its first half. */
gboolean
dp_session_check_section (DpProfileFile *credentials, const char *profile, GError **error)
{
  g_return_val_if_fail (credentials != NULL && profile != NULL, FALSE);

  g_autofree char *id = dp_profile_file_dup_value (credentials, profile, "aws_access_key_id");
  gboolean is_static = id != NULL && g_str_has_prefix (id, "AKIA");
  g_auto (GStrv) keys = dp_profile_file_list_keys (credentials, profile);

  if (keys[0] == NULL || is_static || is_owned (credentials, profile))
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The section “%s” of the credentials file is not from Daypass, so the session was not written there. Rename or remove that section and try again"), profile);
  return FALSE;
}

/* Blanks, quotes and control characters would not come back the same in all SDKs. */
static gboolean
is_plain (const char *value)
{
  if (!is_filled (value))
    return FALSE;
  for (const char *c = value; *c != '\0'; c++) {
    if (!g_ascii_isgraph (*c))
      return FALSE;
  }
  return TRUE;
}

static gboolean
is_usual_duration (const DpSession *self, const DpAccount *account)
{
  return self->duration_seconds >= DP_DURATION_MIN && ABS (self->duration_seconds - account->duration_seconds) <= DURATION_TOLERANCE;
}

static void
set_or_remove (DpProfileFile *credentials, const char *profile, const char *key, const char *value)
{
  if (value != NULL)
    dp_profile_file_set_value (credentials, profile, key, value);
  else
    dp_profile_file_remove_key (credentials, profile, key);
}

/** Writes the session into the section of @account. Stale lines that would win
 * over it or confuse other tools go (aws_security_token, expiration). A length
 * other than the account's is noted beside it, and an id that is not like AWS's.
 * Returns: FALSE, and nothing is changed, with DP_PROFILES_ERROR_FOREIGN when the
 * section is somebody else's or DP_PROFILES_ERROR_INVALID when the session is not
 * whole. */
gboolean
dp_session_write (const DpSession *self, const DpAccount *account, DpProfileFile *credentials, GError **error)
{
  g_return_val_if_fail (self != NULL && account != NULL && credentials != NULL, FALSE);

  const char *profile = account->profile;
  if (!is_plain (self->access_key_id) || !is_plain (self->secret_access_key) || !is_plain (self->session_token)) {
    g_set_error_literal (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID,
                         _("The session that AWS gave is not complete, so it was not written. Try again"));
    return FALSE;
  }
  if (!dp_session_check_section (credentials, profile, error))
    return FALSE;

  g_autofree char *expires = dp_time_format (self->expires_at);
  dp_profile_file_set_value (credentials, profile, "aws_access_key_id", self->access_key_id);
  dp_profile_file_set_value (credentials, profile, "aws_secret_access_key", self->secret_access_key);
  dp_profile_file_set_value (credentials, profile, "aws_session_token", self->session_token);
  dp_profile_file_set_value (credentials, profile, "x_security_token_expires", expires);
  dp_profile_file_set_value (credentials, profile, "manager", MANAGER);
  dp_profile_file_remove_key (credentials, profile, "aws_security_token");
  dp_profile_file_remove_key (credentials, profile, "expiration");
  set_or_remove (credentials, profile, KEY_NOTED_ID, is_aws_session_id (self->access_key_id) ? NULL : self->access_key_id);
  g_autofree char *duration = is_usual_duration (self, account) ? NULL : g_strdup_printf ("%d", self->duration_seconds);
  set_or_remove (credentials, profile, KEY_DURATION, duration);
  return TRUE;
}

/** Takes the session out of the section of @profile, if that is owned; the static
 * key of an unfinished import is none. The section itself stays and stays ours,
 * with its place and what the person wrote there: the next session goes into it. */
void
dp_session_unwrite (DpProfileFile *credentials, const char *profile)
{
  static const char *const keys[] = {
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    "x_security_token_expires",
    KEY_DURATION,
    KEY_NOTED_ID,
  };

  g_return_if_fail (credentials != NULL && profile != NULL);

  g_autofree char *id = dp_profile_file_dup_value (credentials, profile, "aws_access_key_id");
  if (!is_owned (credentials, profile) || id == NULL || !dp_session_has_id (credentials, profile, id))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS (keys); i++)
    dp_profile_file_remove_key (credentials, profile, keys[i]);
}

/** How many seconds before its end a session counts as ending. */
int
dp_session_get_grace (int duration_seconds)
{
  return duration_seconds < 3600 ? duration_seconds / 4 : GRACE;
}

/** @self may be NULL; @now is Unix time in seconds. */
DpSessionState
dp_session_get_state (const DpSession *self, gint64 now)
{
  if (self == NULL)
    return DP_SESSION_NONE;
  if (now >= self->expires_at)
    return DP_SESSION_EXPIRED;
  return self->expires_at - now < dp_session_get_grace (self->duration_seconds) ? DP_SESSION_ENDING : DP_SESSION_ACTIVE;
}

/** The word for it in JSON and in the command's output; not translated. */
const char *
dp_session_state_to_string (DpSessionState state)
{
  switch (state) {
    case DP_SESSION_NONE:
      return "none";
    case DP_SESSION_ACTIVE:
      return "active";
    case DP_SESSION_ENDING:
      return "ending";
    case DP_SESSION_EXPIRED:
      return "expired";
  }
  g_return_val_if_reached (NULL);
}
