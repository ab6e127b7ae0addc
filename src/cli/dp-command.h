/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-verb.h"

G_BEGIN_DECLS

/** By what the person may be asked. */
typedef enum {
  DP_PROMPT_AUTO,
  DP_PROMPT_WINDOW,
  DP_PROMPT_TERMINAL,
  DP_PROMPT_NONE,
} DpPrompt;

/** The names are those of "aws configure export-credentials --format". */
typedef enum {
  DP_EXPORT_PROCESS,
  DP_EXPORT_ENV,
  DP_EXPORT_ENV_NO_EXPORT,
  DP_EXPORT_FISH,
  DP_EXPORT_POWERSHELL,
} DpExportFormat;

/** What the keys of "daypass import" are taken from: the AWS files, or a tool. */
typedef enum {
  DP_IMPORT_FROM_FILES,
  DP_IMPORT_FROM_AWS_VAULT,
  DP_IMPORT_FROM_AWS_MFA,
} DpImportFrom;

/** What was asked for on the command line. */
typedef struct {
  DpVerb verb;
  GStrv profiles;       /* the operands, perhaps none */
  DpPrompt prompt;
  int min_seconds;      /* of --min; -1 when not given */
  int duration_seconds; /* of --duration; 0 when not given */
  DpExportFormat format;
  DpImportFrom import_from;
  gboolean lease;
  gboolean json;
  gboolean code_stdin;
  gboolean secret_stdin;
  gboolean dry_run;
  gboolean yes;
  gboolean local;
  gboolean remove;
  gboolean fix;
  gboolean env;
  gboolean terraform;
  char *access_key_id;
  char *mfa_serial;
  char *region;
  char *account_id;      /* twelve digits */
  char *role_arn;
  char *source_profile;
  char *external_id;
  char *role_session_name;
  GStrv command;         /* of "exec": what is to be started, with its arguments */
} DpCommand;

DpCommand *dp_command_parse (int         argc,
                             char      **argv,
                             GError    **error);
void       dp_command_free  (DpCommand  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpCommand, dp_command_free)

G_END_DECLS
