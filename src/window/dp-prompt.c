/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-prompt.h"

#include <stdio.h>
#include <unistd.h>

#include "dp-display.h"
#include "dp-mfa-dialog.h"
#include "dp-report.h"
#include "dp-tray-start.h"

typedef struct {
  DpExitStatus status;
  int lock_fd;
} Prompt;

/* The command that started us goes on at once, while the person still reads:
 * standard output is its pipe. */
static void
say (int lock_fd,
     int status,
     const char *sentence)
{
  if (lock_fd <= 0)
    return;
  close (lock_fd);
  printf ("%d %s\n", status, sentence != NULL ? sentence : "");
  fclose (stdout);
}

static void
answered_cb (DpMfaDialog *dialog,
             int status,
             const char *failure,
             Prompt *prompt)
{
  prompt->status = status;
  say (prompt->lock_fd, status, failure);
  if (status == DP_EXIT_DONE && dp_display_is_own ())
    dp_tray_start ();
}

/** The answer where no dialog can be opened, as from dp_prompt_run(). */
DpExitStatus
dp_prompt_fail (const GError *error,
                int lock_fd)
{
  dp_report_error (error);
  say (lock_fd, DP_EXIT_NO_SESSION, error->message);
  return DP_EXIT_NO_SESSION;
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
  DpMfaDialog *dialog = dp_mfa_dialog_new (profile, NULL, lock_fd);

  g_signal_connect (dialog, "answered", G_CALLBACK (answered_cb), &prompt);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return prompt.status;
}
