/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-sentence.h"

#include <glib/gi18n.h>

/** Errors come without the full stop of their last sentence, which a person is
 * shown. A list of lines, which ends with the last of them, has none. Owned. */
char *
dp_sentence_end (const char *text)
{
  /* Translators: the full stop of a sentence. */
  const char *stop = _(".");
  gboolean ends = g_str_has_suffix (text, stop) || g_str_has_suffix (text, ".") || g_str_has_suffix (text, "?") || g_str_has_suffix (text, "\n");

  return g_strconcat (text, ends ? "" : stop, NULL);
}

/** Two sentences, one after the other. Owned. */
char *
dp_sentence_join (const char *first,
                  const char *second)
{
  /* Translators: two sentences that have their full stops. */
  return g_strdup_printf (_("%s %s"), first, second);
}
