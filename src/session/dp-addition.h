/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-asker.h"
#include "dp-keyring.h"

G_BEGIN_DECLS

/** What "daypass add" was given. Borrowed; what is NULL is asked for. */
typedef struct {
  const char *profile;  /* (not nullable) */
  const char *access_key_id;
  const char *secret;
  const char *mfa_serial;
  const char *region;
  int duration_seconds; /* 0: as it is, or the default */
  DpAsker *asker;
  DpKeyringPrompt keyring_prompt;
} DpAddition;

gboolean dp_addition_run (const DpAddition *self,
                          GCancellable     *cancellable,
                          GError          **error);

G_END_DECLS
