/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** The profiles of the config file that lack only their access key, each to be
 * given one by the action "win.add-to". */
#define DP_TYPE_PROFILE_OFFERS (dp_profile_offers_get_type ())
G_DECLARE_FINAL_TYPE (DpProfileOffers, dp_profile_offers, DP, PROFILE_OFFERS, GtkBox)

void dp_profile_offers_refresh (DpProfileOffers *self);

G_END_DECLS
