/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "replace-file.h"

#include <curl/curl.h>
#include <libsecret/secret.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const SecretSchema schema = {
  .name = "io.github.daypass.AccessKey",
  .attributes = { { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING } },
};

/* As the stand-in's answers are short, all of one fits. */
typedef struct {
  char text[65536];
  size_t length;
} Answer;

static size_t
receive_cb (char *data, size_t size, size_t n_items, void *user_data)
{
  Answer *answer = user_data;
  if (n_items >= sizeof answer->text - answer->length)
    return 0;

  memcpy (answer->text + answer->length, data, n_items);
  answer->length += n_items;
  return n_items;
}

static gboolean
post (const char *url, const char *user, const char *body, Answer *answer)
{
  CURL *easy = curl_easy_init ();

  curl_easy_setopt (easy, CURLOPT_URL, url);
  curl_easy_setopt (easy, CURLOPT_NOPROXY, "*");
  curl_easy_setopt (easy, CURLOPT_AWS_SIGV4, "aws:amz:ap-northeast-1:sts");
  curl_easy_setopt (easy, CURLOPT_USERPWD, user);
  curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt (easy, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, receive_cb);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, answer);
  CURLcode result = curl_easy_perform (easy);
  curl_easy_cleanup (easy);
  if (result != CURLE_OK)
    fprintf (stderr, "%s\n", curl_easy_strerror (result));
  return result == CURLE_OK && strstr (answer->text, "<SessionToken>") != NULL;
}

/* What a renewal costs at least: renew-floor URL PROFILE ACCESS-KEY-ID FILE looks
 * the key up, sends the request on standard input and writes FILE once more. */
int
main (int argc, char **argv)
{
  char body[4096] = { 0 };
  if (argc != 5 || fread (body, 1, sizeof body - 1, stdin) == 0)
    return 2;

  g_autoptr (GError) error = NULL;
  char *secret = secret_password_lookup_sync (&schema, NULL, &error, "profile", argv[2], NULL);
  if (secret == NULL) {
    fprintf (stderr, "%s\n", error != NULL ? error->message : "No such key");
    return 1;
  }
  g_autofree char *user = g_strdup_printf ("%s:%s", argv[3], secret);
  secret_password_free (secret);
  Answer answer = { .length = 0 };
  if (!post (argv[1], user, body, &answer))
    return 1;

  size_t length = 0;
  char *bytes = read_file (argv[4], &length);
  gboolean replaced = bytes != NULL && replace_file (argv[4], bytes, length);
  free (bytes);
  return replaced ? 0 : 1;
}
