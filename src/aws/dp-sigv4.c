/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-sigv4.h"

#include <string.h>

#define ALGORITHM "AWS4-HMAC-SHA256"
#define SHA256_SIZE 32
#define SHA256_BLOCK_SIZE 64

typedef guint8 Digest[SHA256_SIZE];

/* A checksum that has seen HMAC's key (RFC 2104), which is no longer than a block. */
static GChecksum *
start_with_key (const guint8 *key, gsize key_length, guint8 mask)
{
  GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 block[SHA256_BLOCK_SIZE] = { 0 };

  memcpy (block, key, key_length);
  for (size_t i = 0; i < sizeof block; i++)
    block[i] ^= mask;
  g_checksum_update (checksum, block, sizeof block);
  explicit_bzero (block, sizeof block);
  return checksum;
}

/* What is freed would still hold the result in three forms: of the key that signs,
 * that is enough to sign for a day. */
static void
finish_and_wipe (GChecksum *checksum, Digest digest)
{
  const guint8 zeros[SHA256_BLOCK_SIZE] = { 0 };
  gsize length = SHA256_SIZE;
  Digest unused;

  g_checksum_get_digest (checksum, digest, &length);
  explicit_bzero ((char *) g_checksum_get_string (checksum), 2 * SHA256_SIZE);
  g_checksum_reset (checksum);
  g_checksum_update (checksum, zeros, sizeof zeros);
  g_checksum_get_digest (checksum, unused, &length);
  g_checksum_free (checksum);
}

/* GHmac does the same, but wipes nothing. */
static void
hmac_sha256 (const guint8 *key, gsize key_length, const char *text, Digest digest)
{
  Digest short_key;
  Digest inner_digest;

  if (key_length > SHA256_BLOCK_SIZE) {
    GChecksum *checksum = g_checksum_new (G_CHECKSUM_SHA256);
    g_checksum_update (checksum, key, (gssize) key_length);
    finish_and_wipe (checksum, short_key);
    key = short_key;
    key_length = SHA256_SIZE;
  }
  GChecksum *inner = start_with_key (key, key_length, 0x36);
  g_checksum_update (inner, (const guint8 *) text, (gssize) strlen (text));
  finish_and_wipe (inner, inner_digest);
  GChecksum *outer = start_with_key (key, key_length, 0x5c);
  g_checksum_update (outer, inner_digest, SHA256_SIZE);
  finish_and_wipe (outer, digest);
  explicit_bzero (short_key, SHA256_SIZE);
}

static char *
format_hex (const Digest digest)
{
  GString *text = g_string_sized_new (2 * SHA256_SIZE + 1);

  for (size_t i = 0; i < SHA256_SIZE; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  return g_string_free (text, FALSE);
}

static char *
normalize_path (const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (size_t i = 0; segments[i] != NULL; i++) {
    if (strcmp (segments[i], "") == 0 || strcmp (segments[i], ".") == 0)
      continue;
    if (strcmp (segments[i], "..") != 0)
      g_ptr_array_add (kept, segments[i]);
    else if (kept->len > 0)
      g_ptr_array_set_size (kept, (int) kept->len - 1);
  }
  gboolean is_folder = g_str_has_suffix (path, "/") && kept->len > 0;
  g_ptr_array_add (kept, NULL);

  g_autofree char *joined = g_strjoinv ("/", (char **) kept->pdata);
  g_autofree char *whole = g_strconcat ("/", joined, is_folder ? "/" : "", NULL);

  /* Encoded once more on top of what is sent: only S3 leaves that out. */
  return g_uri_escape_string (whole, "/", FALSE);
}

static int
compare_parameters (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  g_autofree char *left_name = g_strndup (left, strcspn (left, "="));
  g_autofree char *right_name = g_strndup (right, strcspn (right, "="));
  int order = strcmp (left_name, right_name);

  return order != 0 ? order : strcmp (left, right);
}

static char *
normalize_query (const char *query)
{
  if (query == NULL || *query == '\0')
    return g_strdup ("");

  g_auto (GStrv) parameters = g_strsplit (query, "&", -1);
  for (size_t i = 0; parameters[i] != NULL; i++) {
    if (strchr (parameters[i], '=') != NULL)
      continue;
    char *with_sign = g_strconcat (parameters[i], "=", NULL);
    g_free (parameters[i]);
    parameters[i] = with_sign;
  }
  qsort (parameters, g_strv_length (parameters), sizeof (char *), compare_parameters);
  return g_strjoinv ("&", parameters);
}

static int
compare_headers (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  g_autofree char *left_name = g_ascii_strdown (left, (gssize) strcspn (left, ":"));
  g_autofree char *right_name = g_ascii_strdown (right, (gssize) strcspn (right, ":"));

  return strcmp (left_name, right_name);
}

static void
hash_text (GChecksum *checksum, const char *text)
{
  g_checksum_update (checksum, (const guint8 *) text, (gssize) strlen (text));
}

/* Straight into the checksum: a header may hold a session token, of which no
 * copy is to stay behind. */
static void
hash_header (GChecksum *checksum, const char *header, const char *name)
{
  const char *word = header + strlen (name) + 1;
  const char *gap = ":";

  hash_text (checksum, name);
  for (word += strspn (word, " \t"); *word != '\0'; word += strspn (word, " \t")) {
    size_t length = strcspn (word, " \t");
    hash_text (checksum, gap);
    g_checksum_update (checksum, (const guint8 *) word, (gssize) length);
    word += length;
    gap = " ";
  }
  hash_text (checksum, *gap == ':' ? ":\n" : "\n");
}

static char *
hash_canonical_request (const DpSigv4Request *request, char **signed_headers)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *path = normalize_path (request->path);
  g_autofree char *query = normalize_query (request->query);
  g_autofree char *body_hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, request->body, -1);
  size_t n_headers = g_strv_length ((char **) request->headers);
  g_autofree const char **headers = g_memdup2 (request->headers, n_headers * sizeof (char *));
  g_autoptr (GString) names = g_string_new (NULL);

  g_autofree char *start = g_strdup_printf ("%s\n%s\n%s\n", request->method, path, query);
  hash_text (checksum, start);
  qsort (headers, n_headers, sizeof (char *), compare_headers);
  for (size_t i = 0; i < n_headers; i++) {
    g_autofree char *name = g_ascii_strdown (headers[i], (gssize) strcspn (headers[i], ":"));
    hash_header (checksum, headers[i], name);
    g_string_append_printf (names, "%s%s", i > 0 ? ";" : "", name);
  }
  g_autofree char *end = g_strdup_printf ("\n%s\n%s", names->str, body_hash);
  hash_text (checksum, end);

  *signed_headers = g_strdup (names->str);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
derive_key (const DpSigv4Request *request, const char *secret_access_key, Digest key)
{
  g_autofree char *date = g_strndup (request->amz_date, strlen ("20150830"));
  g_autofree char *start = g_strconcat ("AWS4", secret_access_key, NULL);
  const char *const scope[] = { request->region, request->service, "aws4_request" };

  hmac_sha256 ((const guint8 *) start, strlen (start), date, key);
  explicit_bzero (start, strlen (start));
  for (size_t i = 0; i < G_N_ELEMENTS (scope); i++) {
    Digest next;
    hmac_sha256 (key, SHA256_SIZE, scope[i], next);
    memcpy (key, next, SHA256_SIZE);
    explicit_bzero (next, SHA256_SIZE);
  }
}

/**
 * dp_sigv4_format_date:
 * @unix_seconds: the moment of signing, by AWS's clock
 *
 * Returns: (transfer full): the value of X-Amz-Date
 */
char *
dp_sigv4_format_date (gint64 unix_seconds)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (unix_seconds);

  return g_date_time_format (moment, "%Y%m%dT%H%M%SZ");
}

/**
 * dp_sigv4_authorize:
 *
 * Signs exactly the headers given (AWS Signature Version 4, "Create a signed
 * AWS API request"). Keys derived on the way are wiped.
 *
 * Returns: (transfer full): the value of the Authorization header
 */
char *
dp_sigv4_authorize (const DpSigv4Request *request,
                    const char *access_key_id,
                    const char *secret_access_key)
{
  g_return_val_if_fail (strlen (request->amz_date) == strlen ("20150830T123600Z"), NULL);

  g_autofree char *signed_headers = NULL;
  g_autofree char *request_hash = hash_canonical_request (request, &signed_headers);
  g_autofree char *scope = g_strdup_printf ("%.8s/%s/%s/aws4_request", request->amz_date,
                                            request->region, request->service);
  g_autofree char *to_sign = g_strdup_printf (ALGORITHM "\n%s\n%s\n%s", request->amz_date, scope, request_hash);

  Digest key;
  derive_key (request, secret_access_key, key);
  Digest signed_digest;
  hmac_sha256 (key, SHA256_SIZE, to_sign, signed_digest);
  explicit_bzero (key, SHA256_SIZE);
  g_autofree char *signature = format_hex (signed_digest);

  return g_strdup_printf (ALGORITHM " Credential=%s/%s, SignedHeaders=%s, Signature=%s",
                          access_key_id, scope, signed_headers, signature);
}
