/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** The icon in the panel: org.kde.StatusNotifierItem on a connection. */
typedef struct _DpStatusNotifierItem DpStatusNotifierItem;

typedef struct {
  void (*activate) (gpointer data); /* the usual click */
  void (*open) (gpointer data);     /* where the panel cannot show the menu */
} DpStatusNotifierItemHandler;

/** What the panel shows. */
typedef struct {
  const char *icon_name;
  const char *state_text; /* in one line, for the tooltip's head and screen readers */
  const char *details;    /* more lines for the tooltip, or "" */
  gboolean needs_attention;
} DpStatusNotifierItemLook;

DpStatusNotifierItem *dp_status_notifier_item_new        (GDBusConnection                   *bus,
                                                          const char                        *menu_path,
                                                          const DpStatusNotifierItemHandler *handler,
                                                          gpointer                           data,
                                                          GError                           **error);
void                  dp_status_notifier_item_free       (DpStatusNotifierItem              *self);
void                  dp_status_notifier_item_set_look   (DpStatusNotifierItem              *self,
                                                          const DpStatusNotifierItemLook    *look);
char                 *dp_status_notifier_item_take_token (DpStatusNotifierItem              *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpStatusNotifierItem, dp_status_notifier_item_free)

G_END_DECLS
