/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <libsecret/secret.h>

#include "dp-access-key.h"

G_BEGIN_DECLS

DpAccessKey *dp_aws_vault_item_parse (const char  *name,
                                      SecretValue *value);

G_END_DECLS
