/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-vault-item.h"

#include <string.h>

#include "dp-access-key-private.h"

/** A part of a text that holds a secret, and of which no copy is made. */
typedef struct {
  const char *text;
  size_t length;
} Slice;

static gboolean
slice_equal (Slice slice,
             const char *text)
{
  return slice.length == strlen (text) && memcmp (slice.text, text, slice.length) == 0;
}

/* The string whose opening quote is at @start, without its quotes; the length
 * counts up to the end of the text when the closing one is missing. */
static Slice
read_string (Slice json,
             size_t start)
{
  size_t end = start + 1;

  while (end < json.length && json.text[end] != '"')
    end += json.text[end] == '\\' ? 2 : 1;
  return (Slice){ json.text + start + 1, MIN (end, json.length) - start - 1 };
}

static size_t
skip_blanks (Slice json,
             size_t i)
{
  while (i < json.length && g_ascii_isspace (json.text[i]))
    i++;
  return i;
}

/* The string @name of the outermost object of @json. What is looked for here
 * consists of letters, digits and + / = only, which are written without escapes. */
static gboolean
find_string (Slice json,
             const char *name,
             Slice *value)
{
  int depth = 0;

  for (size_t i = 0; i < json.length; i++) {
    char c = json.text[i];
    depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    if (c != '"')
      continue;
    Slice string = read_string (json, i);
    i += string.length + 1;
    size_t colon = skip_blanks (json, i + 1);
    if (depth != 1 || colon >= json.length || json.text[colon] != ':' || !slice_equal (string, name))
      continue;
    size_t start = skip_blanks (json, colon + 1);
    if (start >= json.length || json.text[start] != '"')
      return FALSE;
    *value = read_string (json, start);
    return memchr (value->text, '\\', value->length) == NULL && memchr (value->text, '\0', value->length) == NULL;
  }
  return FALSE;
}

static DpAccessKey *
parse_credentials (const char *name,
                   Slice json)
{
  Slice id = { 0 }, secret = { 0 }, token = { 0 };

  if (!find_string (json, "AccessKeyID", &id) || !find_string (json, "SecretAccessKey", &secret) || secret.length == 0)
    return NULL;
  if (id.length < 4 || memcmp (id.text, "AKIA", 4) != 0 || (find_string (json, "SessionToken", &token) && token.length > 0))
    return NULL;

  g_autofree char *access_key_id = g_strndup (id.text, id.length);
  g_autoptr (SecretValue) value = secret_value_new (secret.text, (gssize) secret.length, "text/plain");
  return dp_access_key_new_with_value (name, access_key_id, value, 0);
}

/**
 * Reads an item of aws-vault: the JSON of a keyring.Item (99designs/keyring), in
 * whose "Data" is the base64 of the JSON of aws.Credentials. Owned; NULL for what
 * is no long-lived key, such as the sessions and tokens that lie beside them.
 */
DpAccessKey *
dp_aws_vault_item_parse (const char *name,
                         SecretValue *value)
{
  g_return_val_if_fail (name != NULL && value != NULL, NULL);

  Slice json = { 0 }, data = { 0 };
  int state = 0;
  guint save = 0;

  json.text = secret_value_get (value, &json.length);
  if (!find_string (json, "Data", &data))
    return NULL;
  size_t size = data.length / 4 * 3 + 3;
  g_autofree char *decoded = g_malloc (size);
  size_t length = g_base64_decode_step (data.text, data.length, (guchar *) decoded, &state, &save);
  DpAccessKey *key = parse_credentials (name, (Slice){ decoded, length });
  explicit_bzero (decoded, size);
  explicit_bzero (&save, sizeof save);
  return key;
}
