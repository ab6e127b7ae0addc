/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-error.h"

G_DEFINE_QUARK (dp_aws_error_quark, dp_aws_error)
