/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-countdown.h"

#include <glib/gi18n.h>

struct _DpCountdown {
  GtkBox parent_instance;

  GtkLabel *label;
  gint64 next_code_at;
  guint timeout_id;
};

G_DEFINE_FINAL_TYPE (DpCountdown, dp_countdown, GTK_TYPE_BOX)

static guint over_signal;

static gboolean
count_cb (gpointer data)
{
  DpCountdown *self = data;
  gint64 seconds = self->next_code_at - g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *text = seconds > 0
    ? g_strdup_printf (_("Next code in %d s"), (int) seconds)
    : g_strdup (_("The next code is there now"));

  gtk_label_set_text (self->label, text);
  if (seconds > 0)
    return G_SOURCE_CONTINUE;
  self->timeout_id = 0;
  g_signal_emit (self, over_signal, 0, text);
  return G_SOURCE_REMOVE;
}

static void
dp_countdown_dispose (GObject *object)
{
  g_clear_handle_id (&DP_COUNTDOWN (object)->timeout_id, g_source_remove);
  G_OBJECT_CLASS (dp_countdown_parent_class)->dispose (object);
}

static void
dp_countdown_class_init (DpCountdownClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_countdown_dispose;
  over_signal = g_signal_new ("over", DP_TYPE_COUNTDOWN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

/* It wraps rather than make the dialog wider. */
static void
dp_countdown_init (DpCountdown *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->label, 0);
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_max_width_chars (self->label, 12);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "countdown");
  gtk_widget_add_css_class (GTK_WIDGET (self), "faint");
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  dp_countdown_stop (self);
}

/** @next_code_at in seconds of this computer's clock. */
void
dp_countdown_start (DpCountdown *self,
                    gint64 next_code_at)
{
  dp_countdown_stop (self);
  self->next_code_at = next_code_at;
  gtk_widget_set_visible (GTK_WIDGET (self->label), TRUE);
  if (count_cb (self) == G_SOURCE_CONTINUE)
    self->timeout_id = g_timeout_add_seconds (1, count_cb, self);
}

void
dp_countdown_stop (DpCountdown *self)
{
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->label), FALSE);
}
