/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-job.h"

G_BEGIN_DECLS

gboolean dp_exec_job_prepare (const DpJob *job,
                              GError     **error);
void     dp_exec_job_become  (const DpJob *job,
                              GError     **error);

G_END_DECLS
