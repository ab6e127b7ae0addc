/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"
#include "dp-exit-status.h"
#include "dp-places.h"
#include "dp-session.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

/** Why the command of "exec" did not start, as env(1) tells it apart. */
typedef enum {
  DP_EXEC_ERROR_NOT_FOUND,
  DP_EXEC_ERROR_NOT_STARTED,
} DpExecError;

#define DP_EXEC_ERROR (dp_exec_error_quark ())
GQuark dp_exec_error_quark (void);

/** The keys that --env puts into the environment. Borrowed. */
typedef struct {
  const char *access_key_id;
  const char *secret_access_key;
  const char *session_token;
  gint64 expires_at;
  const char *region; /* (nullable) */
} DpExecKeys;

DpAccount   *dp_exec_resolve          (const DpCommand  *command,
                                       DpSharedFiles    *files,
                                       GError          **error);
int          dp_exec_get_minimum      (const DpCommand  *command,
                                       const DpAccount  *account,
                                       const DpSession  *session);
GStrv        dp_exec_make_environment (GStrv             inherited,
                                       const char       *profile,
                                       const DpPlaces   *places,
                                       const DpExecKeys *keys);
void         dp_exec_become           (char            **command,
                                       char            **environment,
                                       GError          **error);
DpExitStatus dp_exec_translate_status (int               argc,
                                       char            **argv,
                                       DpExitStatus      status);

G_END_DECLS
