/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "dp-renewal-note.h"
#include "random-text.h"

/* What lies in a lock file, and every message that a failure can leave there. */

static const char *const notes[] = {
  "[renewal]\nholder=4711\n",
  "[renewal]\nholder=4711\nsettled-at=123456789\n\n\n\n",
  "[renewal]\nholder=4711\nsettled-at=123456789\ndomain=dp-session-error-quark\ncode=3\nmessage=Nobody answered\\n\\s\n",
  "",
  NULL,
};
static const char *const messages[] = { "The code was refused", "“caf\xe9” could not be written", "…", "\xf0\x9f\x94\x91", "", NULL };
static const char *const pieces[] = { "[renewal]", "\n", "=", "\\", "\\x", ";", "#", "-1", "99999999999999999999", "code=", "domain=", "message=", "\xe9", "\xfd", "\xc3\xa9", NULL };

static int
open_file (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("note-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (path);
  return fd;
}

static void
test_read (void)
{
  int fd = open_file ();

  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    size_t length = 0;
    g_autofree char *text = random_text_make (notes, pieces, &length);
    g_assert_cmpint (ftruncate (fd, 0), ==, 0);
    g_assert_cmpint (pwrite (fd, text, length, 0), ==, (gssize) length);
    DpRenewalNote *note = dp_renewal_note_read (fd);
    g_assert_true (note->outcome == NULL || (note->settled_at != 0 && g_utf8_validate (note->outcome->message, -1, NULL)));
    dp_renewal_note_free (note);
  }
  close (fd);
}

static void
test_write (void)
{
  int fd = open_file ();

  for (int i = 0; i < RANDOM_TEXT_ROUNDS / 10; i++) {
    g_autofree char *message = random_text_make_string (messages, pieces);
    g_autoptr (GError) error = g_error_new_literal (g_quark_from_static_string ("random"), i, message);
    const DpRenewalNote written = { .holder = i, .settled_at = 1, .outcome = error };
    dp_renewal_note_write (&written, fd);
    DpRenewalNote *note = dp_renewal_note_read (fd);
    g_assert_error (note->outcome, g_quark_from_static_string ("random"), i);
    g_autofree char *valid = g_utf8_make_valid (message, -1);
    g_assert_cmpstr (g_strstrip (note->outcome->message), ==, g_strstrip (valid)); /* GKeyFile keeps no form feed there */
    dp_renewal_note_free (note);
  }
  close (fd);
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);
  /* GLib warns of itself for a value with two wrong escapes. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/random-renewal-notes/read", test_read);
  g_test_add_func ("/random-renewal-notes/write", test_write);
  return g_test_run ();
}
