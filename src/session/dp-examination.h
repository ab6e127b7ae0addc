/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-account.h"
#include "dp-finding.h"
#include "dp-shared-files.h"

G_BEGIN_DECLS

/** Why AWS could not be reached, or that it was: once for each endpoint. */
typedef struct {
  char *url;      /* (nullable): NULL when the settings give none */
  GError *error;  /* (nullable) (owned) */
  gint64 offset;  /* seconds that its clock is ahead of ours */
} DpReach;

/** What the checks look at, and what they found. */
typedef struct {
  DpSharedFiles *files;       /* (owned): a file that cannot be read is empty here */
  GError *config_error;       /* (nullable) (owned): why it cannot be read */
  GError *credentials_error;  /* (nullable) (owned) */
  GPtrArray *accounts;        /* (owned) (element-type DpAccount): those to look at; none while a file cannot be read */
  gboolean has_display;       /* of the person who sits here */
  GDBusConnection *bus;       /* (nullable) (owned): the session bus */
  GCancellable *cancellable;  /* (nullable) (unowned) */
  GPtrArray *reaches;         /* (nullable) (owned) (element-type DpReach) */

  GPtrArray *findings;        /* (owned) (element-type DpFinding) */
  const char *id;             /* of the check that runs */
} DpExamination;

DpExamination *dp_examination_new   (const char *const *profiles,
                                     gboolean           has_display,
                                     GCancellable      *cancellable);
void           dp_examination_free  (DpExamination     *self);

void           dp_examination_tick  (DpExamination     *self,
                                     const char        *profile,
                                     const char        *format,
                                     ...) G_GNUC_PRINTF (3, 4);
void           dp_examination_skip  (DpExamination     *self,
                                     const char        *subject,
                                     const char        *reason);
gboolean       dp_examination_skip_unread (DpExamination *self,
                                     const char        *subject);
gboolean       dp_examination_skip_without_desktop (DpExamination *self,
                                     const char        *subject);
DpFinding     *dp_examination_cross (DpExamination     *self,
                                     const char        *profile,
                                     const char        *message,
                                     const char        *advice);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpExamination, dp_examination_free)

G_END_DECLS
