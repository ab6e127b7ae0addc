/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What stands in the lock file of an account. */
typedef struct {
  int holder;           /* the process that holds the lock, or held it last */
  gboolean asks_person; /* it waits for somebody's answer */
  gint64 settled_at;    /* dp_boot_time_now() of the outcome; 0 when there is none */
  GError *outcome;      /* (nullable) (owned): NULL for a new session */
} DpRenewalNote;

DpRenewalNote *dp_renewal_note_read  (int                  fd);
void           dp_renewal_note_write (const DpRenewalNote *self,
                                      int                  fd);
void           dp_renewal_note_free  (DpRenewalNote       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRenewalNote, dp_renewal_note_free)

G_END_DECLS
