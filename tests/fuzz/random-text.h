/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** How many texts of a kind a test tries: a second's worth; with "-m slow" a
 * hundred times as many. */
#define RANDOM_TEXT_ROUNDS (g_test_slow () ? 2000000 : 20000)

void  random_text_init (int               *argc,
                        char            ***argv);
char *random_text_make (const char *const *samples,
                        const char *const *pieces,
                        size_t            *length);
char *random_text_make_string (const char *const *samples,
                               const char *const *pieces);

G_END_DECLS
