/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-line.h"

#include <string.h>

static gboolean
is_ascii_space (char c)
{
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The readers differ in what white space is; botocore, JS and Go (since 2024)
 * take Unicode's, so a no-break space at the end of a value is not part of it.
 * Returns: the length of the space that @text begins with, or 0. */
static size_t
get_unicode_space (const char *text, size_t length)
{
  gunichar c = g_utf8_get_char_validated (text, (gssize) length);

  if (c >= (gunichar) -2 || !g_unichar_isspace (c))
    return 0;
  return (size_t) (g_utf8_next_char (text) - text);
}

static DpSlice
skip_space (DpSlice slice)
{
  while (slice.length > 0) {
    size_t n = is_ascii_space (slice.text[0]);
    if ((signed char) slice.text[0] < 0)
      n = get_unicode_space (slice.text, slice.length);
    if (n == 0)
      break;
    slice.text += n;
    slice.length -= n;
  }
  return slice;
}

static size_t
get_space_at_end (DpSlice slice)
{
  const char *end = slice.text + slice.length;
  if ((signed char) end[-1] >= 0)
    return is_ascii_space (end[-1]);

  const char *last = g_utf8_find_prev_char (slice.text, end);
  size_t n = last != NULL ? get_unicode_space (last, (size_t) (end - last)) : 0;

  return n == 0 || last + n == end ? n : 0;
}

static DpSlice
skip_space_at_end (DpSlice slice)
{
  while (slice.length > 0) {
    size_t n = get_space_at_end (slice);
    if (n == 0)
      break;
    slice.length -= n;
  }
  return slice;
}

/* Nearly all lines and names begin and end with a letter of ASCII. */
static inline DpSlice
trim_start (DpSlice slice)
{
  return slice.length > 0 && (signed char) slice.text[0] > ' ' ? slice : skip_space (slice);
}

static inline DpSlice
trim_end (DpSlice slice)
{
  while (slice.length > 0 && slice.text[slice.length - 1] == ' ')
    slice.length--;
  return slice.length > 0 && (signed char) slice.text[slice.length - 1] > ' ' ? slice : skip_space_at_end (slice);
}

/** @slice without white space at both ends. */
DpSlice
dp_slice_trim (DpSlice slice)
{
  return trim_end (trim_start (slice));
}

/** Whether @slice is exactly @text. */
gboolean
dp_slice_equal (DpSlice slice, const char *text)
{
  return strlen (text) == slice.length && memcmp (slice.text, text, slice.length) == 0;
}

/** Whether @slice is @text but for the case of ASCII letters. */
gboolean
dp_slice_equal_case (DpSlice slice, const char *text)
{
  return strlen (text) == slice.length && g_ascii_strncasecmp (slice.text, text, slice.length) == 0;
}

/** Whether both have the same bytes. */
gboolean
dp_slice_equal_slice (DpSlice slice, DpSlice other)
{
  return slice.length == other.length && memcmp (slice.text, other.text, slice.length) == 0;
}

/** Whether @slice begins with @prefix. */
gboolean
dp_slice_has_prefix (DpSlice slice, const char *prefix)
{
  size_t length = strlen (prefix);

  return slice.length >= length && memcmp (slice.text, prefix, length) == 0;
}

#define HASH_FACTOR G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)

static guint64
add_to_hash (guint64 hash, guint64 word)
{
  const guint64 lower_case = G_GUINT64_CONSTANT (0x2020202020202020);

  hash = (hash ^ (word | lower_case)) * HASH_FACTOR;
  return hash ^ hash >> 32;
}

/** The same for slices that are equal but for the case of ASCII letters. */
guint32
dp_slice_hash_case (DpSlice slice)
{
  guint64 hash = slice.length;
  guint64 word = 0;
  size_t i = 0;

  for (; i + sizeof word <= slice.length; i += sizeof word) {
    memcpy (&word, slice.text + i, sizeof word);
    hash = add_to_hash (hash, word);
  }
  /* The rest as a whole word too, when there are bytes before it to fill it. */
  if (slice.length >= sizeof word)
    memcpy (&word, slice.text + slice.length - sizeof word, sizeof word);
  else
    for (; i < slice.length; i++)
      word = word << 8 | (guchar) slice.text[i];
  return (guint32) (add_to_hash (hash, word) * HASH_FACTOR >> 32);
}

/** Returns: (transfer full): a string; wipe it when it holds a secret. */
char *
dp_slice_dup (DpSlice slice)
{
  return g_strndup (slice.text, slice.length);
}

/** How many bytes of white space @line begins with. */
size_t
dp_line_get_indent (DpSlice line)
{
  return (size_t) (trim_start (line).text - line.text);
}

/* Sets the highest bit of the first byte of @word that is @byte; of bytes after
 * that it may set it too. */
static inline guint64
mark_byte (guint64 word, char byte)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 differs = word ^ ones * (guchar) byte;

  return (differs - ones) & ~differs & ones << 7;
}

/* Eight bytes at once: this goes through the key of every line. */
static inline gssize
find_delimiter (DpSlice line)
{
  size_t i = 0;

  for (guint64 word; i + sizeof word <= line.length; i += sizeof word) {
    memcpy (&word, line.text + i, sizeof word);
    word = GUINT64_FROM_LE (word);
    guint64 marks = mark_byte (word, '=') | mark_byte (word, ':');
    if (marks != 0)
      return (gssize) i + __builtin_ctzll (marks) / 8;
  }
  for (; i < line.length; i++) {
    if (line.text[i] == '=' || line.text[i] == ':')
      return (gssize) i;
  }
  return -1;
}

/** Tells what @line is, the way Python's configparser (thus botocore) goes
 * through a file. @property_indent carries the state from line to line: the
 * indentation of the property whose value may go on, or -1 at the beginning of
 * the file and of each section. @name is then a property's key or what is between
 * a header's brackets, and stays as it is for other lines. */
DpLineKind
dp_line_classify (DpSlice line, gssize *property_indent, DpSlice *name)
{
  DpSlice content = trim_start (line);
  gssize indent = content.text - line.text;

  if (content.length == 0)
    return DP_LINE_BLANK;
  if (content.text[0] == '#' || content.text[0] == ';')
    return DP_LINE_COMMENT;
  if (content.text[0] == '[') {
    *property_indent = -1;
    const char *end = memchr (content.text, ']', content.length);
    if (end == NULL)
      return DP_LINE_JUNK;
    *name = (DpSlice){ content.text + 1, (size_t) (end - content.text - 1) };
    return DP_LINE_SECTION;
  }
  if (*property_indent >= 0 && indent > *property_indent)
    return DP_LINE_NESTED;
  gssize delimiter = find_delimiter (content);
  if (delimiter <= 0)
    return DP_LINE_JUNK;

  *name = trim_end ((DpSlice){ content.text, (size_t) delimiter });
  *property_indent = indent;
  return DP_LINE_PROPERTY;
}

static size_t
find_comment (DpSlice rest, char sign)
{
  const char *end = rest.text + rest.length;

  for (const char *c = rest.text; (c = memchr (c, sign, (size_t) (end - c))) != NULL; c++) {
    if (c > rest.text && g_ascii_isspace (c[-1]))
      return (size_t) (c - rest.text);
  }
  return rest.length;
}

/* A "#" or ";" after white space begins a comment: so do JS, Go and Rust. */
static DpSlice
cut_comment (DpSlice rest)
{
  rest.length = find_comment (rest, '#');
  rest.length = find_comment (rest, ';');
  return dp_slice_trim (rest);
}

/** Only the key of "key = value".
 * Returns: FALSE when there is no "=" or ":" or no key before it. */
gboolean
dp_line_parse_key (DpSlice line, DpSlice *key)
{
  DpSlice content = trim_start (line);
  gssize delimiter = find_delimiter (content);
  if (delimiter <= 0)
    return FALSE;

  *key = trim_end ((DpSlice){ content.text, (size_t) delimiter });
  return TRUE;
}

/** Whether @line is "key = value" of this @key, whatever its case; much quicker than
 * to take apart the lines of all others. */
gboolean
dp_line_is_of_key (DpSlice line, const char *key)
{
  DpSlice own;

  return dp_line_parse_key (line, &own) && dp_slice_equal_case (own, key);
}

/** Takes "key = value" apart, indented or not.
 * Returns: FALSE as dp_line_parse_key(). */
gboolean
dp_line_parse_property (DpSlice line, DpLineProperty *property)
{
  if (!dp_line_parse_key (line, &property->key))
    return FALSE;

  DpSlice content = dp_slice_trim (line);
  size_t delimiter = (size_t) find_delimiter (content);
  DpSlice rest = { content.text + delimiter + 1, content.length - delimiter - 1 };
  property->delimiter = content.text[delimiter];
  property->raw_value = trim_start (rest);
  property->value = cut_comment (rest);
  return TRUE;
}

static DpSlice
unquote (DpSlice name)
{
  if (name.length >= 2 && (name.text[0] == '"' || name.text[0] == '\'') && name.text[name.length - 1] == name.text[0]) {
    name.text++;
    name.length -= 2;
  }
  return name;
}

/** Takes the @content of a header apart. Only the config file has types: in the
 * credentials file "[profile x]" is a profile of that whole name. */
void
dp_line_split_header (DpSlice content, DpProfileFileKind kind, DpLineHeader *header)
{
  DpSlice name = dp_slice_trim (content);

  header->padded = name.length != content.length;
  header->type = (DpSlice){ name.text, 0 };
  header->name = name;
  header->rest = (DpSlice){ content.text + content.length, 0 };
  if (kind == DP_PROFILE_FILE_CREDENTIALS)
    return;

  size_t end = 0;
  while (end < name.length && name.text[end] != ' ' && name.text[end] != '\t')
    end++;
  if (end == name.length)
    return;

  DpSlice rest = trim_start ((DpSlice){ name.text + end, name.length - end });
  header->type.length = end;
  header->name = unquote (rest);
  header->padded = header->padded || rest.text > name.text + end + 1; /* JS takes one space */
}

/** Reads a header line.
 * Returns: FALSE when @line is none. */
gboolean
dp_line_parse_header (DpSlice line, DpProfileFileKind kind, DpLineHeader *header)
{
  DpSlice content = trim_start (line);
  if (content.length == 0 || content.text[0] != '[')
    return FALSE;

  const char *end = memchr (content.text, ']', content.length);
  if (end == NULL)
    return FALSE;

  dp_line_split_header ((DpSlice){ content.text + 1, (size_t) (end - content.text - 1) }, kind, header);
  header->rest = (DpSlice){ end + 1, (size_t) (content.text + content.length - end - 1) };
  return TRUE;
}

/** Whether all readers see the name in spite of what follows the bracket: nothing,
 * or a comment after a space. By another text JS and Go take the line for none, and
 * those below it for the section before; with another bracket in it botocore, JS and
 * Go take all up to that one for the name. */
gboolean
dp_line_header_has_clear_rest (const DpLineHeader *header)
{
  DpSlice comment = trim_start (header->rest);

  if (comment.length == 0)
    return TRUE;
  return comment.text > header->rest.text
         && (comment.text[0] == '#' || comment.text[0] == ';')
         && memchr (comment.text, ']', comment.length) == NULL;
}

/** Whether the section of @header is @profile; NULL stands for any profile. */
gboolean
dp_line_header_is_profile (const DpLineHeader *header, DpProfileFileKind kind, const char *profile)
{
  if (header->name.length == 0)
    return FALSE;
  if (header->type.length > 0 ? !dp_slice_equal (header->type, "profile")
                              : kind == DP_PROFILE_FILE_CONFIG && !dp_slice_equal (header->name, "default"))
    return FALSE;
  return profile == NULL || dp_slice_equal (header->name, profile);
}
