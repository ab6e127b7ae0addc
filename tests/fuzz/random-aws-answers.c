/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-aws-answer.h"
#include "dp-aws-refusal.h"
#include "random-text.h"

/* Whatever AWS, or what is between, answers. */

static const char *const samples[] = {
  "<GetSessionTokenResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetSessionTokenResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>"
  "<SecretAccessKey>secret</SecretAccessKey><SessionToken>token==</SessionToken><Expiration>2026-11-24T08:56:23Z</Expiration></Credentials></GetSessionTokenResult></GetSessionTokenResponse>",
  "<?xml version=\"1.0\"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>Signature expired: 20240217T171323Z is now earlier than "
  "20240217T173539Z (20240217T175039Z - 15 min.)</Message></Error></ErrorResponse>",
  "<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/taro is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/admin"
  " with an explicit deny in an identity-based policy</Message></Error></ErrorResponse>",
  "<ErrorResponse><Error><Code>ValidationError</Code><Message>1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy constraint</Message></Error></ErrorResponse>",
  "<ListMFADevicesResponse><ListMFADevicesResult><MFADevices><member><SerialNumber>a</SerialNumber></member><member><SerialNumber>b</SerialNumber></member></MFADevices>"
  "<IsTruncated>true</IsTruncated><Marker>m</Marker></ListMFADevicesResult></ListMFADevicesResponse>",
  "<!DOCTYPE html><html><body><p>Login</p></body></html>",
  "",
  NULL,
};
static const char *const pieces[] = {
  "<",
  ">",
  "</",
  "/>",
  "<a>",
  "</a>",
  "<a/>",
  "<Error>",
  "<Code>",
  "<![CDATA[",
  "]]>",
  "<!--",
  "-->",
  "<?x?>",
  "&amp;",
  "&lt;",
  "&#9;",
  "&#x10FFFF;",
  "&#0;",
  "&x;",
  "\r\n",
  "\r",
  "\xc3\xa9",
  "\xe9",
  " ",
  "xmlns:a='b'",
  "a:",
  "20240217T175039Z",
  "99999999T999999Z",
  "(",
  NULL,
};

static void
refuse (DpAwsAnswer *answer)
{
  DpAwsRefusal refusal = {
    .code = dp_aws_answer_get_error_code (answer),
    .message = dp_aws_answer_get_error_message (answer),
    .status = g_test_rand_int_range (0, 600),
    .access_key_id = "AKIAIOSFODNN7EXAMPLE",
    .mfa_serial = g_test_rand_bit () ? "arn:aws:iam::111122223333:mfa/phone" : NULL,
    .role_arn = g_test_rand_bit () ? "arn:aws:iam::444455556666:role/admin" : NULL,
    .region = "ap-northeast-1",
  };
  if (refusal.code == NULL)
    return;

  refusal.clock_skew = dp_aws_refusal_get_server_time (&refusal);
  g_autoptr (GError) error = dp_aws_refusal_to_error (&refusal);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpstr (error->message, !=, "");
}

static void
test_answers (void)
{
  int n_read = 0;

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    size_t length = 0;
    g_autofree char *xml = random_text_make (samples, pieces, &length);
    g_autoptr (DpAwsAnswer) answer = dp_aws_answer_parse (xml, length);
    if (answer == NULL)
      continue;

    n_read++;
    g_assert_nonnull (dp_aws_answer_get_root (answer));
    g_autoptr (GPtrArray) serials = dp_aws_answer_list_values (answer, "ListMFADevicesResult/MFADevices/member/SerialNumber");
    for (guint j = 0; j < serials->len; j++)
      g_assert_cmpuint (strlen (serials->pdata[j]), <=, length);
    const char *token = dp_aws_answer_get_value (answer, "GetSessionTokenResult/Credentials/SessionToken");
    g_assert_true (token == NULL || g_utf8_validate (token, -1, NULL));
    refuse (answer);
  }
  g_assert_cmpint (n_read, >, RANDOM_TEXT_ROUNDS / 10);
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-aws-answers", test_answers);
  return g_test_run ();
}
