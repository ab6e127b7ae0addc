/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** One question at a time: whoever holds an account's lock asks; the others
 * wait, and take the session or the outcome that the asker left behind. */
typedef struct _DpRenewalLock DpRenewalLock;

/** Called once, when another process has been asking for a second. */
typedef void (*DpRenewalLockWaiting) (gpointer data);

DpRenewalLock *dp_renewal_lock_new          (const char          *profile,
                                             const char          *credentials_path,
                                             GError             **error);
gboolean       dp_renewal_lock_acquire      (DpRenewalLock       *self,
                                             gboolean             passes_person,
                                             DpRenewalLockWaiting waiting,
                                             gpointer             data,
                                             GCancellable        *cancellable,
                                             GError             **error);
gboolean       dp_renewal_lock_try_acquire  (DpRenewalLock       *self);
void           dp_renewal_lock_adopt        (DpRenewalLock       *self,
                                             int                  fd);
gboolean       dp_renewal_lock_is_held_by_other (DpRenewalLock   *self);
gboolean       dp_renewal_lock_get_outcome  (DpRenewalLock       *self,
                                             gint64               since,
                                             GError             **outcome);
gboolean       dp_renewal_lock_is_taken     (DpRenewalLock       *self);
int            dp_renewal_lock_get_fd       (DpRenewalLock       *self);
void           dp_renewal_lock_begin        (DpRenewalLock       *self,
                                             gboolean             a_person);
void           dp_renewal_lock_release      (DpRenewalLock       *self,
                                             gboolean             settled,
                                             const GError        *outcome);
void           dp_renewal_lock_free         (DpRenewalLock       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpRenewalLock, dp_renewal_lock_free)

G_END_DECLS
