/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gio/gio.h>

#include "dp-icon.h"

G_BEGIN_DECLS

/** The person's choices, kept in GSettings; the defaults where no schema is
 * installed. */
typedef struct _DpPreferences DpPreferences;

typedef void (*DpPreferencesFunc) (gpointer data);

DpPreferences *dp_preferences_new              (DpPreferencesFunc changed,
                                                gpointer          data);
void           dp_preferences_free             (DpPreferences    *self);

GArray        *dp_preferences_dup_lead_minutes (DpPreferences    *self);
DpIconStyle    dp_preferences_get_icon_style   (DpPreferences    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPreferences, dp_preferences_free)

G_END_DECLS
