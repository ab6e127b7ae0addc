/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include "dp-tray-account.h"

G_BEGIN_DECLS

typedef enum {
  DP_MENU_ROW_ACCOUNT,
  DP_MENU_ROW_SEPARATOR,
  DP_MENU_ROW_OPEN,
  DP_MENU_ROW_QUIT,
} DpMenuRowKind;

typedef struct {
  int id;
  DpMenuRowKind kind;
  char *profile; /* (nullable): of an account */
  char *label;
} DpMenuRow;

typedef enum {
  DP_MENU_SAME,
  DP_MENU_TEXTS_CHANGED,
  DP_MENU_ROWS_CHANGED,
} DpMenuChange;

/** The rows of the menu, and how com.canonical.dbusmenu writes them. */
typedef struct _DpMenuLayout DpMenuLayout;

DpMenuLayout    *dp_menu_layout_new             (void);
void             dp_menu_layout_free            (DpMenuLayout *self);

DpMenuChange     dp_menu_layout_update          (DpMenuLayout *self,
                                                 GPtrArray    *accounts,
                                                 gint64        now);
guint            dp_menu_layout_get_revision    (DpMenuLayout *self);
const DpMenuRow *dp_menu_layout_find            (DpMenuLayout *self,
                                                 int           id);

gboolean         dp_menu_layout_has_id          (DpMenuLayout *self,
                                                 int           id);
GVariant        *dp_menu_layout_describe        (DpMenuLayout *self,
                                                 int           parent,
                                                 int           depth,
                                                 const char  **names);
GVariant        *dp_menu_layout_describe_group  (DpMenuLayout *self,
                                                 GVariant     *ids,
                                                 const char  **names);
GVariant        *dp_menu_layout_get_property    (DpMenuLayout *self,
                                                 int           id,
                                                 const char   *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpMenuLayout, dp_menu_layout_free)

G_END_DECLS
