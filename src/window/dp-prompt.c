/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-prompt.h"

#include <stdio.h>
#include <unistd.h>

#include "dp-mfa-dialog.h"

typedef struct {
  DpExitStatus status;
  int lock_fd;
} Prompt;

/* The command that started us goes on at once, while the person still reads:
 * standard output is its pipe. */
static void
answered_cb (DpMfaDialog *dialog,
             int status,
             const char *failure,
             Prompt *prompt)
{
  prompt->status = status;
  if (prompt->lock_fd <= 0)
    return;
  close (prompt->lock_fd);
  printf ("%d %s\n", status, failure != NULL ? failure : "");
  fclose (stdout);
}

/**
 * The dialog as the child of a command: returns what to exit with. With
 * @lock_fd (else 0) the command holds the renewal lock and reads the exit
 * status and a sentence, in one line, from our standard output as soon as they
 * are known.
 */
DpExitStatus
dp_prompt_run (const char *profile,
               int lock_fd)
{
  Prompt prompt = { .status = DP_EXIT_CANCELLED, .lock_fd = lock_fd };
  DpMfaDialog *dialog = dp_mfa_dialog_new (profile, lock_fd);

  g_signal_connect (dialog, "answered", G_CALLBACK (answered_cb), &prompt);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return prompt.status;
}
