/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-plaintext-key.h"

#include "dp-profile-file-private.h"
#include "dp-secret-buffer.h"
#include "dp-session.h"

#include <string.h>

static char *
dup_from_either (DpProfileFile *config, DpProfileFile *credentials, const char *profile, const char *key)
{
  g_autofree char *value = dp_profile_file_dup_value (config, profile, key);
  if (value == NULL || *value == '\0') {
    g_free (value);
    value = dp_profile_file_dup_value (credentials, profile, key);
  }
  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static void
add_keys (GPtrArray *keys, DpProfileFile *file, DpProfileFile *config, DpProfileFile *credentials)
{
  for (guint i = 0; (i = dp_profile_file_next_section (file, i, NULL)) < file->lines->len; i++) {
    g_autofree char *id = dp_profile_file_dup_section_value (file, i, "aws_access_key_id");
    g_autofree char *profile = dp_profile_file_dup_section_name (file, i);
    if (id == NULL || !g_str_has_prefix (id, "AKIA") || dp_session_has_id (file, profile, id))
      continue;
    char *secret = dp_profile_file_dup_section_value (file, i, "aws_secret_access_key");
    gboolean has_secret = secret != NULL && *secret != '\0';
    dp_secret_free (secret);
    if (!has_secret)
      continue;

    DpPlaintextKey *key = g_new0 (DpPlaintextKey, 1);
    key->profile = g_steal_pointer (&profile);
    key->access_key_id = g_steal_pointer (&id);
    key->mfa_serial = dup_from_either (config, credentials, key->profile, "mfa_serial");
    key->mfa_process = dup_from_either (config, credentials, key->profile, "mfa_process");
    key->file = file->kind;
    g_ptr_array_add (keys, key);
  }
}

/** The whole keys (id and secret) of the credentials file, then those of the
 * config file, each in the order of the file.
 * Returns: (transfer full) (element-type DpPlaintextKey) */
GPtrArray *
dp_plaintext_key_list (DpProfileFile *config, DpProfileFile *credentials)
{
  g_return_val_if_fail (config != NULL && credentials != NULL, NULL);

  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_plaintext_key_free);
  add_keys (keys, credentials, config, credentials);
  add_keys (keys, config, config, credentials);
  return g_steal_pointer (&keys);
}

/* Secret access keys have 40 characters of base64. */
#define SECRET_LENGTH 40

static gboolean
has_secret (DpSlice line)
{
  static const char key[] = "aws_secret_access_key";
  const char *end = line.text + line.length;

  for (const char *c = line.text; c + strlen (key) < end; c++) {
    if (g_ascii_strncasecmp (c, key, strlen (key)) != 0)
      continue;
    c += strlen (key);
    while (c < end && strchr (" \t:=\"'", *c) != NULL && *c != '\0')
      c++;
    size_t length = 0;
    while (c + length < end && (g_ascii_isalnum (c[length]) || c[length] == '+' || c[length] == '/'))
      length++;
    return length >= SECRET_LENGTH;
  }
  return FALSE;
}

/** Looks behind @line for a secret access key in a place that no tool reads: a
 * comment, an indented line, a section that is no profile's.
 * Returns: its line, from 1; 0 when there is no other. */
guint
dp_plaintext_key_find_stray_secret (DpProfileFile *file, guint line)
{
  g_return_val_if_fail (file != NULL, 0);

  gboolean in_profile = FALSE;
  for (guint i = 0; i < file->lines->len; i++) {
    DpLineKind kind = dp_profile_file_get_line_kind (file, i);
    DpSlice text = dp_profile_file_get_line (file, i);
    DpLineHeader header;
    if (kind == DP_LINE_SECTION)
      in_profile = dp_line_parse_header (text, file->kind, &header) && dp_line_header_is_profile (&header, file->kind, NULL);
    gboolean is_read = kind == DP_LINE_PROPERTY && in_profile;
    if (i >= line && !is_read && has_secret (text))
      return i + 1;
  }
  return 0;
}

/** NULL is fine. */
void
dp_plaintext_key_free (DpPlaintextKey *self)
{
  if (self == NULL)
    return;

  g_free (self->profile);
  g_free (self->access_key_id);
  g_free (self->mfa_serial);
  g_free (self->mfa_process);
  g_free (self);
}
