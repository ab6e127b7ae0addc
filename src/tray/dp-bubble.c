/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-bubble.h"

/** Without anything to say yet. */
DpBubble *
dp_bubble_new (const char *profile)
{
  DpBubble *self = g_new0 (DpBubble, 1);

  self->profile = g_strdup (profile);
  return self;
}

void
dp_bubble_free (DpBubble *self)
{
  g_free (self->profile);
  g_free (self->icon_name);
  g_free (self->title);
  g_free (self->body);
  g_free (self->button);
  g_free (self);
}

/** Keeps copies, to be sent. */
void
dp_bubble_set (DpBubble *self, const DpNotification *notification)
{
  g_free (self->icon_name);
  g_free (self->title);
  g_free (self->body);
  g_free (self->button);
  self->icon_name = g_strdup (notification->icon_name);
  self->title = g_strdup (notification->title);
  self->body = g_strdup (notification->body);
  self->button = g_strdup (notification->button);
  self->pending = TRUE;
  self->withdrawn = FALSE;
}
