/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-aws-client.h"

G_BEGIN_DECLS

void dp_clock_note_tell (DpAwsClient *client,
                         DpAsker     *asker);

G_END_DECLS
