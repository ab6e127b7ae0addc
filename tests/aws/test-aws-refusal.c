/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <gio/gio.h>
#include <string.h>

#include "dp-aws-refusal.h"

#define KEY "AKIAIOSFODNN7EXAMPLE"
#define SERIAL "arn:aws:iam::111122223333:user/mary"

/* AWS's own texts, as captured. */
static const struct {
  int status;
  const char *code;
  const char *message;
  DpAwsError expected;
  const char *says; /* a part of the sentence */
} refusals[] = {
  { 403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ", DP_AWS_ERROR_MFA_CODE, "AWS did not accept the code" },
  { 403, "AccessDenied", "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user. ", DP_AWS_ERROR_MFA_DEVICE, "“" SERIAL "”" },
  { 403, "AccessDenied", "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code. ", DP_AWS_ERROR_MFA_INCOMPLETE, "both a code and the serial number" },
  { 403, "AccessDenied", "Cannot call GetSessionToken with session credentials", DP_AWS_ERROR_SESSION_CREDENTIALS, "begins with AKIA" },
  { 403, "AccessDenied", "User: arn:aws:iam::111122223333:user/mary is not authorized to perform: iam:ListMFADevices on resource: user mary with an explicit deny in an identity-based policy", DP_AWS_ERROR_ACCESS_DENIED, "iam:ListMFADevices" },
  { 403, "AccessDeniedException", "no", DP_AWS_ERROR_ACCESS_DENIED, "AWS says: no" },
  { 403, "AccessDenied", NULL, DP_AWS_ERROR_ACCESS_DENIED, "AWS says: AccessDenied" },
  { 403, "InvalidClientTokenId", "The security token included in the request is invalid.", DP_AWS_ERROR_ACCESS_KEY, "does not know the access key " KEY },
  { 403, "InvalidClientTokenId", "The security token included in the request is invalid.", DP_AWS_ERROR_ACCESS_KEY, "or the region eu-west-1 is not enabled" },
  { 403, "UnrecognizedClientException", "The security token included in the request is invalid.", DP_AWS_ERROR_ACCESS_KEY, KEY },
  { 403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.", DP_AWS_ERROR_SECRET_KEY, "does not match the access key " KEY },
  { 403, "SignatureDoesNotMatch", "Signature expired: 20240217T171323Z is now earlier than 20240217T173539Z (20240217T175039Z - 15 min.)", DP_AWS_ERROR_CLOCK, "25 hours slow" },
  { 403, "SignatureDoesNotMatch", "Signature not yet current: 20240217T171323Z is still later than 20240217T163539Z (20240217T162039Z + 15 min.)", DP_AWS_ERROR_CLOCK, "25 hours slow" },
  { 400, "RequestExpired", NULL, DP_AWS_ERROR_CLOCK, "clock" },
  { 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", DP_AWS_ERROR_CLOCK, "clock" },
  { 400, "InvalidSignatureException", "Signature expired: 20240217T171323Z is now earlier than 20240217T173539Z (20240217T174039Z - 5 min.)", DP_AWS_ERROR_CLOCK, "clock" },
  { 400, "InvalidSignatureException", "The request signature we calculated does not match", DP_AWS_ERROR_SECRET_KEY, KEY },
  { 403, "ExpiredToken", "The security token included in the request is expired", DP_AWS_ERROR_EXPIRED_TOKEN, "has ended" },
  { 400, "ExpiredTokenException", "The provided token has expired.", DP_AWS_ERROR_EXPIRED_TOKEN, "has ended" },
  { 400, "Throttling", "Rate exceeded", DP_AWS_ERROR_THROTTLED, "too many requests" },
  { 400, "ThrottlingException", "Rate exceeded", DP_AWS_ERROR_THROTTLED, "too many requests" },
  { 403, "RegionDisabledException", "STS is not activated in this region for account:111122223333. Your account administrator can activate STS in this region using the IAM Console.", DP_AWS_ERROR_REGION_DISABLED, "in the region eu-west-1" },
  { 403, "OptInRequired", "The AWS Access Key Id needs a subscription for the service", DP_AWS_ERROR_OPT_IN_REQUIRED, "not signed up" },
  { 400, "ValidationError", "1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6", DP_AWS_ERROR_INVALID_INPUT, "six digits" },
  { 400, "ValidationError", "1 validation error detected: Value '1' at 'serialNumber' failed to satisfy constraint: Member must have length greater than or equal to 9", DP_AWS_ERROR_INVALID_INPUT, "serial number" },
  { 400, "ValidationError", "1 validation error detected: Value '5' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900", DP_AWS_ERROR_INVALID_INPUT, "15 minutes and 36 hours" },
  { 400, "ValidationError", "something else", DP_AWS_ERROR_INVALID_INPUT, "malformed" },
  { 403, "SignatureDoesNotMatch", "Credential should be scoped to a valid region. ", DP_AWS_ERROR_REFUSED, "another region or service" },
  { 403, "SignatureDoesNotMatch", "Credential should be scoped to correct service: 's3'. ", DP_AWS_ERROR_REFUSED, "another region or service" },
  { 409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", DP_AWS_ERROR_LIMIT_EXCEEDED, "two access keys" },
  { 409, "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user mary", DP_AWS_ERROR_LIMIT_EXCEEDED, "2,048 characters" },
  { 409, "LimitExceeded", "Cannot exceed quota for UsersPerAccount: 5000", DP_AWS_ERROR_LIMIT_EXCEEDED, "A limit of this AWS account" },
  { 404, "NoSuchEntity", "The user with name mary cannot be found.", DP_AWS_ERROR_NO_SUCH_ENTITY, "does not exist" },
  { 409, "EntityTemporarilyUnmodifiable", NULL, DP_AWS_ERROR_REFUSED, "earlier change" },
  { 403, "InvalidAuthenticationCode", "Authentication code for device is not valid", DP_AWS_ERROR_MFA_CODE, "did not accept the code" },
  { 400, "NotAuthorized", "You do not have permission to perform this action.", DP_AWS_ERROR_ACCESS_DENIED, "You do not have permission" },
  { 408, "RequestTimeoutException", NULL, DP_AWS_ERROR_SERVER, "did not reach AWS whole" },
  { 400, "RequestAbortedException", NULL, DP_AWS_ERROR_SERVER, "did not reach AWS whole" },
  { 404, "UnknownOperationException", NULL, DP_AWS_ERROR_REFUSED, "does not know this request" },
  { 403, "IncompleteSignature", "Authorization header requires 'Signature' parameter.", DP_AWS_ERROR_REFUSED, "damaged signature" },
  { 403, "MissingAuthenticationToken", "Request is missing Authentication Token", DP_AWS_ERROR_REFUSED, "without its signature" },
  { 400, "InvalidAction", "Could not find operation GetSessionToken for version 2011-06-15", DP_AWS_ERROR_REFUSED, "does not know this request" },
  { 400, "MissingParameter", NULL, DP_AWS_ERROR_REFUSED, "parts missing" },
  { 503, "ServiceUnavailable", "Service is unable to handle request.", DP_AWS_ERROR_SERVER, "503" },
  { 500, "InternalFailure", NULL, DP_AWS_ERROR_SERVER, "500" },
  { 500, "SomethingNew", NULL, DP_AWS_ERROR_SERVER, "500" },
  { 429, "SomethingNew", NULL, DP_AWS_ERROR_THROTTLED, "too many requests" },
  { 400, "SomethingNew", "It is new.", DP_AWS_ERROR_REFUSED, "AWS refused the request (SomethingNew): It is new" },
  { 400, "SomethingNew", NULL, DP_AWS_ERROR_REFUSED, "no reason but “SomethingNew”" },
  { 400, "ThrottlingNot", "x", DP_AWS_ERROR_REFUSED, "ThrottlingNot" },
};

static GError *
make_error (int status, const char *code, const char *message)
{
  const DpAwsRefusal refusal = {
    .code = code,
    .message = message,
    .status = status,
    .access_key_id = KEY,
    .mfa_serial = SERIAL,
    .region = "eu-west-1",
    .clock_skew = 25 * 3600,
  };

  return dp_aws_refusal_to_error (&refusal);
}

static void
test_rows (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (refusals); i++) {
    g_autoptr (GError) error = make_error (refusals[i].status, refusals[i].code, refusals[i].message);

    g_test_message ("%s: %s", refusals[i].code, error->message);
    g_assert_error (error, DP_AWS_ERROR, (int) refusals[i].expected);
    g_assert_nonnull (strstr (error->message, refusals[i].says));
    g_assert_null (strchr (error->message, '\n'));
    g_assert_false (g_str_has_suffix (error->message, "."));
    g_assert_cmpint (dp_aws_error_is_refusal (error), ==, refusals[i].expected < DP_AWS_ERROR_CLOCK);
  }
}

#define ADMIN "arn:aws:iam::444455556666:role/admin"
#define NOT_AUTHORIZED "User: arn:aws:iam::111122223333:user/mary is not authorized to perform: sts:AssumeRole on resource: " ADMIN

/* What AWS says when a role is not given. */
static const struct {
  const char *code;
  const char *message;
  DpAwsError expected;
  const char *sentence;
} role_refusals[] = {
  { "AccessDenied", NOT_AUTHORIZED " with an explicit deny in an identity-based policy", DP_AWS_ERROR_ROLE_DENIED,
    "A policy denies the role “" ADMIN "” (AWS says: with an explicit deny in an identity-based policy)" },
  { "AccessDenied", NOT_AUTHORIZED " with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1.", DP_AWS_ERROR_ROLE_DENIED,
    "A policy denies the role “" ADMIN "” (AWS says: with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1)" },
  { "AccessDenied", NOT_AUTHORIZED " because no identity-based policy allows the sts:AssumeRole action", DP_AWS_ERROR_ROLE_NOT_ALLOWED,
    "No policy of yours allows the role “" ADMIN "” (AWS says: because no identity-based policy allows the sts:AssumeRole action). An administrator has to allow you sts:AssumeRole on it" },
  { "AccessDenied", NOT_AUTHORIZED " because no VPC endpoint policy allows the sts:AssumeRole action", DP_AWS_ERROR_ROLE_NOT_ALLOWED,
    "No policy of yours allows the role “" ADMIN "” (AWS says: because no VPC endpoint policy allows the sts:AssumeRole action). An administrator has to allow you sts:AssumeRole on it" },
  { "AccessDenied", NOT_AUTHORIZED, DP_AWS_ERROR_ROLE_NOT_TRUSTED, "AWS does not give the role “" ADMIN "” to you" },
  { "AccessDenied", NOT_AUTHORIZED " because no resource-based policy allows the sts:AssumeRole action", DP_AWS_ERROR_ROLE_NOT_TRUSTED,
    "AWS does not give the role “" ADMIN "” to you" },
  { "AccessDenied", "Roles may not be assumed by root accounts.", DP_AWS_ERROR_ACCESS_DENIED,
    "A policy of the AWS account forbids this. AWS says: Roles may not be assumed by root accounts" },
  { "ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining", DP_AWS_ERROR_INVALID_INPUT,
    "A role that is reached through another role is given for an hour at most. Set its duration_seconds to 3600 or less" },
  { "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", DP_AWS_ERROR_INVALID_INPUT,
    "The role is not given for as long as its duration_seconds asks. Set a shorter time, or have the role’s maximum session duration raised" },
  { "ValidationError", "1 validation error detected: Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200", DP_AWS_ERROR_INVALID_INPUT,
    "AWS gives a role for 15 minutes to 12 hours. Fix its duration_seconds" },
  { "ValidationError", "1 validation error detected: Value 'a b' at 'roleSessionName' failed", DP_AWS_ERROR_INVALID_INPUT,
    "AWS does not take the role_session_name of this profile. It has 2 to 64 letters, digits and _ + = , . @ -" },
  { "ValidationError", "1 validation error detected: Value '#' at 'externalId' failed", DP_AWS_ERROR_INVALID_INPUT,
    "AWS does not take the external_id of this profile. It has 2 to 1224 letters, digits and _ + = , . @ : / -" },
  { "ValidationError", "arn:aws:iam::444455556666:user/mary is invalid", DP_AWS_ERROR_INVALID_INPUT,
    "AWS does not take the role_arn of this profile. Copy it from the role’s page in the IAM console" },
  { "ExpiredToken", "The security token included in the request is expired", DP_AWS_ERROR_EXPIRED_TOKEN, "The session has ended. Renew it" },
};

static void
test_roles (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (role_refusals); i++) {
    const DpAwsRefusal refusal = { .code = role_refusals[i].code, .message = role_refusals[i].message, .status = 403, .role_arn = ADMIN };
    g_autoptr (GError) error = dp_aws_refusal_to_error (&refusal);

    g_test_message ("%s", role_refusals[i].message);
    g_assert_error (error, DP_AWS_ERROR, (int) role_refusals[i].expected);
    g_assert_cmpstr (error->message, ==, role_refusals[i].sentence);
    g_assert_true (dp_aws_error_is_refusal (error));
  }
}

static void
test_code_stays_secret (void)
{
  g_autoptr (GError) error = make_error (400, "ValidationError", "1 validation error detected: Value '12345' at 'tokenCode' failed");

  g_assert_null (strstr (error->message, "12345"));
}

static void
test_foreign_words (void)
{
  g_autofree char *long_message = g_strnfill (5000, 'x');
  g_autoptr (GError) control = make_error (400, "New", "a\033[31mb\r\n  c\xe2\x80\xae"
                                                       "d\x7f.");
  g_autoptr (GError) cut = make_error (400, "New", long_message);

  g_assert_cmpstr (control->message, ==, "AWS refused the request (New): a[31mb cd");
  g_assert_cmpint (g_utf8_strlen (cut->message, -1), <, 400);
  g_assert_true (g_str_has_suffix (cut->message, "x…"));
}

static void
test_session_key (void)
{
  const DpAwsRefusal refusal = { .code = "InvalidClientTokenId", .status = 403, .access_key_id = "ASIAIOSFODNN7EXAMPLE", .is_session = TRUE };
  g_autoptr (GError) error = dp_aws_refusal_to_error (&refusal);

  g_assert_error (error, DP_AWS_ERROR, DP_AWS_ERROR_ACCESS_KEY);
  g_assert_nonnull (strstr (error->message, "the session of the key ASIAIOSFODNN7EXAMPLE"));
}

static const struct {
  gint64 skew;
  const char *says;
} skews[] = {
  { 1020, "17 minutes slow" },
  { -1020, "17 minutes fast" },
  { 7140, "119 minutes slow" },
  { 7200, "2 hours slow" },
  { -25 * 3600, "25 hours fast" },
  { 60, "1 minute slow" },
  { 0, "Check date, time and time zone" },
};

static void
test_clock_sentences (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (skews); i++) {
    const DpAwsRefusal refusal = { .code = "RequestExpired", .status = 400, .clock_skew = skews[i].skew };
    g_autoptr (GError) error = dp_aws_refusal_to_error (&refusal);

    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, skews[i].says));
  }
}

static const struct {
  const char *message;
  gint64 server_time;
} moments[] = {
  { "Signature expired: 20240217T171323Z is now earlier than 20240217T173539Z (20240217T175039Z - 15 min.)", 1708192239 },
  { "Signature not yet current: 20240217T181323Z is still later than 20240217T180539Z (20240217T175039Z + 15 min.)", 1708192239 },
  { "Signature expired: 20240217T171323Z is now earlier than 20240217T173539Z", 0 },
  { "Signature expired", 0 },
  { NULL, 0 },
};

static void
test_server_time (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (moments); i++) {
    const DpAwsRefusal refusal = { .code = "SignatureDoesNotMatch", .message = moments[i].message };
    g_assert_cmpint (dp_aws_refusal_get_server_time (&refusal), ==, moments[i].server_time);
  }
}

static void
test_other_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  g_assert_false (dp_aws_error_is_refusal (error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aws/refusal/rows", test_rows);
  g_test_add_func ("/aws/refusal/roles", test_roles);
  g_test_add_func ("/aws/refusal/code-stays-secret", test_code_stays_secret);
  g_test_add_func ("/aws/refusal/foreign-words", test_foreign_words);
  g_test_add_func ("/aws/refusal/session-key", test_session_key);
  g_test_add_func ("/aws/refusal/clock-sentences", test_clock_sentences);
  g_test_add_func ("/aws/refusal/server-time", test_server_time);
  g_test_add_func ("/aws/refusal/other-domain", test_other_domain);
  return g_test_run ();
}
