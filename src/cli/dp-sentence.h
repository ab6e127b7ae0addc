/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *dp_sentence_end  (const char *text);
char *dp_sentence_join (const char *first,
                        const char *second);

G_END_DECLS
