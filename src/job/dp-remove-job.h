/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-job.h"

G_BEGIN_DECLS

gboolean dp_remove_job_run (const DpJob *job,
                            GError     **error);

G_END_DECLS
