/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-job-status.h"

#include <gio/gio.h>

#include "dp-aws-error.h"
#include "dp-keyring-error.h"
#include "dp-session-error.h"

static DpExitStatus
from_session_error (const GError *error)
{
  switch ((DpSessionError) error->code) {
    case DP_SESSION_ERROR_NOBODY:
    case DP_SESSION_ERROR_NO_SESSION:
      return DP_EXIT_NO_SESSION;
    case DP_SESSION_ERROR_INCOMPLETE:
      return DP_EXIT_USAGE;
    case DP_SESSION_ERROR_KEY:
    case DP_SESSION_ERROR_MFA:
      return DP_EXIT_REFUSED;
    case DP_SESSION_ERROR_UNCERTAIN:
      return DP_EXIT_CANCELLED;
    case DP_SESSION_ERROR_ACCOUNT:
      return DP_EXIT_WRONG_ACCOUNT;
    case DP_SESSION_ERROR_SUPERSEDED:
      break;
  }
  return DP_EXIT_FAILURE;
}

/** The status for everything that can go wrong in a job. */
DpExitStatus
dp_job_status_from_error (const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return DP_EXIT_CANCELLED;
  if (error->domain == DP_KEYRING_ERROR)
    return DP_EXIT_KEYRING;
  if (error->domain == DP_AWS_ERROR)
    return dp_aws_error_is_refusal (error) ? DP_EXIT_REFUSED : DP_EXIT_NETWORK;
  if (error->domain == DP_SESSION_ERROR)
    return from_session_error (error);

  return dp_exit_status_from_error (error);
}
