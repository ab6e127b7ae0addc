/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-aws-vault-item.h"
#include "random-text.h"

/* What lies in the keyring beside aws-vault's items, or under their name. The inner
 * text is changed before it is encoded, so that both parsers get their share. */

static const char *const inner[] = {
  "{\"AccessKeyID\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\",\"SessionToken\":\"\",\"Source\":\"\",\"CanExpire\":false}",
  NULL,
};
static const char *const outer[] = { "{\"Key\":\"work\",\"Data\":\"%s\",\"Label\":\"a \\\" b\",\"Description\":\"\",\"KeychainNotTrustApplication\":[{\"a\":\"b\"}]}", NULL };
static const char *const pieces[] = { "{", "}", "[", "]", "\"", "\\", "\\\"", ":", ",", " ", "\"Data\":", "\"AccessKeyID\":\"AKIA\"", "\"SecretAccessKey\":\"", "=", "\t", "\xe9", NULL };

static SecretValue *
make_item (void)
{
  size_t length = 0;
  g_autofree char *credentials = random_text_make (inner, pieces, &length);
  g_autofree char *data = g_base64_encode ((const guchar *) credentials, length);
  g_auto (GStrv) halves = g_strsplit (outer[0], "%s", 2);
  g_autofree char *whole = g_strjoinv (data, halves);
  const char *const wholes[] = { whole, NULL };
  if (g_test_rand_bit ())
    return secret_value_new (whole, -1, "text/plain");

  g_autofree char *text = random_text_make (wholes, pieces, &length);
  return secret_value_new (text, (gssize) length, "text/plain");
}

static void
test_items (void)
{
  int n_keys = 0;

  for (int i = 0; i < RANDOM_TEXT_ROUNDS / 4; i++) {
    g_autoptr (SecretValue) item = make_item ();
    g_autoptr (DpAccessKey) key = dp_aws_vault_item_parse ("work", item);
    if (key == NULL)
      continue;

    n_keys++;
    g_assert_true (g_str_has_prefix (dp_access_key_get_id (key), "AKIA"));
    g_assert_cmpstr (dp_access_key_get_secret (key), !=, "");
  }
  g_assert_cmpint (n_keys, >, RANDOM_TEXT_ROUNDS / 40);
}

/* It would cut the secret short. */
static void
test_zero_byte (void)
{
  static const char credentials[] = "{\"AccessKeyID\":\"AKIAIOSFODNN7EXAMPLE\",\"SecretAccessKey\":\"a\0b\"}";
  g_autofree char *data = g_base64_encode ((const guchar *) credentials, sizeof credentials - 1);
  g_autofree char *text = g_strdup_printf ("{\"Data\":\"%s\"}", data);
  g_autoptr (SecretValue) item = secret_value_new (text, -1, "text/plain");

  g_assert_null (dp_aws_vault_item_parse ("work", item));
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-aws-vault-items/random", test_items);
  g_test_add_func ("/random-aws-vault-items/zero-byte", test_zero_byte);
  return g_test_run ();
}
