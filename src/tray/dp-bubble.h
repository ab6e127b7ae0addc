/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** In place of a profile, of which none has this name: the bubble that tells of
 * several accounts. */
#define DP_BUBBLE_OF_SEVERAL ""

/** What to say in a bubble. */
typedef struct {
  const char *icon_name;
  const char *title;
  const char *body; /* plain text */
  const char *button;
} DpNotification;

/** The bubble of one account, or of several, as far as a notification service has
 * it. */
typedef struct {
  char *profile;
  char *icon_name;
  char *title;
  char *body;
  char *button;
  guint32 id;         /* as the service knows it; 0 when it shows none */
  gboolean pending;   /* to be sent as soon as it can be */
  gboolean sending;   /* the answer with the id is not there yet */
  gboolean withdrawn; /* meanwhile */
} DpBubble;

DpBubble *dp_bubble_new  (const char           *profile);
void      dp_bubble_free (DpBubble             *self);
void      dp_bubble_set  (DpBubble             *self,
                          const DpNotification *notification);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpBubble, dp_bubble_free)

G_END_DECLS
