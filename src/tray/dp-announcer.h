/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-notifier.h"
#include "dp-tray-account.h"

G_BEGIN_DECLS

/** Says what is true of each account's end, once, and takes it back when it is
 * true no more. Of many that have ended meanwhile one bubble tells. */
typedef struct _DpAnnouncer DpAnnouncer;

DpAnnouncer *dp_announcer_new          (GDBusConnection *bus,
                                        DpNotifierFunc   clicked,
                                        gpointer         data);
void         dp_announcer_free         (DpAnnouncer     *self);
gint64       dp_announcer_update       (DpAnnouncer     *self,
                                        GPtrArray       *accounts,
                                        GArray          *lead_minutes,
                                        gint64           now);
void         dp_announcer_withdraw_all (DpAnnouncer     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpAnnouncer, dp_announcer_free)

G_END_DECLS
