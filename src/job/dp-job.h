/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-command.h"
#include "dp-renewal.h"

G_BEGIN_DECLS

/** What every command needs that is more than reading the files. Borrowed. */
typedef struct {
  const DpCommand *command;
  GCancellable *cancellable; /* the process's */
  DpAsker *asker;
  DpKeyringPrompt keyring_prompt;
  GStrv *environment; /* (out): of the command that this process becomes at the end, if any */
} DpJob;

DpRenewal dp_job_make_renewal (const DpJob     *self,
                               const DpAccount *account,
                               int              min_seconds);
void      dp_job_tell_session (const DpAccount *account,
                               const DpSession *present,
                               const DpSession *session);
gboolean  dp_job_check_length (const DpJob     *self,
                               const DpAccount *account,
                               const DpSession *session,
                               GError         **error);
void      dp_job_tell_stranded (const char      *profile);

G_END_DECLS
