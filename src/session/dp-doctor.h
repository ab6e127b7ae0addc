/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-finding.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** Told of what was done (a sentence), or of why it could not be. */
typedef void (*DpDoctorReport) (const char   *done,
                                const GError *error,
                                gpointer      data);

GPtrArray *dp_doctor_examine   (const char *const *profiles,
                                gboolean           has_display,
                                GCancellable      *cancellable,
                                GError           **error);
void       dp_doctor_mend      (GPtrArray         *findings,
                                DpDoctorReport     report,
                                gpointer           data);
guint      dp_doctor_count_crosses (GPtrArray     *findings);
guint      dp_doctor_count_mends   (GPtrArray     *findings);

G_END_DECLS
