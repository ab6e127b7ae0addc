/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-access-key.h"

#include <string.h>

#include "memory-search.h"

#define ID "AKIAIOSFODNN7EXAMPLE"

/* Written out by character, so that the program's data does not hold it. */
static void
write_secret (char secret[21])
{
  for (int i = 0; i < 20; i++)
    secret[i] = (char) ('a' + (i * 7) % 26);
  secret[20] = '\0';
}

static void
test_new (void)
{
  g_autoptr (DpAccessKey) key = dp_access_key_new ("work", ID, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  g_assert_cmpstr (dp_access_key_get_profile (key), ==, "work");
  g_assert_cmpstr (dp_access_key_get_id (key), ==, ID);
  g_assert_cmpstr (dp_access_key_get_secret (key), ==, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  g_assert_cmpint (dp_access_key_get_created (key), ==, 0);
}

static void
test_secret_memory (void)
{
  char secret[21];
  write_secret (secret);
  g_autoptr (GBytes) masked = memory_search_mask (secret);
  /* Keeps the pages of the wiped secret readable. */
  g_autoptr (DpAccessKey) other = dp_access_key_new ("other", ID, "other secret");
  g_assert_true (memory_search_is_locked (dp_access_key_get_secret (other)));

  DpAccessKey *key = dp_access_key_new ("work", ID, secret);
  explicit_bzero (secret, sizeof secret);
  g_assert_true (memory_search_is_locked (dp_access_key_get_secret (key)));
  g_assert_false (memory_search_is_locked (dp_access_key_get_profile (key)));
  g_assert_cmpint (memory_search_count (masked), ==, 1);

  DpAccessKey *again = dp_access_key_ref (key);
  dp_access_key_unref (key);
  g_assert_cmpint (memory_search_count (masked), ==, 1);

  dp_access_key_unref (again);
  g_assert_cmpint (memory_search_count (masked), ==, 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/access-key/new", test_new);
  g_test_add_func ("/access-key/secret-memory", test_secret_memory);

  return g_test_run ();
}
