/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

#include "dp-window-job.h"

G_BEGIN_DECLS

/** Runs a job on a page: tells what goes on, and asks there for the MFA device and
 * for the code. Any other question opens over the window.
 *
 * Signals: "finished" (GError or NULL), unless it was cancelled; "again", when the
 * person wants another try after dp_job_panel_show_error(). */
#define DP_TYPE_JOB_PANEL (dp_job_panel_get_type ())
G_DECLARE_FINAL_TYPE (DpJobPanel, dp_job_panel, DP, JOB_PANEL, GtkBox)

void     dp_job_panel_run        (DpJobPanel    *self,
                                  DpWindowJob   *job,
                                  DpWindowJobRun run,
                                  const char    *busy_text);
void     dp_job_panel_show_error (DpJobPanel    *self,
                                  const GError  *error);
gboolean dp_job_panel_is_running (DpJobPanel    *self);
void     dp_job_panel_cancel     (DpJobPanel    *self);

G_END_DECLS
