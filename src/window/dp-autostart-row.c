/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-autostart-row.h"

#include "dp-autostart.h"
#include "dp-sentence.h"
#include "dp-status-line.h"

struct _DpAutostartRow {
  GtkBox parent_instance;

  GtkSwitch *start_switch;
  DpStatusLine *status_line;
  gboolean refreshing; /* the switch follows, and nobody has touched it */
  gboolean saving;
};

G_DEFINE_FINAL_TYPE (DpAutostartRow, dp_autostart_row, GTK_TYPE_BOX)

static void
set_cb (GObject *source,
        GAsyncResult *result,
        gpointer data)
{
  g_autoptr (DpAutostartRow) self = data;
  g_autoptr (GError) error = NULL;

  dp_autostart_set_finish (result, &error);
  self->saving = FALSE;
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return; /* the window was closed meanwhile */
  g_autofree char *sentence = error != NULL ? dp_sentence_end (error->message) : NULL;
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  dp_autostart_row_refresh (self);
}

/* The switch shows the new state when it is saved. */
static gboolean
state_set_cb (DpAutostartRow *self,
              gboolean state)
{
  if (self->refreshing)
    return FALSE;
  if (self->saving)
    return TRUE;
  self->saving = TRUE;
  dp_autostart_set (state, set_cb, g_object_ref (self));
  return TRUE;
}

static void
dp_autostart_row_class_init (DpAutostartRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-autostart-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAutostartRow, start_switch);
  gtk_widget_class_bind_template_child (widget_class, DpAutostartRow, status_line);
  gtk_widget_class_bind_template_callback (widget_class, state_set_cb);
}

static void
dp_autostart_row_init (DpAutostartRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_autostart_row_refresh (self);
}

/** Shows what is so now: other programs have a list of these, too. */
void
dp_autostart_row_refresh (DpAutostartRow *self)
{
  gboolean enabled = dp_autostart_is_enabled ();

  if (self->saving)
    return;
  self->refreshing = TRUE;
  gtk_switch_set_active (self->start_switch, enabled);
  gtk_switch_set_state (self->start_switch, enabled);
  self->refreshing = FALSE;
}
