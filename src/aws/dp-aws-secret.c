/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-secret.h"

#include <string.h>

/**
 * dp_aws_secret_free:
 * @secret: (nullable) (transfer full): text that no one is to find later
 *
 * Wipes @secret, then frees it.
 */
void
dp_aws_secret_free (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}
