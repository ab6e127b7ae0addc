/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-profile-file.h"

/* Random documents, random edits: the edited lines say what was asked, every
 * other line is there in the same order, and the document in memory is the one
 * that its own bytes give. "--seed" of GLib's test program repeats a run. */

#define N_DOCUMENTS 400
#define N_EDITS 12

static const char *const profiles[] = { "a", "b", "c", "new" };
static const char *const keys[] = { "region", "output", "s3", "manager", "x_note" };

static const char *
pick (const char *const *choices, size_t n)
{
  return choices[g_test_rand_int_range (0, (gint32) n)];
}

#define PICK(choices) pick (choices, G_N_ELEMENTS (choices))

static void
append_section (GString *text, const char *name, const char *eol)
{
  static const char *const fillers[] = { "", "# a comment", "; another", "   ", "#", "[other]", "  # indented" };

  g_string_append_printf (text, "[%s]%s%s", name, g_test_rand_bit () ? "" : " # mine", eol);
  int n = g_test_rand_int_range (0, 6);
  for (int i = 0; i < n; i++) {
    const char *key = PICK (keys);
    if (g_test_rand_int_range (0, 3) == 0)
      g_string_append_printf (text, "%s%s", PICK (fillers), eol);
    else if (strcmp (key, "s3") == 0)
      g_string_append_printf (text, "s3 =%s  max_%d = %d%s\tb = c%s", eol, i, i, eol, eol);
    else
      g_string_append_printf (text, "%s%s%sv%d%s", key, g_test_rand_bit () ? " = " : "=", g_test_rand_bit () ? " " : "", i, eol);
  }
}

static char *
make_document (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *eol = g_test_rand_bit () ? "\n" : "\r\n";

  for (size_t i = 0; i < 3; i++) {
    if (g_test_rand_bit ())
      append_section (text, profiles[i], eol);
  }
  if (g_test_rand_bit () && text->len > 0)
    g_string_truncate (text, text->len - strlen (eol));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Without the empty string after a final line end. */
static GStrv
split_lines (const char *text)
{
  g_autoptr (GString) unix_text = g_string_new (text);

  g_string_replace (unix_text, "\r\n", "\n", 0);
  if (g_str_has_suffix (unix_text->str, "\n"))
    g_string_truncate (unix_text, unix_text->len - 1);
  return g_strsplit (unix_text->str, "\n", -1);
}

/* Whether @few are lines of @many, in the same order. */
static gboolean
is_subsequence (GStrv few, GStrv many)
{
  for (; *few != NULL; few++) {
    while (*many != NULL && strcmp (*few, *many) != 0)
      many++;
    if (*many == NULL)
      return FALSE;
    many++;
  }
  return TRUE;
}

static char *
dup_text (DpProfileFile *file)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);

  return g_strndup (bytes, length);
}

static void
assert_same_reading (DpProfileFile *file)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  g_autoptr (DpProfileFile) again = dp_profile_file_new (DP_PROFILE_FILE_CREDENTIALS, bytes, length);

  for (size_t i = 0; i < G_N_ELEMENTS (profiles); i++) {
    for (size_t j = 0; j < G_N_ELEMENTS (keys); j++) {
      g_autofree char *one = dp_profile_file_dup_value (file, profiles[i], keys[j]);
      g_autofree char *other = dp_profile_file_dup_value (again, profiles[i], keys[j]);
      g_assert_cmpstr (one, ==, other);
    }
  }
}

/* The other profiles' values, for a comparison before and after. */
static char *
dup_bystanders (DpProfileFile *file, const char *profile)
{
  g_autoptr (GString) values = g_string_new (NULL);

  for (size_t i = 0; i < G_N_ELEMENTS (profiles); i++) {
    for (size_t j = 0; j < G_N_ELEMENTS (keys) && strcmp (profiles[i], profile) != 0; j++) {
      g_autofree char *value = dp_profile_file_dup_value (file, profiles[i], keys[j]);
      g_string_append_printf (values, "%s.%s=%s\n", profiles[i], keys[j], value);
    }
  }
  return g_string_free (g_steal_pointer (&values), FALSE);
}

static void
edit_once (DpProfileFile *file)
{
  const char *profile = PICK (profiles);
  const char *key = PICK (keys);
  g_autofree char *before = dup_text (file);
  g_autofree char *bystanders_before = dup_bystanders (file, profile);
  int operation = g_test_rand_int_range (0, 6);
  gboolean grows = FALSE;

  if (operation == 0) {
    dp_profile_file_remove_profile (file, profile);
    g_assert_false (dp_profile_file_has_profile (file, profile));
  } else if (operation == 1) {
    dp_profile_file_remove_key (file, profile, key);
    g_assert_false (dp_profile_file_has_key (file, profile, key));
  } else if (operation == 2) {
    g_autofree char *value = dp_profile_file_dup_value (file, profile, key);
    if (dp_profile_file_rename_key (file, profile, key, "fresh")) {
      g_autofree char *renamed = dp_profile_file_dup_value (file, profile, "fresh");
      g_assert_cmpstr (renamed, ==, value);
      g_assert_true (dp_profile_file_remove_key (file, profile, "fresh"));
    }
  } else {
    grows = !dp_profile_file_has_key (file, profile, key);
    dp_profile_file_set_value (file, profile, key, "a new value");
    g_autofree char *value = dp_profile_file_dup_value (file, profile, key);
    g_assert_cmpstr (value, ==, "a new value");
  }

  g_autofree char *after = dup_text (file);
  g_autofree char *bystanders_after = dup_bystanders (file, profile);
  g_assert_cmpstr (bystanders_after, ==, bystanders_before);
  g_auto (GStrv) old_lines = split_lines (before);
  g_auto (GStrv) new_lines = split_lines (after);
  if (operation < 3)
    g_assert_true (is_subsequence (new_lines, old_lines));
  if (grows)
    g_assert_true (is_subsequence (old_lines, new_lines));
}

static void
test_random_edits (void)
{
  for (int i = 0; i < N_DOCUMENTS; i++) {
    g_autofree char *text = make_document ();
    g_test_message ("document %d:\n%s", i, text);
    g_autoptr (DpProfileFile) file = dp_profile_file_new (DP_PROFILE_FILE_CREDENTIALS, text, strlen (text));
    for (int j = 0; j < N_EDITS; j++) {
      edit_once (file);
      assert_same_reading (file);
    }
  }
}

/* Any bytes are a document that can be looked at and edited. */
static void
test_random_bytes (void)
{
  static const char alphabet[] = "[]=:#; \t\r\n\"'ab\\%\xef\xbb\xbf\xe9\xc2\xa0\f";

  for (int i = 0; i < 20000; i++) {
    char bytes[48];
    size_t length = (size_t) g_test_rand_int_range (0, sizeof bytes);
    for (size_t j = 0; j < length; j++) /* the terminating zero byte is one of them */
      bytes[j] = alphabet[g_test_rand_int_range (0, sizeof alphabet)];

    g_autoptr (DpProfileFile) file = dp_profile_file_new (i % 2 ? DP_PROFILE_FILE_CONFIG : DP_PROFILE_FILE_CREDENTIALS, bytes, length);
    size_t same_length = 0;
    const char *same = dp_profile_file_get_bytes (file, &same_length);
    g_assert_cmpmem (same, same_length, bytes, length);

    g_autoptr (GPtrArray) problems = dp_profile_file_list_problems (file);
    g_assert_nonnull (problems);
    dp_profile_file_set_value (file, "a", "b", "value");
    g_autofree char *value = dp_profile_file_dup_value (file, "a", "b");
    g_assert_cmpstr (value, ==, "value");
    dp_profile_file_remove_profile (file, "a");
    g_assert_false (dp_profile_file_has_profile (file, "a"));
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  gboolean has_seed = FALSE;
  for (int i = 0; i < argc; i++) {
    has_seed = has_seed || g_str_has_prefix (argv[i], "--seed");
    g_ptr_array_add (arguments, argv[i]);
  }
  if (!has_seed)
    g_ptr_array_add (arguments, (gpointer) "--seed=R02S4aefe0d4dd2a3b1fd4f1ac7b0ae04b23");
  int n_arguments = (int) arguments->len;
  g_ptr_array_add (arguments, NULL);
  char **values = (char **) arguments->pdata;
  g_test_init (&n_arguments, &values, NULL);

  g_test_add_func ("/random-edits/documents", test_random_edits);
  g_test_add_func ("/random-edits/bytes", test_random_bytes);
  return g_test_run ();
}
