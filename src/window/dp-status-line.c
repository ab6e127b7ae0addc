/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-status-line.h"

struct _DpStatusLine {
  GtkBox parent_instance;

  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *label;
};

G_DEFINE_FINAL_TYPE (DpStatusLine, dp_status_line, GTK_TYPE_BOX)

static const struct {
  const char *icon; /* (nullable) */
  const char *style;
} kinds[] = {
  [DP_STATUS_HINT] = { NULL, "hint" },
  [DP_STATUS_BUSY] = { NULL, "busy" },
  [DP_STATUS_WARNING] = { "dialog-warning-symbolic", "warning" },
  [DP_STATUS_ERROR] = { "dialog-error-symbolic", "error" },
};

static void
dp_status_line_class_init (DpStatusLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-status-line.ui");
  gtk_widget_class_bind_template_child (widget_class, DpStatusLine, icon);
  gtk_widget_class_bind_template_child (widget_class, DpStatusLine, spinner);
  gtk_widget_class_bind_template_child (widget_class, DpStatusLine, label);
}

static void
dp_status_line_init (DpStatusLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** Shows @text, or nothing for NULL. */
void
dp_status_line_set (DpStatusLine *self,
                    DpStatusKind kind,
                    const char *text)
{
  const char *classes[] = { "status", kinds[kind].style, NULL };

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), kinds[kind].icon);
  gtk_widget_set_visible (self->icon, kinds[kind].icon != NULL);
  gtk_widget_set_visible (self->spinner, kind == DP_STATUS_BUSY);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), kind == DP_STATUS_BUSY && text != NULL);
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text != NULL ? text : "", -1);
  /* An empty line keeps its room only. */
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, text == NULL || *text == '\0', -1);
}

/** What is shown now; borrowed. */
const char *
dp_status_line_get_text (DpStatusLine *self)
{
  return gtk_label_get_text (GTK_LABEL (self->label));
}
