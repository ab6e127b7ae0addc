/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-exit-status.h"

G_BEGIN_DECLS

DpExitStatus dp_job_status_from_error (const GError *error);

G_END_DECLS
