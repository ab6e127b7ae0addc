/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-answer.h"

#include <string.h>

/* AWS's deepest answer has five levels. */
#define MAX_DEPTH 32

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct {
  char *name;        /* (owned) */
  const char *value; /* (unowned): in the answer's text */
} Value;

struct _DpAwsAnswer {
  char *root;
  GArray *values;
  gint64 server_time;

  /* One block as long as the document: values only get shorter when they are
   * decoded, so it never moves and leaves no copy behind. */
  char *text;
  gsize text_size;
  gsize text_used;
};

typedef struct {
  DpAwsAnswer *answer;
  GPtrArray *path; /* element names from the root on */
  gsize value_start;
  gboolean is_leaf; /* no element has ended since the last one began */
} Reader;

static void
clear_value (gpointer data)
{
  Value *value = data;

  g_clear_pointer (&value->name, g_free);
}

static void
start_element (GMarkupParseContext *context,
               const char *element_name,
               const char **attribute_names,
               const char **attribute_values,
               gpointer user_data,
               GError **error)
{
  Reader *reader = user_data;
  const char *prefix_end = strrchr (element_name, ':');
  const char *local_name = prefix_end != NULL ? prefix_end + 1 : element_name;

  /* GMarkup takes a second root element too. */
  gboolean is_second_root = reader->path->len == 0 && reader->answer->root != NULL;
  if (reader->path->len == MAX_DEPTH || is_second_root) {
    g_set_error_literal (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT, "Not an answer");
    return;
  }
  if (reader->path->len == 0)
    reader->answer->root = g_strdup (local_name);
  g_ptr_array_add (reader->path, g_strdup (local_name));
  reader->answer->text_used = reader->value_start;
  reader->is_leaf = TRUE;
}

static void
end_element (GMarkupParseContext *context, const char *element_name, gpointer user_data, GError **error)
{
  Reader *reader = user_data;
  DpAwsAnswer *answer = reader->answer;

  if (reader->is_leaf && reader->path->len > 1) {
    answer->text[answer->text_used++] = '\0';
    g_ptr_array_add (reader->path, NULL);
    Value value = {
      .name = g_strjoinv ("/", (char **) reader->path->pdata + 1),
      .value = g_strstrip (answer->text + reader->value_start),
    };
    g_ptr_array_set_size (reader->path, (int) reader->path->len - 1);
    g_array_append_val (answer->values, value);
    reader->value_start = answer->text_used;
  }
  answer->text_used = reader->value_start;
  reader->is_leaf = FALSE;
  g_ptr_array_set_size (reader->path, (int) reader->path->len - 1);
}

static void
add_text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data, GError **error)
{
  DpAwsAnswer *answer = ((Reader *) user_data)->answer;

  g_assert (length < answer->text_size - answer->text_used);
  memcpy (answer->text + answer->text_used, text, length);
  answer->text_used += length;
}

/* "Error/Code" stands below the root or deeper: STS, IAM and their stand-ins
 * nest it differently. */
static const char *
find_by_end (DpAwsAnswer *self, const char *name_end)
{
  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);
    if (!g_str_has_suffix (value->name, name_end))
      continue;
    const char *found = value->name + strlen (value->name) - strlen (name_end);
    if (found == value->name || found[-1] == '/')
      return value->value;
  }
  return NULL;
}

/**
 * dp_aws_answer_parse:
 *
 * Reads any well-formed document; that its root is the expected one is for the
 * caller to check, since a proxy's page can be well-formed too.
 *
 * Returns: (transfer full) (nullable): %NULL when @xml is not well-formed
 */
DpAwsAnswer *
dp_aws_answer_parse (const char *xml, gsize length)
{
  const GMarkupParser parser = { start_element, end_element, add_text, NULL, NULL };
  g_autoptr (DpAwsAnswer) self = g_new0 (DpAwsAnswer, 1);
  g_autoptr (GPtrArray) path = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { .answer = self, .path = path };

  /* XML lets it stand there, GMarkup does not. */
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (xml, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0) {
    xml += strlen (BYTE_ORDER_MARK);
    length -= strlen (BYTE_ORDER_MARK);
  }
  self->values = g_array_new (FALSE, FALSE, sizeof (Value));
  g_array_set_clear_func (self->values, clear_value);
  self->text_size = length + 1;
  self->text = g_malloc0 (self->text_size);

  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &reader, NULL);
  if (!g_markup_parse_context_parse (context, xml, (gssize) length, NULL) || !g_markup_parse_context_end_parse (context, NULL) || self->root == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

void
dp_aws_answer_free (DpAwsAnswer *self)
{
  explicit_bzero (self->text, self->text_size);
  g_free (self->text);
  g_free (self->root);
  g_array_unref (self->values);
  g_free (self);
}

/** The name of the outermost element, without a namespace prefix. */
const char *
dp_aws_answer_get_root (DpAwsAnswer *self)
{
  return self->root;
}

/**
 * dp_aws_answer_get_value:
 *
 * Returns: (transfer none) (nullable): the first value of that name, without
 *   the white space around it
 */
const char *
dp_aws_answer_get_value (DpAwsAnswer *self, const char *name)
{
  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);
    if (strcmp (value->name, name) == 0)
      return value->value;
  }
  return NULL;
}

/**
 * dp_aws_answer_list_values:
 *
 * Returns: (transfer container) (element-type utf8): every value of that name,
 *   valid as long as the answer
 */
GPtrArray *
dp_aws_answer_list_values (DpAwsAnswer *self, const char *name)
{
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < self->values->len; i++) {
    const Value *value = &g_array_index (self->values, Value, i);
    if (strcmp (value->name, name) == 0)
      g_ptr_array_add (values, (gpointer) value->value);
  }
  return values;
}

/**
 * dp_aws_answer_get_error_code:
 *
 * Returns: (transfer none) (nullable): AWS's name for the error, %NULL when
 *   this is not an error answer
 */
const char *
dp_aws_answer_get_error_code (DpAwsAnswer *self)
{
  if (strcmp (self->root, "ErrorResponse") != 0 && strcmp (self->root, "Response") != 0)
    return NULL;
  return find_by_end (self, "Error/Code");
}

/** The text beside the error code, or %NULL. */
const char *
dp_aws_answer_get_error_message (DpAwsAnswer *self)
{
  return find_by_end (self, "Error/Message");
}

/** When AWS sent this, by its own clock, in Unix time; 0 when it did not say. */
gint64
dp_aws_answer_get_server_time (DpAwsAnswer *self)
{
  return self->server_time;
}

void
dp_aws_answer_set_server_time (DpAwsAnswer *self, gint64 unix_seconds)
{
  self->server_time = unix_seconds;
}
