/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <stdio.h>

#include "dp-sigv4.h"

/* Signs one request per line of standard input. Fields are separated by tabs
 * and each is in Base64, since they hold tabs and worse themselves. */

enum {
  FIELD_ACCESS_KEY_ID,
  FIELD_SECRET_ACCESS_KEY,
  FIELD_METHOD,
  FIELD_PATH,
  FIELD_QUERY,
  FIELD_HEADERS, /* by line */
  FIELD_BODY,
  FIELD_AMZ_DATE,
  FIELD_REGION,
  FIELD_SERVICE,
  N_FIELDS,
};

static void
sign (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);

  g_assert_cmpuint (g_strv_length (fields), ==, N_FIELDS);
  for (size_t i = 0; i < N_FIELDS; i++) {
    gsize length = 0;
    char *text = (char *) g_base64_decode (fields[i], &length);
    g_free (fields[i]);
    fields[i] = g_strndup (text, length);
    g_free (text);
  }

  g_auto (GStrv) headers = g_strsplit (fields[FIELD_HEADERS], "\n", -1);
  const DpSigv4Request request = {
    .method = fields[FIELD_METHOD],
    .path = fields[FIELD_PATH],
    .query = fields[FIELD_QUERY],
    .headers = (const char *const *) headers,
    .body = fields[FIELD_BODY],
    .amz_date = fields[FIELD_AMZ_DATE],
    .region = fields[FIELD_REGION],
    .service = fields[FIELD_SERVICE],
  };
  g_autofree char *authorization = dp_sigv4_authorize (&request, fields[FIELD_ACCESS_KEY_ID], fields[FIELD_SECRET_ACCESS_KEY]);
  puts (authorization);
}

int
main (void)
{
  char *line = NULL;
  size_t size = 0;

  for (ssize_t length; (length = getline (&line, &size, stdin)) > 0;) {
    line[length - 1] = '\0';
    sign (line);
  }
  free (line);
  return 0;
}
