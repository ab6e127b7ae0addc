/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <string.h>

#include "dp-aws-answer.h"
#include "dp-iam.h"

static const struct {
  const char *label;
  const char *xml;
  const char *root; /* NULL: not well-formed */
  const char *name;
  const char *value;
} values[] = {
  { "plain", "<A><B><C>x</C></B></A>", "A", "B/C", "x" },
  { "namespace", "<A xmlns='https://sts.amazonaws.com/doc/2011-06-15/'><B>x</B></A>", "A", "B", "x" },
  { "namespace prefix", "<s:A xmlns:s='u'><s:B>x</s:B></s:A>", "A", "B", "x" },
  { "declaration", "<?xml version='1.0' encoding='UTF-8'?>\n<A><B>x</B></A>\n", "A", "B", "x" },
  { "byte order mark", "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><A><B>x</B></A>", "A", "B", "x" },
  { "unknown elements around", "<A><N><M>1</M></N><B><X/><C>x</C><Y>2</Y></B></A>", "A", "B/C", "x" },
  { "entities", "<A><B>&amp;&#39;&lt;&#x3042;</B></A>", "A", "B", "&'<\xe3\x81\x82" },
  { "CDATA", "<A><B><![CDATA[a<b&c]]></B></A>", "A", "B", "a<b&c" },
  { "comment inside", "<A><B>a<!-- no -->b</B></A>", "A", "B", "ab" },
  { "white space around", "<A>\n  <B>\n    x y\n  </B>\n</A>", "A", "B", "x y" },
  { "empty element", "<A><B/></A>", "A", "B", "" },
  { "another level", "<A><B><C>x</C></B></A>", "A", "C", NULL },
  { "element with children has no value", "<A><B>t<C>x</C>u</B></A>", "A", "B", NULL },
  { "first of two", "<A><B>x</B><B>y</B></A>", "A", "B", "x" },
  { "page", "<!DOCTYPE html><html><body><p>Login</p></body></html>", "html", "body/p", "Login" },
  { "root only", "<A>x</A>", "A", "", NULL },
  { "no root", "<![CDATA[x]]>", NULL, NULL, NULL },
  { "two roots", "<A><B>x</B></A><A/>", NULL, NULL, NULL },
  { "cut off", "<A><B>x</B>", NULL, NULL, NULL },
  { "cut off in a tag", "<A><B>x</", NULL, NULL, NULL },
  { "empty", "", NULL, NULL, NULL },
  { "byte order mark only", "\xef\xbb\xbf", NULL, NULL, NULL },
  { "text", "Bad Gateway", NULL, NULL, NULL },
  { "JSON", "{\"Error\":{\"Code\":\"Throttling\"}}", NULL, NULL, NULL },
  { "unknown entity", "<A><B>&nbsp;</B></A>", NULL, NULL, NULL },
  { "not UTF-8", "<A><B>\xff</B></A>", NULL, NULL, NULL },
  { "careless HTML", "<html><br><p>Login</html>", NULL, NULL, NULL },
};

static void
test_values (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (values); i++) {
    g_test_message ("%s", values[i].label);
    g_autoptr (DpAwsAnswer) answer = dp_aws_answer_parse (values[i].xml, strlen (values[i].xml));

    if (values[i].root == NULL) {
      g_assert_null (answer);
      continue;
    }
    g_assert_nonnull (answer);
    g_assert_cmpstr (dp_aws_answer_get_root (answer), ==, values[i].root);
    g_assert_cmpstr (dp_aws_answer_get_value (answer, values[i].name), ==, values[i].value);
    g_assert_null (dp_aws_answer_get_error_code (answer));
  }
}

static const struct {
  const char *xml;
  const char *code;
  const char *message;
} errors[] = {
  { "<ErrorResponse xmlns='u'>\n <Error>\n <Type>Sender</Type>\n <Code>C</Code>\n <Message>M</Message>\n </Error>\n <RequestId>r</RequestId>\n</ErrorResponse>", "C", "M" },
  { "<ErrorResponse><RequestId>r</RequestId><Error><Message>M</Message><Code>C</Code></Error></ErrorResponse>", "C", "M" },
  { "<ErrorResponse><Errors><Error><Code>C</Code><Message>M</Message></Error></Errors></ErrorResponse>", "C", "M" },
  { "<Response><Errors><Error><Code>C</Code><Message>M</Message></Error></Errors><RequestID>r</RequestID></Response>", "C", "M" },
  { "<ErrorResponse><Error><Code>C</Code></Error></ErrorResponse>", "C", NULL },
  { "<ErrorResponse><NoError><Code>C</Code></NoError></ErrorResponse>", NULL, NULL },
  { "<ErrorResponse><Error><Message>M</Message></Error></ErrorResponse>", NULL, "M" },
  { "<html><Error><Code>C</Code></Error></html>", NULL, NULL },
};

static void
test_errors (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (errors); i++) {
    g_test_message ("%s", errors[i].xml);
    g_autoptr (DpAwsAnswer) answer = dp_aws_answer_parse (errors[i].xml, strlen (errors[i].xml));

    g_assert_nonnull (answer);
    g_assert_cmpstr (dp_aws_answer_get_error_code (answer), ==, errors[i].code);
    if (errors[i].code != NULL)
      g_assert_cmpstr (dp_aws_answer_get_error_message (answer), ==, errors[i].message);
  }
}

static void
test_lists (void)
{
  const char *xml = "<A><L><member><S>one</S><D>1</D></member><member><D>2</D><S>two</S></member></L><L2><S>three</S></L2></A>";
  g_autoptr (DpAwsAnswer) answer = dp_aws_answer_parse (xml, strlen (xml));
  g_autoptr (GPtrArray) found = dp_aws_answer_list_values (answer, "L/member/S");
  g_autoptr (GPtrArray) none = dp_aws_answer_list_values (answer, "L/member/X");

  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (found->pdata[0], ==, "one");
  g_assert_cmpstr (found->pdata[1], ==, "two");
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_depth (void)
{
  g_autoptr (GString) xml = g_string_new (NULL);

  for (int i = 0; i < 10000; i++) {
    g_string_prepend (xml, "<a>");
    g_string_append (xml, "</a>");
  }
  g_assert_null (dp_aws_answer_parse (xml->str, xml->len));
}

static const struct {
  const char *serial;
  DpMfaDeviceKind kind;
} devices[] = {
  { "arn:aws:iam::111122223333:mfa/phone", DP_MFA_DEVICE_VIRTUAL },
  { "arn:aws-cn:iam::111122223333:mfa/team/phone", DP_MFA_DEVICE_VIRTUAL },
  { "arn:aws:iam::111122223333:u2f/user/Mary/KEY-ABCD", DP_MFA_DEVICE_SECURITY_KEY },
  { "arn:aws-us-gov:iam::111122223333:u2f/user/x/K", DP_MFA_DEVICE_SECURITY_KEY },
  { "GAHT12345678", DP_MFA_DEVICE_HARDWARE },
  { "GAKT12345678", DP_MFA_DEVICE_HARDWARE },
};

static void
test_device_kinds (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (devices); i++) {
    g_test_message ("%s", devices[i].serial);
    g_assert_cmpint (dp_mfa_device_kind (devices[i].serial), ==, devices[i].kind);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aws/answer/values", test_values);
  g_test_add_func ("/aws/answer/errors", test_errors);
  g_test_add_func ("/aws/answer/lists", test_lists);
  g_test_add_func ("/aws/answer/depth", test_depth);
  g_test_add_func ("/aws/mfa-device/kinds", test_device_kinds);
  return g_test_run ();
}
