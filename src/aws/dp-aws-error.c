/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-error.h"

G_DEFINE_QUARK (dp_aws_error_quark, dp_aws_error)

/**
 * dp_aws_error_is_refusal:
 *
 * Returns: %TRUE when AWS got the request and refused it; %FALSE when the way
 *   to AWS failed, and for errors of other domains
 */
gboolean
dp_aws_error_is_refusal (const GError *error)
{
  return error->domain == DP_AWS_ERROR && error->code <= (int) DP_AWS_ERROR_REFUSED;
}
