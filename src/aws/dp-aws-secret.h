/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  dp_aws_secret_free    (char  *secret);
void  dp_aws_secret_release (void  *memory);
void *dp_aws_secret_resize  (void  *memory,
                             size_t size);

G_END_DECLS
