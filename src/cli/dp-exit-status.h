/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What the command ends with. Fixed: scripts branch on the numbers. */
typedef enum {
  DP_EXIT_DONE = 0,
  DP_EXIT_FAILURE = 1,
  DP_EXIT_USAGE = 2,
  DP_EXIT_NO_SESSION = 3,
  DP_EXIT_CANCELLED = 4,
  DP_EXIT_KEYRING = 5,
  DP_EXIT_REFUSED = 6,
  DP_EXIT_NETWORK = 7,
  DP_EXIT_FILE = 8,
  DP_EXIT_WRONG_ACCOUNT = 9,
  /* Those of env(1), of "exec" alone. */
  DP_EXIT_EXEC_FAILED = 125,
  DP_EXIT_EXEC_NOT_STARTED = 126,
  DP_EXIT_EXEC_NOT_FOUND = 127,
} DpExitStatus;

DpExitStatus dp_exit_status_from_error (const GError *error);

G_END_DECLS
