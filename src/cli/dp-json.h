/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void dp_json_begin          (GString    *json,
                             char        bracket);
void dp_json_end            (GString    *json,
                             char        bracket);
void dp_json_add_name       (GString    *json,
                             const char *name);
void dp_json_add_string     (GString    *json,
                             const char *name,
                             const char *value);
void dp_json_add_boolean    (GString    *json,
                             const char *name,
                             gboolean    value);
void dp_json_add_int        (GString    *json,
                             const char *name,
                             gint64      value);

G_END_DECLS
