/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-file.h"

#include "dp-profile-file-private.h"

#include <string.h>

#define NO_LINE G_MAXUINT

static void
shift_lines (DpProfileFile *self, guint line, gssize by)
{
  for (; by != 0 && line < self->lines->len; line++) {
    DpLine *later = &g_array_index (self->lines, DpLine, line);
    later->start = (guint32) ((gssize) later->start + by);
  }
}

/* Replaces @removed bytes at @offset by the NULL-terminated @parts, without a
 * copy of them in between; @line is the first that begins after them. */
static void
put_parts (DpProfileFile *self, size_t offset, size_t removed, const char *const *parts, guint line)
{
  size_t length = 0;
  for (size_t i = 0; parts[i] != NULL; i++)
    length += strlen (parts[i]);

  self->changed = TRUE;
  char *gap = dp_secret_buffer_splice (self->text, offset, removed, length);
  for (size_t i = 0; parts[i] != NULL; i++) {
    size_t part_length = strlen (parts[i]);
    memcpy (gap, parts[i], part_length);
    gap += part_length;
  }
  shift_lines (self, line, (gssize) length - (gssize) removed);
}

static size_t
get_offset (DpProfileFile *self, guint line)
{
  return line < self->lines->len ? g_array_index (self->lines, DpLine, line).start : self->text->length;
}

static const char *
get_line_end (DpProfileFile *self)
{
  const char *bytes = self->text->bytes;
  const char *newline = self->text->length > 0 ? memchr (bytes, '\n', self->text->length) : NULL;

  return newline != NULL && newline > bytes && newline[-1] == '\r' ? "\r\n" : "\n";
}

static void
end_last_line (DpProfileFile *self)
{
  size_t length = self->text->length;
  if (length == 0 || self->text->bytes[length - 1] == '\n')
    return;

  const char *line_end = self->text->bytes[length - 1] == '\r' ? "\n" : get_line_end (self);
  put_parts (self, length, 0, (const char *const[]){ line_end, NULL }, self->lines->len);
}

/* @parts leave room for the line end before their NULL. */
static void
insert_line (DpProfileFile *self, guint before, DpLineKind kind, const char *parts[5])
{
  if (before == self->lines->len)
    end_last_line (self);

  DpLine line = { .start = (guint32) get_offset (self, before), .kind = kind };
  size_t n = 0;
  while (parts[n] != NULL)
    n++;
  parts[n] = get_line_end (self);
  put_parts (self, line.start, 0, parts, before);
  g_array_insert_val (self->lines, before, line);
  dp_section_index_shift (self->sections, before);
}

static void
set_key_hash (DpProfileFile *self, guint line, const char *key)
{
  g_array_index (self->lines, DpLine, line).key_hash = dp_slice_hash_case ((DpSlice){ key, strlen (key) }) & 0xffffff;
}

static void
remove_lines (DpProfileFile *self, guint first, guint end)
{
  size_t start = get_offset (self, first);

  put_parts (self, start, get_offset (self, end) - start, (const char *const[]){ NULL }, end);
  g_array_remove_range (self->lines, first, end - first);
  dp_section_index_remove_lines (self->sections, first, end);
}

static gboolean
is_kind (DpProfileFile *self, guint line, DpLineKind kind)
{
  return line < self->lines->len && dp_profile_file_get_line_kind (self, line) == kind;
}

static gboolean
is_property (DpProfileFile *self, guint line, const char *key, DpLineProperty *property)
{
  return is_kind (self, line, DP_LINE_PROPERTY)
         && dp_line_is_of_key (dp_profile_file_get_line (self, line), key)
         && dp_line_parse_property (dp_profile_file_get_line (self, line), property);
}

/* The line after the property's last: what is indented below it is its own. */
static guint
get_property_end (DpProfileFile *self, guint line)
{
  guint end = line + 1;

  for (guint i = end; i < self->lines->len; i++) {
    DpLineKind kind = dp_profile_file_get_line_kind (self, i);
    if (kind == DP_LINE_NESTED)
      end = i + 1;
    else if (kind != DP_LINE_BLANK && kind != DP_LINE_COMMENT)
      break;
  }
  return end;
}

/* Where a new property goes: after the last one, and after an indented comment,
 * which Rust and Java join to the value before it. */
static guint
get_insertion_line (DpProfileFile *self, guint section)
{
  guint end = dp_profile_file_get_section_end (self, section);
  guint line = section + 1;

  for (guint i = line; i < end; i++) {
    gboolean is_comment_at_start = is_kind (self, i, DP_LINE_COMMENT) && dp_line_get_indent (dp_profile_file_get_line (self, i)) == 0;
    if (!is_kind (self, i, DP_LINE_BLANK) && !is_comment_at_start)
      line = i + 1;
  }
  return line;
}

static guint
append_section (DpProfileFile *self, const char *profile)
{
  gboolean plain = self->kind == DP_PROFILE_FILE_CREDENTIALS || g_str_equal (profile, "default");
  const char *quote = !plain && strpbrk (profile, " \t") != NULL ? "\"" : "";

  if (self->lines->len > 0 && !is_kind (self, self->lines->len - 1, DP_LINE_BLANK))
    insert_line (self, self->lines->len, DP_LINE_BLANK, (const char *[5]){ NULL });

  g_autofree char *name = g_strconcat (quote, profile, quote, NULL);
  insert_line (self, self->lines->len, DP_LINE_SECTION, (const char *[5]){ plain ? "[" : "[profile ", name, "]", NULL });
  dp_section_index_append (self->sections, self->lines->len - 1, dp_slice_hash_case ((DpSlice){ profile, strlen (profile) }));
  return self->lines->len - 1;
}

/* What is to stand between the brackets; quotes stay. */
static char *
dup_clear_name (const DpLineHeader *header, DpSlice content)
{
  DpSlice name = dp_slice_trim (content);
  if (header->type.length == 0)
    return dp_slice_dup (name);

  size_t type = header->type.length;
  name = dp_slice_trim ((DpSlice){ name.text + type, name.length - type });
  return g_strdup_printf ("%.*s %.*s", (int) type, header->type.text, (int) name.length, name.text);
}

static size_t
get_length_without_end (DpSlice line)
{
  while (line.length > 0 && (line.text[line.length - 1] == '\n' || line.text[line.length - 1] == '\r'))
    line.length--;
  return line.length;
}

/* "[ name ]" becomes "[name]", and a text behind it that is no comment to all readers
 * a comment above it: some would not find what is written there, or would take it for
 * another profile's.
 * Returns: where the header is then. */
static guint
clear_header (DpProfileFile *self, guint section, const DpLineHeader *header)
{
  DpSlice line = dp_profile_file_get_line (self, section);
  const char *start = (const char *) memchr (line.text, '[', line.length) + 1;
  const char *end = header->rest.text - 1;
  const char *line_end = line.text + get_length_without_end (line);
  DpSlice rest = dp_slice_trim (header->rest);
  g_autofree char *comment = dp_line_header_has_clear_rest (header) ? NULL : dp_slice_dup (rest);
  g_autofree char *name = dup_clear_name (header, (DpSlice){ start, (size_t) (end - start) });

  put_parts (self, (size_t) (start - self->text->bytes), (size_t) ((comment != NULL ? line_end : end) - start),
             (const char *const[]){ name, comment != NULL ? "]" : NULL, NULL }, section + 1);
  if (comment == NULL)
    return section;
  insert_line (self, section, DP_LINE_COMMENT, (const char *[5]){ strchr ("#;", *comment) != NULL ? "" : "# ", comment, NULL });
  return section + 1;
}

/* The section to write to; a new one at the end when there is none. */
static guint
ensure_section (DpProfileFile *self, const char *profile)
{
  DpLineHeader header, unclear_header;
  guint unclear = NO_LINE;
  guint found = NO_LINE;

  for (guint i = 0; (i = dp_profile_file_next_section (self, i, profile)) < self->lines->len; i++) {
    if (!dp_line_parse_header (dp_profile_file_get_line (self, i), self->kind, &header))
      continue;
    if (!header.padded && dp_line_header_has_clear_rest (&header)) {
      found = i;
      continue;
    }
    unclear = i;
    unclear_header = header;
  }
  if (found != NO_LINE)
    return found;
  return unclear != NO_LINE ? clear_header (self, unclear, &unclear_header) : append_section (self, profile);
}

/* Removes the lines of @key in all sections of @profile but the line @spared.
 * Returns: where the spared line is now. */
static guint
remove_property (DpProfileFile *self, const char *profile, const char *key, guint spared, gboolean *removed)
{
  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section++) {
    for (guint i = section + 1; i < self->lines->len && !is_kind (self, i, DP_LINE_SECTION);) {
      DpLineProperty property;
      if (i == spared || !is_property (self, i, key, &property)) {
        i++;
        continue;
      }
      guint end = get_property_end (self, i);
      remove_lines (self, i, end);
      if (spared != NO_LINE && spared > i)
        spared -= end - i;
      *removed = TRUE;
    }
  }
  return spared;
}

static guint
find_last_property (DpProfileFile *self, guint section, const char *key)
{
  DpLineProperty property;
  guint found = NO_LINE;

  for (guint i = section + 1; i < self->lines->len && !is_kind (self, i, DP_LINE_SECTION); i++) {
    if (is_property (self, i, key, &property))
      found = i;
  }
  return found;
}

/* Keeps the indentation: in a section that is indented as a whole a line at
 * column 0 would swallow the next one. */
static void
replace_property (DpProfileFile *self, guint line, const char *key, const char *value)
{
  guint end = get_property_end (self, line);
  if (end > line + 1)
    remove_lines (self, line + 1, end);

  DpLineProperty property;
  if (!is_property (self, line, key, &property))
    return;
  if (property.delimiter == '=' && dp_slice_equal (property.key, key) && dp_slice_equal (property.raw_value, value))
    return;

  size_t start = (size_t) (property.key.text - self->text->bytes);
  size_t length = (size_t) (property.raw_value.text + property.raw_value.length - property.key.text);
  put_parts (self, start, length, (const char *const[]){ key, " = ", value, NULL }, line + 1);
}

/** Writes "key = value" in place of the line of @key, or after the last property
 * of the section, or into a new section at the end. Of several lines of @key the
 * last stays. An empty value takes the line out: in JS it would open a nested
 * block. @key and @value must not contain line ends. */
void
dp_profile_file_set_value (DpProfileFile *self, const char *profile, const char *key, const char *value)
{
  g_return_if_fail (self != NULL && profile != NULL && key != NULL && value != NULL);
  g_return_if_fail (strpbrk (profile, "\r\n]") == NULL && strpbrk (key, "\r\n=:") == NULL && strpbrk (value, "\r\n") == NULL);

  if (*value == '\0') {
    dp_profile_file_remove_key (self, profile, key);
    return;
  }

  guint section = ensure_section (self, profile);
  guint line = find_last_property (self, section, key);
  gboolean removed = FALSE;
  if (line == NO_LINE) {
    remove_property (self, profile, key, NO_LINE, &removed);
    section = ensure_section (self, profile);
    line = get_insertion_line (self, section);
    insert_line (self, line, DP_LINE_PROPERTY, (const char *[5]){ key, " = ", value, NULL });
    set_key_hash (self, line, key);
    return;
  }
  line = remove_property (self, profile, key, line, &removed);
  replace_property (self, line, key, value);
}

/** Gives the line of @key another key and leaves its value as it is.
 * Returns: FALSE, and nothing is changed, when there is no @key or @new_key is
 * there already: a key that is there twice makes the whole file unreadable. */
gboolean
dp_profile_file_rename_key (DpProfileFile *self, const char *profile, const char *key, const char *new_key)
{
  g_return_val_if_fail (self != NULL && profile != NULL && key != NULL && new_key != NULL, FALSE);

  if (dp_profile_file_has_key (self, profile, new_key))
    return FALSE;

  guint line = NO_LINE;
  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section++) {
    guint found = find_last_property (self, section, key);
    if (found != NO_LINE)
      line = found;
  }
  if (line == NO_LINE)
    return FALSE;

  gboolean removed = FALSE;
  line = remove_property (self, profile, key, line, &removed);
  DpLineProperty property;
  if (!is_property (self, line, key, &property))
    return FALSE;
  put_parts (self, (size_t) (property.key.text - self->text->bytes), property.key.length, (const char *const[]){ new_key, NULL }, line + 1);
  set_key_hash (self, line, new_key);
  return TRUE;
}

/** Takes all lines of @key out of @profile, with what is nested below them.
 * Returns: whether there were any. */
gboolean
dp_profile_file_remove_key (DpProfileFile *self, const char *profile, const char *key)
{
  g_return_val_if_fail (self != NULL && profile != NULL && key != NULL, FALSE);

  gboolean removed = FALSE;
  remove_property (self, profile, key, NO_LINE, &removed);
  return removed;
}

/* The comment block directly above a header is the section's, unless it opens
 * the file: then it is more likely about the whole file. */
static guint
get_section_start (DpProfileFile *self, guint section)
{
  guint start = section;

  while (start > 0 && is_kind (self, start - 1, DP_LINE_COMMENT))
    start--;
  return start > 0 ? start : section;
}

/* The section's own end: its properties and the comments directly below them,
 * but not a block that stands directly above the next header. */
static guint
get_own_end (DpProfileFile *self, guint section)
{
  guint end = section + 1;
  guint section_end = dp_profile_file_get_section_end (self, section);

  for (guint i = end; i < section_end; i++) {
    if (!is_kind (self, i, DP_LINE_BLANK) && !is_kind (self, i, DP_LINE_COMMENT))
      end = i + 1;
  }
  guint comments_end = end;
  while (is_kind (self, comments_end, DP_LINE_COMMENT))
    comments_end++;
  return is_kind (self, comments_end, DP_LINE_SECTION) ? end : comments_end;
}

static void
remove_section (DpProfileFile *self, guint section)
{
  guint end = get_own_end (self, section);
  guint start = get_section_start (self, section);
  gboolean is_last = end == self->lines->len;

  remove_lines (self, start, end);
  if (is_last && start > 0 && is_kind (self, start - 1, DP_LINE_BLANK))
    remove_lines (self, start - 1, start);
  else if (is_kind (self, start, DP_LINE_BLANK) && (start == 0 || is_kind (self, start - 1, DP_LINE_BLANK)))
    remove_lines (self, start, start + 1);
}

/** Takes the section of @profile out, with the comment block directly above its
 * header and one of the blank lines around it.
 * Returns: whether there was one. */
gboolean
dp_profile_file_remove_profile (DpProfileFile *self, const char *profile)
{
  g_return_val_if_fail (self != NULL && profile != NULL, FALSE);

  gboolean removed = FALSE;
  for (guint section = 0; (section = dp_profile_file_next_section (self, section, profile)) < self->lines->len; section = 0) {
    remove_section (self, section);
    removed = TRUE;
  }
  return removed;
}
