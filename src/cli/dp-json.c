/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-json.h"

/* Why not json-glib: an SDK runs "export" often, and loading json-glib, which
 * brings GIO, doubles what a program costs that only links GLib. What it writes
 * is held against json-glib's reader in the tests. */

/* A comma belongs before everything but the first thing in its brackets. */
static void
separate (GString *json)
{
  char last = json->len > 0 ? json->str[json->len - 1] : '{';

  if (last != '{' && last != '[' && last != ':')
    g_string_append_c (json, ',');
}

/* RFC 8259 §7: quotation mark, reverse solidus and control characters. */
static void
append_quoted (GString *json,
               const char *text)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);

  g_string_append_c (json, '"');
  for (const char *p = valid != NULL ? valid : text; *p != '\0'; p++) {
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf (json, "\\u%04x", (guint) (guchar) *p);
    else
      g_string_append_c (json, *p);
  }
  g_string_append_c (json, '"');
}

/** Opens an object or an array: @bracket is '{' or '['. */
void
dp_json_begin (GString *json,
               char bracket)
{
  separate (json);
  g_string_append_c (json, bracket);
}

/** Closes it: '}' or ']'. */
void
dp_json_end (GString *json,
             char bracket)
{
  g_string_append_c (json, bracket);
}

/** Names the member whose value is added next. */
void
dp_json_add_name (GString *json,
                  const char *name)
{
  separate (json);
  append_quoted (json, name);
  g_string_append_c (json, ':');
}

/** Adds a member; @value NULL is null. */
void
dp_json_add_string (GString *json,
                    const char *name,
                    const char *value)
{
  dp_json_add_name (json, name);
  if (value != NULL)
    append_quoted (json, value);
  else
    g_string_append (json, "null");
}

void
dp_json_add_boolean (GString *json,
                     const char *name,
                     gboolean value)
{
  dp_json_add_name (json, name);
  g_string_append (json, value ? "true" : "false");
}

void
dp_json_add_int (GString *json,
                 const char *name,
                 gint64 value)
{
  dp_json_add_name (json, name);
  g_string_append_printf (json, "%" G_GINT64_FORMAT, value);
}
