/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** A profile in a list, and the button for what can be done with it. Borrowed. */
typedef struct {
  const char *profile;
  const char *details;     /* in a faint line below */
  const char *label;       /* of the button */
  const char *name;        /* of the button, for a screen reader */
  const char *action_name;
} DpOffer;

void dp_offer_row_append (GtkListBox    *list,
                          const DpOffer *offer,
                          GVariant      *target);

G_END_DECLS
