/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

char *read_file    (const char *path,
                    size_t     *length);
bool  replace_file (const char *path,
                    const char *bytes,
                    size_t      length);
