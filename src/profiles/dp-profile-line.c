/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-line.h"

#include <string.h>

/* The readers differ in what white space is; botocore, JS and Go (since 2024)
 * take Unicode's, so a no-break space at the end of a value is not part of it. */
static size_t
leading_space (const char *text, size_t length)
{
  if (length == 0)
    return 0;
  if ((signed char) text[0] >= 0)
    return g_ascii_isspace (text[0]) || text[0] == '\v' ? 1 : 0;

  gunichar c = g_utf8_get_char_validated (text, (gssize) length);
  if (c >= (gunichar) -2 || !g_unichar_isspace (c))
    return 0;
  return (size_t) (g_utf8_next_char (text) - text);
}

static size_t
trailing_space (const char *text, size_t length)
{
  if (length == 0)
    return 0;
  if ((signed char) text[length - 1] >= 0)
    return leading_space (text + length - 1, 1);

  const char *last = g_utf8_find_prev_char (text, text + length);
  if (last == NULL)
    return 0;

  size_t size = (size_t) (text + length - last);
  return leading_space (last, size) == size ? size : 0;
}

/* Nearly all lines begin and end with something visible in ASCII. */
static gboolean
is_plain (char c)
{
  return c > ' ' && c < 0x7f;
}

static DpSlice
trim_start (DpSlice slice)
{
  if (slice.length > 0 && is_plain (slice.text[0]))
    return slice;

  for (size_t n = 0; (n = leading_space (slice.text, slice.length)) > 0;) {
    slice.text += n;
    slice.length -= n;
  }
  return slice;
}

static DpSlice
trim_end (DpSlice slice)
{
  for (size_t n = 0; (n = trailing_space (slice.text, slice.length)) > 0;)
    slice.length -= n;
  return slice;
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

static gssize
find_delimiter (DpSlice line)
{
  for (size_t i = 0; i < line.length; i++) {
    if (line.text[i] == '=' || line.text[i] == ':')
      return (gssize) i;
  }
  return -1;
}

/** Tells what @line is, the way Python's configparser (thus botocore) goes
 * through a file. @property_indent carries the state from line to line: the
 * indentation of the property whose value may go on, or -1 at the beginning of
 * the file and of each section. */
DpLineKind
dp_line_classify (DpSlice line, gssize *property_indent)
{
  DpSlice content = trim_start (line);
  gssize indent = content.text - line.text;

  if (content.length == 0)
    return DP_LINE_BLANK;
  if (content.text[0] == '#' || content.text[0] == ';')
    return DP_LINE_COMMENT;
  if (content.text[0] == '[') {
    *property_indent = -1;
    return memchr (content.text, ']', content.length) != NULL ? DP_LINE_SECTION : DP_LINE_JUNK;
  }
  if (*property_indent >= 0 && indent > *property_indent)
    return DP_LINE_NESTED;
  if (find_delimiter (content) <= 0)
    return DP_LINE_JUNK;

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

/** Takes "key = value" apart, indented or not.
 * Returns: FALSE when there is no "=" or ":" or no key before it. */
gboolean
dp_line_parse_property (DpSlice line, DpLineProperty *property)
{
  DpSlice content = dp_slice_trim (line);
  gssize delimiter = find_delimiter (content);
  if (delimiter <= 0)
    return FALSE;

  DpSlice rest = { content.text + delimiter + 1, content.length - (size_t) delimiter - 1 };
  property->key = trim_end ((DpSlice){ content.text, (size_t) delimiter });
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
  if (kind == DP_PROFILE_FILE_CREDENTIALS)
    return;

  size_t end = 0;
  while (end < name.length && name.text[end] != ' ' && name.text[end] != '\t')
    end++;
  if (end == name.length)
    return;

  header->type.length = end;
  header->name = unquote (trim_start ((DpSlice){ name.text + end, name.length - end }));
}

/** Reads a header line; anything after the bracket is a comment to all readers.
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
  return TRUE;
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
