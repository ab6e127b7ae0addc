/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <string.h>

#include "dp-profile-file.h"
#include "dp-profiles-error.h"

static char *
dup_text (DpProfileFile *file)
{
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);

  return g_strndup (bytes, length);
}

static DpProfileFile *
parse (DpProfileFileKind kind, const char *text)
{
  return dp_profile_file_new (kind, text, strlen (text));
}

#define CONFIG DP_PROFILE_FILE_CONFIG
#define CREDENTIALS DP_PROFILE_FILE_CREDENTIALS

static void
test_set (void)
{
  static const struct {
    DpProfileFileKind kind;
    const char *before, *profile, *key, *value, *after;
  } cases[] = {
    { CREDENTIALS, "", "a", "k", "v", "[a]\nk = v\n" },
    { CONFIG, "", "a", "k", "v", "[profile a]\nk = v\n" },
    { CONFIG, "", "default", "k", "v", "[default]\nk = v\n" },
    { CONFIG, "[profile default]\nx = 1\n", "default", "k", "v", "[profile default]\nx = 1\nk = v\n" },
    { CREDENTIALS, "# only\n", "a", "k", "v", "# only\n\n[a]\nk = v\n" },
    { CREDENTIALS, "[b]\nx = 1\n\n\n", "a", "k", "v", "[b]\nx = 1\n\n\n[a]\nk = v\n" },
    { CREDENTIALS, "[b]\r\nx = 1", "a", "k", "v", "[b]\r\nx = 1\r\n\r\n[a]\r\nk = v\r\n" },
    { CREDENTIALS, "[b]\r\nx = 1\r", "a", "k", "v", "[b]\r\nx = 1\r\n\r\n[a]\r\nk = v\r\n" },
    { CREDENTIALS, "[a]\nk=old # note\nz = 1\n", "a", "k", "v", "[a]\nk = v\nz = 1\n" },
    { CREDENTIALS, "[a]\nk=old", "a", "k", "v", "[a]\nk = v" },
    { CREDENTIALS, "[a]\r\nk=old\r\nz=1\r\n", "a", "k", "v", "[a]\r\nk = v\r\nz=1\r\n" },
    { CREDENTIALS, "[a]\nk=v\n", "a", "k", "v", "[a]\nk=v\n" },
    { CREDENTIALS, "[a]\nK = v\n", "a", "k", "v", "[a]\nk = v\n" },
    { CREDENTIALS, "[a]\nk: v\n", "a", "k", "v", "[a]\nk = v\n" },
    { CREDENTIALS, "[a]\nk =\n  n = 1\n  m = 2\nz = 1\n", "a", "k", "v", "[a]\nk = v\nz = 1\n" },
    { CREDENTIALS, "[a]\nk = 1\nz = 1\nK = 2\n", "a", "k", "v", "[a]\nz = 1\nk = v\n" },
    { CREDENTIALS, "[a]\nk = 1\n[b]\n[a]\nz = 1\n", "a", "k", "v", "[a]\n[b]\n[a]\nz = 1\nk = v\n" },
    { CREDENTIALS, "[a]\n  k = 1\n  z = 1\n", "a", "k", "v", "[a]\n  k = v\n  z = 1\n" },
    { CREDENTIALS, "[a]\nx = 1\n# of x\n\n# of b\n[b]\n", "a", "k", "v", "[a]\nx = 1\nk = v\n# of x\n\n# of b\n[b]\n" },
    { CREDENTIALS, "[a]\n# of b\n[b]\n", "a", "k", "v", "[a]\nk = v\n# of b\n[b]\n" },
    { CREDENTIALS, "[a]\nx =\n  n = 1\n\n[b]\n", "a", "k", "v", "[a]\nx =\n  n = 1\nk = v\n\n[b]\n" },
    { CREDENTIALS, "[a]\nx = 1\n  # indented\n[b]\n", "a", "k", "v", "[a]\nx = 1\n  # indented\nk = v\n[b]\n" },
    { CREDENTIALS, "[ a ] # mine\nk = 1\n", "a", "k", "v", "[a] # mine\nk = v\n" },
    { CREDENTIALS, "[ a ]\n[a]\n", "a", "k", "v", "[ a ]\n[a]\nk = v\n" },
    { CREDENTIALS, "[b]\n[a]#mine\n", "a", "k", "v", "[b]\n#mine\n[a]\nk = v\n" },
    { CREDENTIALS, "[b]\r\n[a] mine \r\nx = 1\r\n", "a", "k", "v", "[b]\r\n# mine\r\n[a]\r\nx = 1\r\nk = v\r\n" },
    { CREDENTIALS, "[a] ; see [b]\nk = 1\n[b]\n", "a", "k", "v", "; see [b]\n[a]\nk = v\n[b]\n" },
    { CONFIG, "[profile 'a']]", "a", "k", "v", "# ]\n[profile 'a']\nk = v\n" },
    { CONFIG, "[profile  a ] # mine\nk = 1\n", "a", "k", "v", "[profile a] # mine\nk = v\n" },
    { CREDENTIALS, "[a]\n  # indented\n[b]\n", "a", "k", "v", "[a]\n  # indented\nk = v\n[b]\n" },
    { CREDENTIALS, "[a]\nx = 1\n# y\n\n  # indented\n# of b\n[b]\n", "a", "k", "v", "[a]\nx = 1\n# y\n\n  # indented\nk = v\n# of b\n[b]\n" },
    { CREDENTIALS, "[a]\nk = 1\nz = 1\n", "a", "k", "", "[a]\nz = 1\n" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%zu: %s", i, cases[i].before);
    g_autoptr (DpProfileFile) file = parse (cases[i].kind, cases[i].before);
    dp_profile_file_set_value (file, cases[i].profile, cases[i].key, cases[i].value);
    g_autofree char *text = dup_text (file);
    g_assert_cmpstr (text, ==, cases[i].after);
    g_autofree char *value = dp_profile_file_dup_value (file, cases[i].profile, cases[i].key);
    g_assert_cmpstr (value, ==, *cases[i].value != '\0' ? cases[i].value : NULL);
  }
}

static void
test_remove_profile (void)
{
  static const struct {
    const char *before, *after;
  } cases[] = {
    { "[a]\nx = 1\n", "" },
    { "[b]\ny = 1\n\n[a]\nx = 1\n", "[b]\ny = 1\n" },
    { "[a]\nx = 1\n\n[b]\ny = 1\n", "[b]\ny = 1\n" },
    { "[b]\n\n[a]\nx = 1\n\n[c]\n", "[b]\n\n[c]\n" },
    { "[b]\n[a]\nx = 1\n[c]\n", "[b]\n[c]\n" },
    { "[a]\nx = 1\n# of c\n[c]\n", "# of c\n[c]\n" },
    { "[a]\nx = 1\n# y = 2\n\n# of c\n[c]\n", "# of c\n[c]\n" },
    { "[b]\n\n# of a\n[a]\nx = 1\n\n# alone\n\n# of c\n[c]\n", "[b]\n\n# alone\n\n# of c\n[c]\n" },
    { "# the file's\n[a]\nx = 1\n[c]\n", "# the file's\n[c]\n" },
    { "[a]\nx =\n  n = 1\n\n  m = 2\n[c]\n", "[c]\n" },
    { "[a]\nx = 1\n[c]\n[a]\nz = 1\n[d]\n", "[c]\n[d]\n" },
    { "[c]\r\n\r\n[a]\r\nx = 1", "[c]\r\n" },
    { "[b]\n", "[b]\n" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%zu: %s", i, cases[i].before);
    g_autoptr (DpProfileFile) file = parse (CREDENTIALS, cases[i].before);
    gboolean had = dp_profile_file_has_profile (file, "a");
    g_assert_cmpint (dp_profile_file_remove_profile (file, "a"), ==, had);
    g_autofree char *text = dup_text (file);
    g_assert_cmpstr (text, ==, cases[i].after);
  }
}

static void
test_add_then_remove (void)
{
  static const char *const texts[] = { "", "[b]\ny = 1\n", "# note\n", "[b]\r\n# end\r\n" };

  for (size_t i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (DpProfileFile) file = parse (CONFIG, texts[i]);
    dp_profile_file_set_value (file, "a", "k", "v");
    g_assert_true (dp_profile_file_remove_profile (file, "a"));
    g_autofree char *text = dup_text (file);
    g_assert_cmpstr (text, ==, texts[i]);
  }
}

static void
test_remove_and_rename_key (void)
{
  g_autoptr (DpProfileFile) file = parse (CREDENTIALS, "[a]\nK = 1\nn =\n  m = 1\nk = 2 # note\nz = 1\n[b]\nk = 3\n");

  g_assert_false (dp_profile_file_rename_key (file, "a", "k", "z"));
  g_assert_false (dp_profile_file_rename_key (file, "a", "absent", "new"));
  g_assert_true (dp_profile_file_rename_key (file, "a", "k", "new"));
  g_autofree char *renamed = dup_text (file);
  g_assert_cmpstr (renamed, ==, "[a]\nn =\n  m = 1\nnew = 2 # note\nz = 1\n[b]\nk = 3\n");

  g_assert_true (dp_profile_file_remove_key (file, "a", "N"));
  g_assert_false (dp_profile_file_remove_key (file, "a", "k"));
  g_autofree char *removed = dup_text (file);
  g_assert_cmpstr (removed, ==, "[a]\nnew = 2 # note\nz = 1\n[b]\nk = 3\n");
}

static void
test_nested (void)
{
  static const struct {
    const char *section, *key, *nested, *value;
  } cases[] = {
    { "services local", "sts", "endpoint_url", "http://127.0.0.1:1/a" },
    { "services local", "STS", "Endpoint_URL", "http://127.0.0.1:1/a" },
    { "services local", "iam", "endpoint_url", "http://127.0.0.1:2" },
    { "services local", "s3", "endpoint_url", NULL },
    { "services quoted", "sts", "endpoint_url", "http://127.0.0.1:3" },
    { "services other", "sts", "endpoint_url", NULL },
    { "profile x", "s3", "max", "1" },
    { "profile x", "s3", "region", NULL },
    { "default", "s3", "max", "2" },
    { "x", "s3", "max", NULL },
  };
  g_autoptr (DpProfileFile) file = parse (CONFIG,
                                          "[default]\ns3 =\n\tmax=2\n"
                                          "[profile x]\ns3 =\n  # note\n  max = 1 # one\nregion = here\n"
                                          "[services local]\nsts =\n\n  endpoint_url = http://127.0.0.1:1/a\niam = \n  endpoint_url = http://127.0.0.1:2\n"
                                          "[services \"quoted\"]\nsts =\n  endpoint_url = http://127.0.0.1:3\n");

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s / %s / %s", cases[i].section, cases[i].key, cases[i].nested);
    g_autofree char *value = dp_profile_file_dup_nested (file, cases[i].section, cases[i].key, cases[i].nested);
    g_assert_cmpstr (value, ==, cases[i].value);
  }
}

static void
test_list (void)
{
  g_autoptr (DpProfileFile) config = parse (CONFIG, "[profile b]\n[default]\n[sso-session s]\n[services x]\n[plain]\n[profile a]\n[profile b]\n");
  g_auto (GStrv) in_config = dp_profile_file_list_profiles (config);
  g_autofree char *config_names = g_strjoinv (",", in_config);
  g_assert_cmpstr (config_names, ==, "b,default,a");

  g_autoptr (DpProfileFile) credentials = parse (CREDENTIALS, "[z]\n[profile b]\n[default]\n");
  g_auto (GStrv) in_credentials = dp_profile_file_list_profiles (credentials);
  g_autofree char *credentials_names = g_strjoinv (",", in_credentials);
  g_assert_cmpstr (credentials_names, ==, "z,profile b,default");
  g_assert_false (dp_profile_file_has_profile (credentials, "Z"));

  g_autoptr (DpProfileFile) marked = parse (CREDENTIALS, "\xef\xbb\xbf[a]\n");
  g_assert_true (dp_profile_file_has_profile (marked, "a"));
}

static void
test_problems (void)
{
  static const struct {
    const char *text;
    const char *problems; /* "LINE!" is fatal */
  } cases[] = {
    { "# fine\n[a]\nk = 1\ns3 =\n  max = 1\n\n[b]\nK = 1\n", "" },
    { "[a]\n[b]\n[a]\n", "3!" },
    { "[a]\nk = 1\nx = 1\nK = 2\nk = 3\n", "4!5!" },
    { "[a]\n[b]\n[c]\n[d]\n[e]\n[f]\n[g]\n[h]\n[i]\n[j]\n[k]\n[l]\n[m]\n[n]\n[o]\n[p]\n[q]\n[a]\n", "18!" },
    { "[s]\na=\nb=\nc=\nd=\ne=\nf=\ng=\nh=\ni=\nj=\nk=\nl=\nm=\nn=\no=\np=\nq=\nA=\n", "19!" },
    { "[s]\na=\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\nA=\n", "38!" },
    { "[a]\naws_access_key_id = 1\nregion = 2\nAWS_Access_Key_ID = 3\n", "4!" },
    { "[a]\nkey_number_1 = 1\nkey_number_2 = 2\n[b]\nkey_number_1 = 1\n", "" },
    { "[profile one-account]\n[profile two-account]\n[profile One-account]\n", "" },
    { "[profile one-account]\n[profile two-account]\n[profile one-account]\n[profile one-account]\n", "3!4!" },
    { "\xef\xbb\xbf[a]\n", "1!" },
    { "[a]\n# caf\xe9\n# \xc3\xa9\n", "2!" },
    { "[a]\nk\n", "2!" },
    { "[a]\n= v\n", "2!" },
    { "k = 1\n[a]\n", "1!" },
    { "[a\nk = 1\n", "1!2!" },
    { "[]\nk = 1\n", "1!" },
    { "[a]\nk = 1\n  x = 2\n", "3" },
    { "[a]\n  k = 1\n", "2" },
    { "[a]\nk = 1\n  # note\n", "3" },
    { "[a]\nk = 1 # note\n", "2" },
    { "[a]\nk: 1\n", "2" },
    { "[a]\nk = 1\n [b]\n", "3!" },
    { "[a] # see [b]\n", "1" },
    { "[a]\n[b]#mine\n", "2" },
    { "[a]\n[b] mine\n", "2" },
    { "[a]\t; mine\n[b]  \r\n[c]", "" },
    { "[ a]\n[b ]\n[profile c ]\n[profile  d]\n", "1"
                                                  "2"
                                                  "3"
                                                  "4" },
    { "[DEFAULT]\n[profile DEFAULT]\n[default]\n", "1" },
    { "[default]\n[profile a]\n[profile default]\n", "3" },
    { "[profile a]\n[profile 'a']\n[profile \"a\"]\n[profile\ta]\n", "2"
                                                                     "3"
                                                                     "4" },
    { "[profile a]\n[services a]\n[a]\n[sso-session a]\n", "" },
    { "[a]\rk = 1\n", "1!1" },
    { "[a]\r\nk = 1\r\n", "" },
    { "[a]\ns3 =\n  junk\n", "3!" },
    { "[a]\ns3 =\n  a = b\n\n  # note\n  a: b\n", "56!" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("row %zu", i);
    g_autoptr (DpProfileFile) file = parse (CONFIG, cases[i].text);
    g_autoptr (GPtrArray) problems = dp_profile_file_list_problems (file);
    g_autoptr (GString) found = g_string_new (NULL);
    for (guint j = 0; j < problems->len; j++) {
      const DpProfileFileProblem *problem = g_ptr_array_index (problems, j);
      g_string_append_printf (found, "%u%s", problem->line, problem->fatal ? "!" : "");
      g_assert_false (g_str_has_suffix (problem->message, "."));
    }
    g_assert_cmpstr (found->str, ==, cases[i].problems);
    g_assert_cmpint (dp_profile_file_check (file, "/x", NULL), ==, strchr (cases[i].problems, '!') == NULL);
  }
}

/* The credentials file is read like the other: botocore takes blocks apart in both. */
static void
test_block_in_credentials (void)
{
  g_autoptr (DpProfileFile) file = parse (CREDENTIALS, "[a]\ns3 =\n  junk\n");
  g_autoptr (GError) error = NULL;

  g_assert_false (dp_profile_file_check (file, "/x", &error));
  g_assert_cmpstr (error->message, ==, "AWS tools cannot read “/x” as it is. Line 3: This indented line has no “=”; complete it or take it out");
}

static void
test_zero_byte (void)
{
  static const char bytes[] = "[a]\nk = 1\n# a\0b\n";
  g_autoptr (DpProfileFile) file = dp_profile_file_new (CREDENTIALS, bytes, sizeof bytes - 1);
  g_autoptr (GError) error = NULL;

  g_assert_false (dp_profile_file_check (file, "/the/path", &error));
  g_assert_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNREADABLE);
  g_assert_cmpstr (error->message, ==, "AWS tools cannot read “/the/path” as it is. Line 3: This line has a zero byte in it; take it out");
}

/* Long files are looked through many bytes at once. */
static void
test_fault_anywhere (void)
{
  static const char faults[] = { '\0', '\r', '\xe9' };
  char bytes[600];

  for (size_t i = 0; i < 3 * (sizeof bytes - 2); i++) {
    memset (bytes, '#', sizeof bytes);
    g_autoptr (DpProfileFile) sound = dp_profile_file_new (CREDENTIALS, bytes, sizeof bytes);
    g_assert_true (dp_profile_file_check (sound, "/x", NULL));

    bytes[1 + i / 3] = faults[i % 3];
    g_autoptr (DpProfileFile) file = dp_profile_file_new (CREDENTIALS, bytes, sizeof bytes);
    g_assert_false (dp_profile_file_check (file, "/x", NULL));
  }
}

static void
test_message_has_no_value (void)
{
  g_autoptr (DpProfileFile) file = parse (CREDENTIALS, "[a]\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nwJalr=1\nwJalr=2\n");
  g_autoptr (GPtrArray) problems = dp_profile_file_list_problems (file);

  g_assert_cmpuint (problems->len, ==, 2);
  for (guint i = 0; i < problems->len; i++) {
    const DpProfileFileProblem *problem = g_ptr_array_index (problems, i);
    g_assert_null (strstr (problem->message, "wJalr"));
  }
}

/* Ten thousand profiles: each found, and the others as they were. */
static void
test_many_profiles (void)
{
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  for (int i = 0; i < 10000; i++) {
    g_string_append_printf (before, "# of %d\n[p%d]\nregion = r%d\n\n", i, i, i);
    g_string_append_printf (after, "# of %d\n[p%d]\nregion = %s%d\n\n", i, i, i % 1000 == 0 ? "new" : "r", i);
  }

  g_autoptr (DpProfileFile) file = dp_profile_file_new (CREDENTIALS, before->str, before->len);
  g_assert_true (dp_profile_file_check (file, "/x", NULL));
  for (int i = 0; i < 10000; i += 1000) {
    g_autofree char *profile = g_strdup_printf ("p%d", i);
    g_autofree char *value = g_strdup_printf ("new%d", i);
    dp_profile_file_set_value (file, profile, "region", value);
  }
  size_t length = 0;
  const char *bytes = dp_profile_file_get_bytes (file, &length);
  g_assert_cmpmem (bytes, length, after->str, after->len);
}

/* Texts around the size of huge pages, which grow beyond what was allotted. */
static void
test_large_files (void)
{
  static const size_t sizes[] = { 1 << 20, (2 << 20) - 8192, (2 << 20) - 1, 2 << 20, (2 << 20) + 1, (3 << 20) + 1 };
  g_autofree char *value = g_strnfill (100000, 'v');

  for (size_t i = 0; i < G_N_ELEMENTS (sizes); i++) {
    g_test_message ("%zu bytes", sizes[i]);
    g_autofree char *comment = g_strnfill (sizes[i] - 1, '#');
    g_autofree char *before = g_strconcat (comment, "\n", NULL);
    g_autofree char *after = g_strconcat (before, "\n[a]\nk = ", value, "\n", NULL);
    g_autoptr (DpProfileFile) file = parse (CREDENTIALS, before);
    dp_profile_file_set_value (file, "a", "k", value);
    size_t length = 0;
    const char *bytes = dp_profile_file_get_bytes (file, &length);
    g_assert_cmpmem (bytes, length, after, strlen (after));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-file/set", test_set);
  g_test_add_func ("/profile-file/remove-profile", test_remove_profile);
  g_test_add_func ("/profile-file/add-then-remove", test_add_then_remove);
  g_test_add_func ("/profile-file/remove-and-rename-key", test_remove_and_rename_key);
  g_test_add_func ("/profile-file/nested", test_nested);
  g_test_add_func ("/profile-file/list", test_list);
  g_test_add_func ("/profile-file/problems", test_problems);
  g_test_add_func ("/profile-file/block-in-credentials", test_block_in_credentials);
  g_test_add_func ("/profile-file/zero-byte", test_zero_byte);
  g_test_add_func ("/profile-file/fault-anywhere", test_fault_anywhere);
  g_test_add_func ("/profile-file/message-has-no-value", test_message_has_no_value);
  g_test_add_func ("/profile-file/many-profiles", test_many_profiles);
  g_test_add_func ("/profile-file/large-files", test_large_files);
  return g_test_run ();
}
