/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-file.h"

#include "dp-file-snapshot.h"
#include "dp-profile-file-private.h"

#include <string.h>

/* Enough for a new session, so that adding one to a large file copies nothing. */
#define ROOM_TO_GROW 8192

static guint32
hash_header (DpProfileFileKind kind, DpSlice content)
{
  DpLineHeader header;

  dp_line_split_header (content, kind, &header);
  return dp_slice_hash_case (header.name);
}

/* Of the byte order mark before the first line. */
static size_t
get_mark_length (DpProfileFile *self)
{
  return self->text->length >= 3 && memcmp (self->text->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static void
index_lines (DpProfileFile *self)
{
  const char *bytes = self->text->bytes;
  const char *end = bytes + self->text->length;
  gssize property_indent = -1;
  guint n_lines = 0;

  for (const char *start = bytes, *next; start < end; start = next) {
    const char *newline = memchr (start, '\n', (size_t) (end - start));
    next = newline != NULL ? newline + 1 : end;
    size_t mark = start == bytes ? get_mark_length (self) : 0;
    DpSlice name;
    DpLine line = {
      .start = (guint32) (start - bytes),
      .kind = dp_line_classify ((DpSlice){ start + mark, (size_t) (next - start) - mark }, &property_indent, &name),
    };
    if (line.kind == DP_LINE_PROPERTY)
      line.key_hash = dp_slice_hash_case (name) & 0xffffff;
    else if (line.kind == DP_LINE_SECTION)
      dp_section_index_append (self->sections, n_lines, hash_header (self->kind, name));
    if (n_lines == self->lines->len)
      g_array_set_size (self->lines, MAX (2 * n_lines, 64));
    g_array_index (self->lines, DpLine, n_lines++) = line;
  }
  g_array_set_size (self->lines, n_lines);
}

/** As dp_profile_file_new(), but eats @text. */
DpProfileFile *
dp_profile_file_new_take (DpProfileFileKind kind, DpSecretBuffer *text)
{
  DpProfileFile *self = g_new0 (DpProfileFile, 1);

  self->kind = kind;
  self->text = text;
  self->lines = g_array_sized_new (FALSE, FALSE, sizeof (DpLine), (guint) (text->length / 32));
  self->sections = dp_section_index_new ();
  index_lines (self);
  return self;
}

/** A document of a copy of @bytes; any bytes are a document, what is wrong with
 * them dp_profile_file_list_problems() tells. */
DpProfileFile *
dp_profile_file_new (DpProfileFileKind kind, const char *bytes, size_t length)
{
  g_return_val_if_fail (length <= DP_FILE_SNAPSHOT_MAX_SIZE, NULL);

  g_autoptr (DpSecretBuffer) text = dp_secret_buffer_new (length + ROOM_TO_GROW);
  char *gap = dp_secret_buffer_splice (text, 0, 0, length);
  if (length > 0)
    memcpy (gap, bytes, length);
  return dp_profile_file_new_take (kind, g_steal_pointer (&text));
}

/** Reads the file at @path; one that is missing is an empty document.
 * Returns: (transfer full) (nullable): NULL with DP_PROFILES_ERROR_UNREADABLE. */
DpProfileFile *
dp_profile_file_load (DpProfileFileKind kind, const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (DpFileSnapshot) snapshot = dp_file_snapshot_read (path, FALSE, error);
  if (snapshot == NULL)
    return NULL;

  return dp_profile_file_new_take (kind, g_steal_pointer (&snapshot->text));
}

/** Wipes and frees; NULL is fine. */
void
dp_profile_file_free (DpProfileFile *self)
{
  if (self == NULL)
    return;

  dp_secret_buffer_free (self->text);
  g_array_unref (self->lines);
  dp_section_index_free (self->sections);
  g_free (self);
}

/** The whole text; it belongs to @self and holds until the next change. */
const char *
dp_profile_file_get_bytes (DpProfileFile *self, size_t *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  *length = self->text->length;
  return self->text->bytes;
}

/** Returns: (transfer full): the same text, to be changed on its own. */
DpProfileFile *
dp_profile_file_copy (DpProfileFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return dp_profile_file_new (self->kind, self->text->bytes, self->text->length);
}

/** Whether both hold the same bytes. */
gboolean
dp_profile_file_equal (DpProfileFile *self, DpProfileFile *other)
{
  g_return_val_if_fail (self != NULL && other != NULL, FALSE);

  return dp_secret_buffer_equal (self->text, other->text->bytes, other->text->length);
}

/** Whether a call has changed the text since it was read. */
gboolean
dp_profile_file_is_changed (DpProfileFile *self)
{
  return self->changed;
}

/** Exchanges the contents, so that an edit can put back what was there before. */
void
dp_profile_file_swap (DpProfileFile *self, DpProfileFile *other)
{
  g_return_if_fail (self != NULL && other != NULL);

  DpProfileFile contents = *self;
  *self = *other;
  *other = contents;
  self->changed = TRUE;
  other->changed = TRUE;
}

/** The bytes of @line with its line end. */
DpSlice
dp_profile_file_get_line (DpProfileFile *self, guint line)
{
  size_t start = g_array_index (self->lines, DpLine, line).start;
  size_t end = line + 1 < self->lines->len ? g_array_index (self->lines, DpLine, line + 1).start : self->text->length;

  if (line == 0)
    start = get_mark_length (self);
  return (DpSlice){ self->text->bytes + start, end - start };
}

static gboolean
section_is_profile (DpProfileFile *self, guint section, const char *profile)
{
  DpLineHeader header;

  return dp_line_parse_header (dp_profile_file_get_line (self, section), self->kind, &header) && dp_line_header_is_profile (&header, self->kind, profile);
}

static guint
next_profile (DpProfileFile *self, guint line)
{
  while (line < self->lines->len && !(dp_profile_file_get_line_kind (self, line) == DP_LINE_SECTION && section_is_profile (self, line, NULL)))
    line++;
  return line;
}

/** The header of the first section of @profile (NULL: of any) at or after @line,
 * or the number of lines. */
guint
dp_profile_file_next_section (DpProfileFile *self, guint line, const char *profile)
{
  if (profile == NULL)
    return next_profile (self, line);

  guint32 hash = dp_slice_hash_case ((DpSlice){ profile, strlen (profile) });
  guint32 section = dp_section_index_find (self->sections, line, hash);
  while (section != DP_NO_SECTION && !section_is_profile (self, section, profile))
    section = dp_section_index_find (self->sections, section + 1, hash);
  return MIN (section, self->lines->len);
}

/** The line after the last one before the next header. */
guint
dp_profile_file_get_section_end (DpProfileFile *self, guint section)
{
  guint line = section + 1;

  while (line < self->lines->len && dp_profile_file_get_line_kind (self, line) != DP_LINE_SECTION)
    line++;
  return line;
}

/** The profile's name as the header says it. */
char *
dp_profile_file_dup_section_name (DpProfileFile *self, guint section)
{
  DpLineHeader header;

  if (!dp_line_parse_header (dp_profile_file_get_line (self, section), self->kind, &header))
    return NULL;
  return dp_slice_dup (header.name);
}

/* The last of several lines wins, in all readers that accept several. */
static gboolean
find_property (DpProfileFile *self, guint section, const char *key, guint *line, DpLineProperty *property)
{
  for (guint i = dp_profile_file_get_section_end (self, section) - 1; i > section; i--) {
    if (dp_profile_file_get_line_kind (self, i) != DP_LINE_PROPERTY)
      continue;
    if (!dp_line_is_of_key (dp_profile_file_get_line (self, i), key))
      continue;
    *line = i;
    return dp_line_parse_property (dp_profile_file_get_line (self, i), property);
  }
  return FALSE;
}

/** As dp_profile_file_dup_value(), of the section that begins at @section. */
char *
dp_profile_file_dup_section_value (DpProfileFile *self, guint section, const char *key)
{
  DpLineProperty property;
  guint line = 0;

  return find_property (self, section, key, &line, &property) ? dp_slice_dup (property.value) : NULL;
}

/** Whether there is a section of @profile. */
gboolean
dp_profile_file_has_profile (DpProfileFile *self, const char *profile)
{
  g_return_val_if_fail (self != NULL && profile != NULL, FALSE);

  return dp_profile_file_next_section (self, 0, profile) < self->lines->len;
}

/** The names in the order of the file, each once. */
GStrv
dp_profile_file_list_profiles (DpProfileFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint line = 0; (line = dp_profile_file_next_section (self, line, NULL)) < self->lines->len; line++) {
    char *name = dp_profile_file_dup_section_name (self, line);
    if (!g_hash_table_contains (seen, name))
      g_strv_builder_add (names, name);
    g_hash_table_add (seen, name);
  }
  return g_strv_builder_end (names);
}

/** The keys of @profile in lower case, in the order of the file. */
GStrv
dp_profile_file_list_keys (DpProfileFile *self, const char *profile)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section++) {
    for (guint i = section + 1; i < dp_profile_file_get_section_end (self, section); i++) {
      DpLineProperty property;
      if (dp_profile_file_get_line_kind (self, i) != DP_LINE_PROPERTY || !dp_line_parse_property (dp_profile_file_get_line (self, i), &property))
        continue;
      g_autofree char *key = g_ascii_strdown (property.key.text, (gssize) property.key.length);
      g_strv_builder_add (keys, key);
    }
  }
  return g_strv_builder_end (keys);
}

/** The value of @key (whatever its case) without an inline comment.
 * Returns: (transfer full) (nullable): dp_secret_free() it when it is a secret. */
char *
dp_profile_file_dup_value (DpProfileFile *self, const char *profile, const char *key)
{
  g_return_val_if_fail (self != NULL && profile != NULL && key != NULL, NULL);

  char *value = NULL;
  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section++) {
    char *later = dp_profile_file_dup_section_value (self, section, key);
    if (later == NULL)
      continue;
    dp_secret_free (value);
    value = later;
  }
  return value;
}

/** Whether @profile has a line of @key, with a value or without. */
gboolean
dp_profile_file_has_key (DpProfileFile *self, const char *profile, const char *key)
{
  g_return_val_if_fail (self != NULL && profile != NULL && key != NULL, FALSE);

  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section++) {
    DpLineProperty property;
    guint line = 0;
    if (find_property (self, section, key, &line, &property))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_nested_value (DpProfileFile *self, guint line, const char *nested_key)
{
  char *value = NULL;

  for (guint i = line + 1; i < self->lines->len; i++) {
    DpLineKind kind = dp_profile_file_get_line_kind (self, i);
    DpLineProperty property;
    if (kind == DP_LINE_SECTION || kind == DP_LINE_PROPERTY)
      break;
    if (kind != DP_LINE_NESTED || !dp_line_parse_property (dp_profile_file_get_line (self, i), &property) || !dp_slice_equal_case (property.key, nested_key))
      continue;
    dp_secret_free (value);
    value = dp_slice_dup (property.value);
  }
  return value;
}

/** The value of the indented line @nested_key under @key, as in
 * "[services local]", "sts =", "  endpoint_url = …". @section is all that is
 * between the brackets; quotes and the number of spaces do not matter.
 * Returns: (transfer full) (nullable) */
char *
dp_profile_file_dup_nested (DpProfileFile *self, const char *section, const char *key, const char *nested_key)
{
  g_return_val_if_fail (self != NULL && section != NULL && key != NULL && nested_key != NULL, NULL);

  DpLineHeader wanted;
  dp_line_split_header ((DpSlice){ section, strlen (section) }, self->kind, &wanted);

  for (guint i = 0; i < self->lines->len; i++) {
    DpLineHeader header;
    DpLineProperty property;
    guint line = 0;
    if (dp_profile_file_get_line_kind (self, i) != DP_LINE_SECTION || !dp_line_parse_header (dp_profile_file_get_line (self, i), self->kind, &header))
      continue;
    if (!dp_slice_equal_slice (header.type, wanted.type) || !dp_slice_equal_slice (header.name, wanted.name))
      continue;
    if (find_property (self, i, key, &line, &property))
      return dup_nested_value (self, line, nested_key);
  }
  return NULL;
}
