/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-json.h"

#include <json-glib/json-glib.h>

/* What we write is read back by json-glib, which shares no line with it. */
static void
test_round_trip (void)
{
  static const char *const texts[] = {
    "", "plain", "/home/taro/.aws/credentials", "a \"quoted\" word", "back\\slash", "\\u0041", "tab\tline\nfeed\r",
    "\001\037 control", "日本語 ０１２", "<&'>", "{[:,]}"
  };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (JsonParser) parser = json_parser_new ();
    g_autoptr (GString) json = g_string_new (NULL);

    g_test_message ("%s", texts[i]);
    dp_json_begin (json, '{');
    dp_json_add_string (json, "text", texts[i]);
    dp_json_add_string (json, texts[i], "as a name");
    dp_json_end (json, '}');
    g_assert_true (json_parser_load_from_data (parser, json->str, json->len, &error));
    g_assert_no_error (error);
    JsonObject *object = json_node_get_object (json_parser_get_root (parser));
    g_assert_cmpstr (json_object_get_string_member (object, "text"), ==, texts[i]);
    g_assert_cmpstr (json_object_get_string_member (object, texts[i]), ==, "as a name");
  }
}

static void
test_nesting (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) json = g_string_new (NULL);

  dp_json_begin (json, '{');
  dp_json_add_int (json, "version", 1);
  dp_json_add_name (json, "rows");
  dp_json_begin (json, '[');
  for (int i = 0; i < 2; i++) {
    dp_json_begin (json, '{');
    dp_json_add_int (json, "least", G_MININT64);
    dp_json_add_string (json, "nothing", NULL);
    dp_json_add_boolean (json, "second", i == 1);
    dp_json_end (json, '}');
  }
  dp_json_end (json, ']');
  dp_json_add_name (json, "none");
  dp_json_begin (json, '[');
  dp_json_end (json, ']');
  dp_json_end (json, '}');

  g_assert_true (json_parser_load_from_data (parser, json->str, json->len, &error));
  g_assert_no_error (error);
  JsonObject *object = json_node_get_object (json_parser_get_root (parser));
  JsonArray *rows = json_object_get_array_member (object, "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (rows, 1), "least"), ==, G_MININT64);
  g_assert_true (json_object_get_null_member (json_array_get_object_element (rows, 1), "nothing"));
  g_assert_false (json_object_get_boolean_member (json_array_get_object_element (rows, 0), "second"));
  g_assert_true (json_object_get_boolean_member (json_array_get_object_element (rows, 1), "second"));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "none")), ==, 0);
}

/* A file can hold anything; a reader of JSON gets UTF-8. */
static void
test_invalid_utf8 (void)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) json = g_string_new (NULL);

  dp_json_begin (json, '{');
  dp_json_add_string (json, "text", "caf\xe9");
  dp_json_end (json, '}');
  g_assert_true (g_utf8_validate (json->str, json->len, NULL));
  g_assert_true (json_parser_load_from_data (parser, json->str, json->len, NULL));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/round-trip", test_round_trip);
  g_test_add_func ("/json/nesting", test_nesting);
  g_test_add_func ("/json/invalid-utf8", test_invalid_utf8);
  return g_test_run ();
}
