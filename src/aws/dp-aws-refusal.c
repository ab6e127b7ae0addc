/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-refusal.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_QUOTED_CHARACTERS 300

typedef struct {
  const char *code;  /* without a final "Exception" */
  const char *words; /* (nullable): AWS's message contains them */
  DpAwsError error_code;
  const char *sentence; /* (nullable): else that of the error code */
} Row;

/* The first row that fits is taken. The texts are AWS's own, as captured; none
 * of them is documented, so the codes alone decide where they can. */
/* clang-format off */
static const Row rows[] = {
  { "AccessDenied", "invalid MFA one time pass code", DP_AWS_ERROR_MFA_CODE, NULL },
  { "AccessDenied", "unable to validate MFA code", DP_AWS_ERROR_MFA_DEVICE, NULL },
  { "AccessDenied", "both MFA serial number and one time pass code", DP_AWS_ERROR_MFA_INCOMPLETE, NULL },
  { "AccessDenied", "with session credentials", DP_AWS_ERROR_SESSION_CREDENTIALS, NULL },
  { "AccessDenied", NULL, DP_AWS_ERROR_ACCESS_DENIED, NULL },
  { "NotAuthorized", NULL, DP_AWS_ERROR_ACCESS_DENIED, NULL },
  { "InvalidAuthenticationCode", NULL, DP_AWS_ERROR_MFA_CODE, NULL },
  { "InvalidClientTokenId", NULL, DP_AWS_ERROR_ACCESS_KEY, NULL },
  { "UnrecognizedClient", NULL, DP_AWS_ERROR_ACCESS_KEY, NULL },
  { "SignatureDoesNotMatch", "Signature expired", DP_AWS_ERROR_CLOCK, NULL },
  { "SignatureDoesNotMatch", "Signature not yet current", DP_AWS_ERROR_CLOCK, NULL },
  { "SignatureDoesNotMatch", "Credential should be scoped", DP_AWS_ERROR_REFUSED,
    N_("What answers belongs to another region or service than the request is meant for. Fix the profile’s region or the custom endpoint") },
  { "SignatureDoesNotMatch", NULL, DP_AWS_ERROR_SECRET_KEY, NULL },
  { "InvalidSignature", "Signature expired", DP_AWS_ERROR_CLOCK, NULL },
  { "InvalidSignature", "Signature not yet current", DP_AWS_ERROR_CLOCK, NULL },
  { "InvalidSignature", NULL, DP_AWS_ERROR_SECRET_KEY, NULL },
  { "RequestExpired", NULL, DP_AWS_ERROR_CLOCK, NULL },
  { "RequestTimeTooSkewed", NULL, DP_AWS_ERROR_CLOCK, NULL },
  { "ExpiredToken", NULL, DP_AWS_ERROR_EXPIRED_TOKEN, N_("The session has ended. Renew it") },
  { "Throttling", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "Throttled", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "RequestThrottled", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "RequestLimitExceeded", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "TooManyRequests", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "SlowDown", NULL, DP_AWS_ERROR_THROTTLED, NULL },
  { "RegionDisabled", NULL, DP_AWS_ERROR_REGION_DISABLED, NULL },
  { "OptInRequired", NULL, DP_AWS_ERROR_OPT_IN_REQUIRED, NULL },
  { "ValidationError", "'tokenCode'", DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS expects a code of exactly six digits. Type it again") },
  { "ValidationError", "'serialNumber'", DP_AWS_ERROR_INVALID_INPUT,
    N_("The serial number of the MFA device is malformed. Copy it from the security credentials page of the IAM console") },
  { "ValidationError", "'durationSeconds'", DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS does not issue sessions of that length. Choose a duration between 15 minutes and 36 hours") },
  { "ValidationError", NULL, DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS found a value of the request malformed. Check the region, the MFA device’s serial number and the duration") },
  { "LimitExceeded", "AccessKeysPerUser", DP_AWS_ERROR_LIMIT_EXCEEDED,
    N_("This user already has two access keys, and AWS allows no third. Delete the one that is no longer used") },
  { "LimitExceeded", "policy size", DP_AWS_ERROR_LIMIT_EXCEEDED,
    N_("The inline policies of this user leave no room for another: AWS allows them 2,048 characters together. Delete one that is no longer needed") },
  { "LimitExceeded", NULL, DP_AWS_ERROR_LIMIT_EXCEEDED,
    N_("A limit of this AWS account is reached. Delete what is no longer used, or ask for a higher limit") },
  { "NoSuchEntity", NULL, DP_AWS_ERROR_NO_SUCH_ENTITY,
    N_("The user, key or policy that was asked for does not exist in this account. It may have been renamed or deleted") },
  { "EntityTemporarilyUnmodifiable", NULL, DP_AWS_ERROR_REFUSED,
    N_("AWS is still at work on an earlier change of this user. Try again in a minute") },
  { "IncompleteSignature", NULL, DP_AWS_ERROR_REFUSED,
    N_("The request reached AWS with a damaged signature. A proxy on the way may change requests") },
  { "MissingAuthenticationToken", NULL, DP_AWS_ERROR_REFUSED,
    N_("The request reached AWS without its signature. A proxy on the way may change requests") },
  { "InvalidAction", NULL, DP_AWS_ERROR_REFUSED,
    N_("What answers does not know this request. Check the custom endpoint, and the proxy if there is one") },
  { "UnknownOperation", NULL, DP_AWS_ERROR_REFUSED,
    N_("What answers does not know this request. Check the custom endpoint, and the proxy if there is one") },
  { "MissingParameter", NULL, DP_AWS_ERROR_REFUSED,
    N_("The request reached AWS with parts missing. A proxy on the way may change requests") },
  { "RequestTimeout", NULL, DP_AWS_ERROR_SERVER, N_("The request did not reach AWS whole. Check the network, then try again") },
  { "RequestAborted", NULL, DP_AWS_ERROR_SERVER, N_("The request did not reach AWS whole. Check the network, then try again") },
  { "ServiceUnavailable", NULL, DP_AWS_ERROR_SERVER, NULL },
  { "InternalFailure", NULL, DP_AWS_ERROR_SERVER, NULL },
  { "InternalError", NULL, DP_AWS_ERROR_SERVER, NULL },
};

/* The same for AssumeRole, looked at first. AWS tells apart what the caller's own
 * side forbids, and says nothing of what the role's side wants. */
static const Row role_rows[] = {
  { "AccessDenied", "with an explicit deny in", DP_AWS_ERROR_ROLE_DENIED, NULL },
  { "AccessDenied", "no resource-based policy", DP_AWS_ERROR_ROLE_NOT_TRUSTED, NULL },
  { "AccessDenied", "because no ", DP_AWS_ERROR_ROLE_NOT_ALLOWED, NULL },
  { "AccessDenied", "perform: sts:AssumeRole", DP_AWS_ERROR_ROLE_NOT_TRUSTED, NULL },
  { "ValidationError", "role chaining", DP_AWS_ERROR_INVALID_INPUT,
    N_("A role that is reached through another role is given for an hour at most. Set its duration_seconds to 3600 or less") },
  { "ValidationError", "MaxSessionDuration", DP_AWS_ERROR_INVALID_INPUT,
    N_("The role is not given for as long as its duration_seconds asks. Set a shorter time, or have the role’s maximum session duration raised") },
  { "ValidationError", "'durationSeconds'", DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS gives a role for 15 minutes to 12 hours. Fix its duration_seconds") },
  { "ValidationError", "'roleSessionName'", DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS does not take the role_session_name of this profile. It has 2 to 64 letters, digits and _ + = , . @ -") },
  { "ValidationError", "'externalId'", DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS does not take the external_id of this profile. It has 2 to 1224 letters, digits and _ + = , . @ : / -") },
  { "ValidationError", NULL, DP_AWS_ERROR_INVALID_INPUT,
    N_("AWS does not take the role_arn of this profile. Copy it from the role’s page in the IAM console") },
};
/* clang-format on */

static gboolean
matches (const Row *row, const DpAwsRefusal *self)
{
  size_t length = strlen (row->code);

  if (strncmp (self->code, row->code, length) != 0)
    return FALSE;
  if (self->code[length] != '\0' && strcmp (self->code + length, "Exception") != 0)
    return FALSE;
  return row->words == NULL || (self->message != NULL && strstr (self->message, row->words) != NULL);
}

static const Row *
find_row (const DpAwsRefusal *self)
{
  for (size_t i = 0; self->role_arn != NULL && i < G_N_ELEMENTS (role_rows); i++)
    if (matches (&role_rows[i], self))
      return &role_rows[i];
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++)
    if (matches (&rows[i], self))
      return &rows[i];
  return NULL;
}

/* AWS's words on one line, at a length that fits a notification. */
static char *
quote (const char *message)
{
  g_autoptr (GString) quoted = g_string_new (NULL);
  long n_characters = 0;

  for (const char *p = message; *p != '\0' && n_characters < MAX_QUOTED_CHARACTERS; p = g_utf8_next_char (p)) {
    gunichar character = g_utf8_get_char (p);
    gboolean is_space = g_unichar_isspace (character);
    if (is_space ? g_str_has_suffix (quoted->str, " ") : !g_unichar_isprint (character) || g_unichar_type (character) == G_UNICODE_FORMAT)
      continue;
    g_string_append_unichar (quoted, is_space ? ' ' : character);
    n_characters++;
  }
  g_strstrip (quoted->str);
  if (n_characters == MAX_QUOTED_CHARACTERS)
    return g_strconcat (quoted->str, "…", NULL);
  if (g_str_has_suffix (quoted->str, "."))
    quoted->str[strlen (quoted->str) - 1] = '\0';
  return g_strdup (quoted->str);
}

static char *
describe_clock (const DpAwsRefusal *self)
{
  gint64 minutes = (ABS (self->clock_skew) + 30) / 60;
  unsigned long hours = (unsigned long) minutes / 60;

  if (minutes == 0)
    return g_strdup (_("AWS refused the time of the request. Check date, time and time zone of this computer"));

  g_autofree char *amount = minutes < 120
                              ? g_strdup_printf (ngettext ("%d minute", "%d minutes", (unsigned long) minutes), (int) minutes)
                              : g_strdup_printf (ngettext ("%lu hour", "%lu hours", hours), hours);
  if (self->clock_skew > 0)
    return g_strdup_printf (_("AWS refused the time of the request: the clock of this computer is %s slow. Set the clock"), amount);
  return g_strdup_printf (_("AWS refused the time of the request: the clock of this computer is %s fast. Set the clock"), amount);
}

static char *
describe_access_key (const DpAwsRefusal *self)
{
  if (self->is_session)
    return g_strdup_printf (_("AWS does not accept the session of the key %s here. It was issued without MFA, was altered, belongs to another partition, or the region %s is not enabled for its account: renew it"), self->access_key_id, self->region);
  return g_strdup_printf (_("AWS does not know the access key %s: it was deleted, deactivated or mistyped, belongs to another partition or was created a moment ago, or the region %s is not enabled for its account"), self->access_key_id, self->region);
}

static char *
describe_refused (const DpAwsRefusal *self)
{
  g_autofree char *code = quote (self->code);
  g_autofree char *message = quote (self->message != NULL ? self->message : "");

  if (*message == '\0')
    return g_strdup_printf (_("AWS refused the request and gave no reason but “%s”"), code);
  return g_strdup_printf (_("AWS refused the request (%s): %s"), code, message);
}

static char *
describe_access_denied (const DpAwsRefusal *self)
{
  g_autofree char *message = quote (self->message != NULL ? self->message : self->code);

  return g_strdup_printf (_("A policy of the AWS account forbids this. AWS says: %s"), message);
}

/* It may be one of the account's, a boundary's or a VPC endpoint's. */
static char *
describe_role_not_allowed (const DpAwsRefusal *self)
{
  g_autofree char *reason = quote (strstr (self->message, "because no "));

  return g_strdup_printf (_("No policy of yours allows the role “%s” (AWS says: %s). An administrator has to allow you sts:AssumeRole on it"), self->role_arn, reason);
}

/* AWS names the kind of policy behind the deny, and since 2025 often which one. */
static char *
describe_role_denied (const DpAwsRefusal *self)
{
  g_autofree char *deny = quote (strstr (self->message, "with an explicit deny in"));

  return g_strdup_printf (_("A policy denies the role “%s” (AWS says: %s)"), self->role_arn, deny);
}

static char *
describe_mfa_device (const DpAwsRefusal *self)
{
  g_autofree char *serial = quote (self->mfa_serial != NULL ? self->mfa_serial : "");

  return g_strdup_printf (_("The MFA device “%s” does not belong to this user, or was registered again under another name. Check its serial number: it contains “:mfa/”, not “:user/”"), serial);
}

static char *
describe (const DpAwsRefusal *self, DpAwsError code)
{
  if (code == DP_AWS_ERROR_MFA_CODE)
    return g_strdup (_("AWS did not accept the code. It may be mistyped, already used or late: wait for the next one"));
  if (code == DP_AWS_ERROR_MFA_DEVICE)
    return describe_mfa_device (self);
  if (code == DP_AWS_ERROR_MFA_INCOMPLETE)
    return g_strdup (_("AWS needs both a code and the serial number of the MFA device, and one of them is missing. Add the MFA device to this account"));
  if (code == DP_AWS_ERROR_ACCESS_KEY)
    return describe_access_key (self);
  if (code == DP_AWS_ERROR_SECRET_KEY)
    return g_strdup_printf (_("The secret access key does not match the access key %s. Enter it again; if it is right, a proxy on the way changes requests"), self->access_key_id);
  if (code == DP_AWS_ERROR_SESSION_CREDENTIALS)
    return g_strdup_printf (_("The key %s belongs to a session, and a session cannot be traded for another. Use the long-lived access key, which begins with AKIA"), self->access_key_id);
  if (code == DP_AWS_ERROR_ACCESS_DENIED)
    return describe_access_denied (self);
  if (code == DP_AWS_ERROR_ROLE_DENIED)
    return describe_role_denied (self);
  if (code == DP_AWS_ERROR_ROLE_NOT_ALLOWED)
    return describe_role_not_allowed (self);
  if (code == DP_AWS_ERROR_ROLE_NOT_TRUSTED)
    return g_strdup_printf (_("AWS does not give the role “%s” to you"), self->role_arn);
  if (code == DP_AWS_ERROR_REGION_DISABLED)
    return g_strdup_printf (_("AWS STS is switched off in the region %s for this account. Choose another region, or have an administrator activate it in the IAM console"), self->region);
  if (code == DP_AWS_ERROR_OPT_IN_REQUIRED)
    return g_strdup_printf (_("This AWS account is not signed up for the service, or the region %s is not enabled for it. An administrator enables it in the AWS console"), self->region);
  if (code == DP_AWS_ERROR_CLOCK)
    return describe_clock (self);
  if (code == DP_AWS_ERROR_THROTTLED)
    return g_strdup (_("AWS gets too many requests from this account at the moment. Try again in a minute"));
  if (code == DP_AWS_ERROR_SERVER)
    return g_strdup_printf (_("AWS has a fault of its own (HTTP status %d). Try again in a minute"), self->status);
  return describe_refused (self);
}

/** Which error this is, whatever its sentence. */
DpAwsError
dp_aws_refusal_get_error_code (const DpAwsRefusal *self)
{
  const Row *row = find_row (self);

  if (row != NULL)
    return row->error_code;
  if (self->status == 429)
    return DP_AWS_ERROR_THROTTLED;
  return self->status >= 500 ? DP_AWS_ERROR_SERVER : DP_AWS_ERROR_REFUSED;
}

/**
 * dp_aws_refusal_get_server_time:
 *
 * Reads AWS's own time from a message such as "Signature expired: A is now
 * earlier than B (C - 15 min.)", where it is the third moment.
 *
 * Returns: Unix time, or 0 when the message does not say
 */
gint64
dp_aws_refusal_get_server_time (const DpAwsRefusal *self)
{
  if (self->message == NULL)
    return 0;

  g_auto (GStrv) words = g_strsplit_set (self->message, " ()", -1);
  int n_moments = 0;
  for (size_t i = 0; words[i] != NULL; i++) {
    g_autoptr (GDateTime) moment = g_date_time_new_from_iso8601 (words[i], NULL);
    if (moment != NULL && ++n_moments == 3)
      return g_date_time_to_unix (moment);
  }
  return 0;
}

/**
 * dp_aws_refusal_to_error:
 *
 * Returns: (transfer full): the error with its sentence for the person. AWS's
 *   own words are in it only where nothing better is known, because they can
 *   repeat a code.
 */
GError *
dp_aws_refusal_to_error (const DpAwsRefusal *self)
{
  const Row *row = find_row (self);
  DpAwsError code = dp_aws_refusal_get_error_code (self);
  g_autofree char *message = row != NULL && row->sentence != NULL ? g_strdup (_ (row->sentence)) : describe (self, code);

  return g_error_new_literal (DP_AWS_ERROR, (int) code, message);
}
