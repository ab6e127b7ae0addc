/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-bubble.h"

G_BEGIN_DECLS

/** One bubble for each account, by org.freedesktop.Notifications. It is replaced
 * in place, also by the next run of this program, and comes back once when
 * the service was started anew while it was shown. */
typedef struct _DpNotifier DpNotifier;

/** The person has pressed the bubble of @profile, which may be
 * DP_BUBBLE_OF_SEVERAL; @token may be NULL. */
typedef void (*DpNotifierFunc) (const char *profile,
                                const char *token,
                                gpointer    data);

DpNotifier *dp_notifier_new      (GDBusConnection      *bus,
                                  DpNotifierFunc        clicked,
                                  gpointer              data);
void        dp_notifier_free     (DpNotifier           *self);
void        dp_notifier_show     (DpNotifier           *self,
                                  const char           *profile,
                                  const DpNotification *notification);
void        dp_notifier_withdraw (DpNotifier           *self,
                                  const char           *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpNotifier, dp_notifier_free)

G_END_DECLS
