/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-menu-layout.h"

G_BEGIN_DECLS

#define DP_MENU_OBJECT_PATH "/StatusNotifierItem/Menu"

/** The menu of the icon: com.canonical.dbusmenu on a connection. */
typedef struct _DpMenu DpMenu;

/** @profile is that of an account's row, else NULL. */
typedef void (*DpMenuFunc) (DpMenuRowKind kind,
                            const char   *profile,
                            gpointer      data);

DpMenu *dp_menu_new    (GDBusConnection *bus,
                        DpMenuFunc       clicked,
                        gpointer         data,
                        GError         **error);
void    dp_menu_free   (DpMenu          *self);
void    dp_menu_update (DpMenu          *self,
                        GPtrArray       *accounts,
                        gint64           now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpMenu, dp_menu_free)

G_END_DECLS
