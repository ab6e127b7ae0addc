/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-sentence.h"

#include <glib/gi18n.h>

/** Errors come without the full stop of their last sentence, which a window
 * shows. Owned. */
char *
dp_sentence_end (const char *text)
{
  gboolean ends = g_str_has_suffix (text, ".") || g_str_has_suffix (text, "?") || g_str_has_suffix (text, "。");

  /* Translators: the full stop of a sentence. */
  return g_strconcat (text, ends ? "" : _("."), NULL);
}

/** Two sentences, one after the other. Owned. */
char *
dp_sentence_join (const char *first,
                  const char *second)
{
  /* Translators: two sentences that have their full stops. */
  return g_strdup_printf (_("%s %s"), first, second);
}
