/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-exit-status.h"

#include "dp-exec.h"
#include "dp-profiles-error.h"

/**
 * The status for what can go wrong with the options and the files. Errors of
 * keyring and network are daypass-job's, which has a wider table.
 */
DpExitStatus
dp_exit_status_from_error (const GError *error)
{
  if (error->domain == G_OPTION_ERROR || g_error_matches (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE) || g_error_matches (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_INVALID))
    return DP_EXIT_USAGE;
  if (error->domain == DP_PROFILES_ERROR)
    return DP_EXIT_FILE;
  if (error->domain == DP_EXEC_ERROR)
    return error->code == DP_EXEC_ERROR_NOT_FOUND ? DP_EXIT_EXEC_NOT_FOUND : DP_EXIT_EXEC_NOT_STARTED;

  return DP_EXIT_FAILURE;
}
