/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-renewal-note.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define GROUP "renewal"
#define SIZE 4096
#define MESSAGE_MAX 512

static void
read_outcome (DpRenewalNote *self,
              GKeyFile *text)
{
  g_autofree char *domain = g_key_file_get_string (text, GROUP, "domain", NULL);
  g_autofree char *message = g_key_file_get_string (text, GROUP, "message", NULL);

  /* A domain that nobody in this process has used is not known by its name. */
  if (domain != NULL && message != NULL)
    self->outcome = g_error_new_literal (g_quark_from_string (domain), g_key_file_get_integer (text, GROUP, "code", NULL), message);
}

/** What the file @fd holds; an empty note when that is nothing. Owned. */
DpRenewalNote *
dp_renewal_note_read (int fd)
{
  DpRenewalNote *self = g_new0 (DpRenewalNote, 1);
  g_autoptr (GKeyFile) text = g_key_file_new ();
  char bytes[SIZE];
  ssize_t length = pread (fd, bytes, sizeof bytes, 0);

  if (length <= 0 || !g_key_file_load_from_data (text, bytes, length, G_KEY_FILE_NONE, NULL))
    return self;
  self->holder = g_key_file_get_integer (text, GROUP, "holder", NULL);
  self->asks_person = g_key_file_get_boolean (text, GROUP, "asks-person", NULL);
  self->settled_at = g_key_file_get_int64 (text, GROUP, "settled-at", NULL);
  if (self->settled_at != 0)
    read_outcome (self, text);
  return self;
}

/** Puts the note into the file @fd, all of it at once: who is killed meanwhile
 * leaves the old one or the new one. */
void
dp_renewal_note_write (const DpRenewalNote *self,
                       int fd)
{
  g_autoptr (GKeyFile) text = g_key_file_new ();
  char padded[SIZE];

  g_key_file_set_integer (text, GROUP, "holder", self->holder);
  g_key_file_set_boolean (text, GROUP, "asks-person", self->asks_person);
  if (self->settled_at != 0)
    g_key_file_set_int64 (text, GROUP, "settled-at", self->settled_at);
  if (self->outcome != NULL) {
    /* It may name a path, which need not be UTF-8. */
    g_autofree char *valid = g_utf8_make_valid (self->outcome->message, -1);
    g_autofree char *message = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MESSAGE_MAX));
    g_key_file_set_string (text, GROUP, "domain", g_quark_to_string (self->outcome->domain));
    g_key_file_set_integer (text, GROUP, "code", self->outcome->code);
    g_key_file_set_string (text, GROUP, "message", message);
  }

  g_autofree char *bytes = g_key_file_to_data (text, NULL, NULL);
  memset (padded, '\n', sizeof padded);
  memcpy (padded, bytes, MIN (strlen (bytes), sizeof padded));
  if (pwrite (fd, padded, sizeof padded, 0) != sizeof padded)
    g_info ("lock: The note could not be written: %s", g_strerror (errno));
}

/** NULL is fine. */
void
dp_renewal_note_free (DpRenewalNote *self)
{
  if (self == NULL)
    return;

  g_clear_error (&self->outcome);
  g_free (self);
}
