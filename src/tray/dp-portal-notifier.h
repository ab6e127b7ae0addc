/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-notifier.h"

G_BEGIN_DECLS

/* Notifications from inside a Flatpak, by org.freedesktop.portal.Notification. The
 * portal keeps one bubble for each profile and itself asks the window to renew. */

void dp_portal_notifier_show     (GDBusConnection      *bus,
                                  const char           *profile,
                                  const DpNotification *notification);
void dp_portal_notifier_withdraw (GDBusConnection      *bus,
                                  const char           *profile);

G_END_DECLS
