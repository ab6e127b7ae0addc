/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-file.h"

#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* A name and where it stands, to find those that are there twice. */
typedef struct {
  DpSlice name;
  guint line;
} NamedLine;

/* The way through a file, line by line. */
typedef struct {
  DpProfileFile *file;
  GPtrArray *problems;
  gboolean has_section; /* so far */
  gboolean has_key;     /* in this section, so far */
  guint first_line;     /* of this section's lines */
  guint property;       /* the line of the property above */
  gboolean fatal_only;  /* skips what only notes need, most of the work */
} Inspection;

/* Lines that are compared each with each; it is quicker to sort more. */
#define FEW_LINES 32

static void
problem_free (gpointer data)
{
  DpProfileFileProblem *problem = data;

  g_free (problem->message);
  g_free (problem);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const DpProfileFileProblem *one = *(DpProfileFileProblem *const *) a;
  const DpProfileFileProblem *other = *(DpProfileFileProblem *const *) b;

  return (one->line > other->line) - (one->line < other->line);
}

static void
add_problem (Inspection *self, guint line, gboolean fatal, const char *message)
{
  DpProfileFileProblem *problem = g_new0 (DpProfileFileProblem, 1);

  problem->line = line + 1;
  problem->fatal = fatal;
  problem->message = g_strdup (message);
  g_ptr_array_add (self->problems, problem);
}

/* Section names are case-sensitive in all readers, keys are not. */
static int
compare_spelling (const DpSlice *one, const DpSlice *other, gboolean any_case)
{
  if (one->length != other->length)
    return one->length < other->length ? -1 : 1;
  return any_case ? g_ascii_strncasecmp (one->text, other->text, one->length) : memcmp (one->text, other->text, one->length);
}

static int
compare_named_lines (const void *a, const void *b, void *any_case)
{
  const NamedLine *one = a;
  const NamedLine *other = b;
  int order = compare_spelling (&one->name, &other->name, GPOINTER_TO_INT (any_case));

  return order != 0 ? order : (one->line > other->line) - (one->line < other->line);
}

/* The messages never have the name itself: it may be a secret, pasted in haste. */
static void
add_duplicates (Inspection *self, GArray *names, gboolean are_keys)
{
  g_qsort_with_data (names->data, (int) names->len, sizeof (NamedLine), compare_named_lines, GINT_TO_POINTER (are_keys));
  for (guint i = 1; i < names->len; i++) {
    const NamedLine *one = &g_array_index (names, NamedLine, i - 1);
    const NamedLine *other = &g_array_index (names, NamedLine, i);
    if (compare_spelling (&one->name, &other->name, are_keys) != 0)
      continue;
    g_autofree char *message = are_keys ? g_strdup_printf (_("The same setting stands in line %u already; take one of the two out"), one->line + 1)
                                        : g_strdup_printf (_("The same section begins in line %u already; join the two"), one->line + 1);
    add_problem (self, other->line, TRUE, message);
  }
}

static DpSlice
get_header_content (DpSlice text)
{
  const char *start = (const char *) memchr (text.text, '[', text.length) + 1;
  const char *end = memchr (start, ']', (size_t) (text.text + text.length - start));

  return (DpSlice){ start, (size_t) (end - start) };
}

static gboolean
has_same_header (Inspection *self, guint line, guint other)
{
  return dp_slice_equal_slice (get_header_content (dp_profile_file_get_line (self->file, line)),
                               get_header_content (dp_profile_file_get_line (self->file, other)));
}

/* "[profile a]" and "[profile 'a']" are one profile with the lines of both to some
 * tools, and to others the last alone, or of two defaults the one with "profile". */
static void
note_other_spellings (Inspection *self, GArray *sections)
{
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (NamedLine));
  for (guint i = 0; i < sections->len; i++) {
    NamedLine section = g_array_index (sections, NamedLine, i);
    DpLineHeader header;
    if (!dp_line_parse_header (dp_profile_file_get_line (self->file, section.line), self->file->kind, &header) || !dp_line_header_is_profile (&header, self->file->kind, NULL))
      continue;
    section.name = header.name;
    g_array_append_val (names, section);
  }

  g_qsort_with_data (names->data, (int) names->len, sizeof (NamedLine), compare_named_lines, GINT_TO_POINTER (FALSE));
  for (guint i = 1; i < names->len; i++) {
    const NamedLine *one = &g_array_index (names, NamedLine, i - 1);
    const NamedLine *other = &g_array_index (names, NamedLine, i);
    if (!dp_slice_equal_slice (one->name, other->name) || has_same_header (self, one->line, other->line))
      continue;
    g_autofree char *message = g_strdup_printf (_("The same profile begins in line %u already, written otherwise, and tools differ in which they take; join the two"), one->line + 1);
    add_problem (self, other->line, FALSE, message);
  }
}

static void
inspect_section_names (Inspection *self)
{
  if (!dp_section_index_may_repeat (self->file->sections))
    return;

  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (NamedLine));
  for (guint i = 0; i < self->file->lines->len; i++) {
    if (dp_profile_file_get_line_kind (self->file, i) != DP_LINE_SECTION)
      continue;
    NamedLine section = { get_header_content (dp_profile_file_get_line (self->file, i)), i };
    g_array_append_val (names, section);
  }
  if (!self->fatal_only && self->file->kind == DP_PROFILE_FILE_CONFIG)
    note_other_spellings (self, names);
  add_duplicates (self, names, FALSE);
}

/* Nearly every section has a few keys, all different: their hashes tell. */
static gboolean
may_repeat_key (const Inspection *self, guint end)
{
  const DpLine *lines = (const DpLine *) self->file->lines->data;

  if (end - self->first_line > FEW_LINES)
    return TRUE;

  for (guint i = self->first_line; i < end; i++) {
    for (guint j = self->first_line; lines[i].kind == DP_LINE_PROPERTY && j < i; j++)
      if (lines[j].key_hash == lines[i].key_hash && lines[j].kind == DP_LINE_PROPERTY)
        return TRUE;
  }
  return FALSE;
}

static void
inspect_keys (Inspection *self, guint end)
{
  if (!may_repeat_key (self, end))
    return;

  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (NamedLine));
  for (guint i = self->first_line; i < end; i++) {
    NamedLine key = { .line = i };
    if (dp_profile_file_get_line_kind (self->file, i) == DP_LINE_PROPERTY && dp_line_parse_key (dp_profile_file_get_line (self->file, i), &key.name))
      g_array_append_val (names, key);
  }
  add_duplicates (self, names, TRUE);
}

static void
note_header (Inspection *self, guint line)
{
  DpSlice text = dp_profile_file_get_line (self->file, line);
  DpLineHeader header;
  if (!dp_line_parse_header (text, self->file->kind, &header))
    return;

  if (header.padded)
    add_problem (self, line, FALSE, _("Some tools take the spaces around the section’s name for a part of it; take them out"));
  if (dp_slice_equal (get_header_content (text), "DEFAULT"))
    add_problem (self, line, FALSE, _("The AWS CLI and boto3 take what is in this section for a part of every profile, other tools do not; give it another name or take it out"));
  if (dp_line_header_has_clear_rest (&header))
    return;
  if (memchr (header.rest.text, ']', header.rest.length) != NULL)
    add_problem (self, line, FALSE, _("A second “]” follows the section’s name, so some tools read another name; take it out"));
  else
    add_problem (self, line, FALSE, _("Something follows the section’s “]”, so some tools take the lines below for a part of the section above; give it a line of its own"));
}

static void
inspect_header (Inspection *self, guint line)
{
  DpSlice text = dp_profile_file_get_line (self->file, line);

  inspect_keys (self, line);
  self->has_section = TRUE;
  self->has_key = FALSE;
  self->first_line = line + 1;
  if (get_header_content (text).length == 0)
    add_problem (self, line, TRUE, _("This section has no name; write one between the brackets"));
  if (dp_line_get_indent (text) > 0)
    add_problem (self, line, TRUE, _("This section header is indented, so some tools take it for a part of the line before; take the spaces out"));
  if (!self->fatal_only)
    note_header (self, line);
}

static void
note_spelling (Inspection *self, guint line)
{
  DpSlice text = dp_profile_file_get_line (self->file, line);
  DpLineProperty property;
  if (!dp_line_parse_property (text, &property))
    return;

  if (dp_line_get_indent (text) > 0)
    add_problem (self, line, FALSE, _("This setting is indented, so some tools do not find it; take the spaces out"));
  if (property.delimiter == ':')
    add_problem (self, line, FALSE, _("This setting has “:” where some tools know “=” only; write “=”"));
  if (property.value.length != property.raw_value.length)
    add_problem (self, line, FALSE, _("The comment at the end of this line is a part of the value to some tools; give it a line of its own"));
}

static void
inspect_property (Inspection *self, guint line)
{
  self->has_key = TRUE;
  self->property = line;
  if (!self->has_section)
    add_problem (self, line, TRUE, _("This setting stands before the first section; move it into one"));
  if (!self->fatal_only)
    note_spelling (self, line);
}

/* A value that is empty on its own line may be a block of lines, each with a "=":
 * botocore refuses the file for one without, also the credentials file. */
static void
inspect_nested (Inspection *self, guint line)
{
  DpSlice text = dp_profile_file_get_line (self->file, line);
  DpLineProperty above;
  gboolean is_block = dp_line_parse_property (dp_profile_file_get_line (self->file, self->property), &above) && above.raw_value.length == 0;

  if (!is_block)
    add_problem (self, line, FALSE, _("This line is indented, so some tools join it to the line before; take the spaces out"));
  else if (memchr (text.text, '=', text.length) == NULL)
    add_problem (self, line, TRUE, _("This indented line has no “=”; complete it or take it out"));
}

static void
inspect_junk (Inspection *self, guint line)
{
  if (dp_slice_has_prefix (dp_slice_trim (dp_profile_file_get_line (self->file, line)), "["))
    add_problem (self, line, TRUE, _("This section header has no “]”; close it"));
  else
    add_problem (self, line, TRUE, _("This line is no section, no setting with “=” and no comment; complete it or take it out"));
}

static void
inspect_comment (Inspection *self, guint line)
{
  if (!self->fatal_only && self->has_key && dp_line_get_indent (dp_profile_file_get_line (self->file, line)) > 0)
    add_problem (self, line, FALSE, _("This comment is indented, so some tools join it to the value before; take the spaces out"));
}

static void
inspect_line (Inspection *self, guint line, DpLineKind kind)
{
  switch (kind) {
    case DP_LINE_BLANK:
      return;
    case DP_LINE_COMMENT:
      inspect_comment (self, line);
      return;
    case DP_LINE_SECTION:
      inspect_header (self, line);
      return;
    case DP_LINE_PROPERTY:
      inspect_property (self, line);
      return;
    case DP_LINE_NESTED:
      inspect_nested (self, line);
      return;
    case DP_LINE_JUNK:
      inspect_junk (self, line);
      return;
  }
}

/* A carriage return that ends no CRLF: Python ends the line there, others do not. */
static gboolean
has_lone_return (DpSlice text)
{
  const char *end = text.text + text.length;

  for (const char *c = text.text; (c = memchr (c, '\r', (size_t) (end - c))) != NULL; c++) {
    if (c + 1 < end && c[1] != '\n')
      return TRUE;
  }
  return FALSE;
}

/* What may be a fault. */
static inline gboolean
is_unusual (guchar byte)
{
  return byte >= 0x80 || byte == '\0' || byte == '\r';
}

static gboolean
has_unusual_bytes (DpSlice text)
{
  enum { BLOCK = 256 }; /* compilers compare many bytes at once in a loop of fixed length */
  guchar found = 0;
  size_t i = 0;

  for (; i + BLOCK <= text.length; i += BLOCK) {
    for (size_t j = i; j < i + BLOCK; j++)
      found |= is_unusual ((guchar) text.text[j]);
  }
  for (; i < text.length; i++)
    found |= is_unusual ((guchar) text.text[i]);
  return found != 0;
}

static void
inspect_line_bytes (Inspection *self, guint line)
{
  DpSlice text = dp_profile_file_get_line (self->file, line);

  if (memchr (text.text, '\0', text.length) != NULL)
    add_problem (self, line, TRUE, _("This line has a zero byte in it; take it out"));
  else if (!g_utf8_validate_len (text.text, text.length, NULL))
    add_problem (self, line, TRUE, _("This line is not UTF-8; save the file as UTF-8"));
  if (has_lone_return (text))
    add_problem (self, line, TRUE, _("This line has a carriage return that not all tools take for its end; end the lines with a line feed"));
}

/* Looks at the whole text first: nearly all files have nothing of this. */
static void
inspect_bytes (Inspection *self)
{
  DpSlice whole = { self->file->text->bytes, self->file->text->length };
  if (!has_unusual_bytes (whole))
    return;

  if (dp_slice_has_prefix (whole, "\xef\xbb\xbf"))
    add_problem (self, 0, TRUE, _("The file begins with a byte order mark; save it as UTF-8 without one"));
  if (g_utf8_validate_len (whole.text, whole.length, NULL) && !has_lone_return (whole))
    return;

  for (guint i = 0; i < self->file->lines->len; i++)
    inspect_line_bytes (self, i);
}

static GPtrArray *
inspect (DpProfileFile *file, gboolean fatal_only)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (problem_free);
  Inspection self = { .file = file, .problems = problems, .fatal_only = fatal_only };

  inspect_bytes (&self);
  for (guint i = 0; i < file->lines->len; i++)
    inspect_line (&self, i, dp_profile_file_get_line_kind (file, i));
  inspect_keys (&self, file->lines->len);
  inspect_section_names (&self);

  g_ptr_array_sort (problems, compare_problems);
  return g_steal_pointer (&problems);
}

/** Everything that makes other tools fail on the file or misread it, by line.
 * Returns: (transfer full) (element-type DpProfileFileProblem): may be empty. */
GPtrArray *
dp_profile_file_list_problems (DpProfileFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return inspect (self, FALSE);
}

/** Whether all tools can read the file; if not, @error names @path, the first
 * line that they stumble over and what is wrong with it, never what is in it. */
gboolean
dp_profile_file_check (DpProfileFile *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_autoptr (GPtrArray) problems = inspect (self, TRUE);
  for (guint i = 0; i < problems->len; i++) {
    const DpProfileFileProblem *problem = g_ptr_array_index (problems, i);
    if (!problem->fatal)
      continue;
    g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE,
                 _("AWS tools cannot read “%s” as it is. Line %u: %s"), path, problem->line, problem->message);
    return FALSE;
  }
  return TRUE;
}
