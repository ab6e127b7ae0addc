/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-account-row.h"

#include <glib/gi18n.h>

#include "dp-moment.h"

struct _DpAccountRow {
  GtkListBoxRow parent_instance;

  GtkLabel *name_label;
  GtkLabel *account_label;
  GtkLabel *state_label;
  GtkProgressBar *left_bar;
  GtkWidget *renew_button;
  GtkWidget *remove_button;
};

G_DEFINE_FINAL_TYPE (DpAccountRow, dp_account_row, GTK_TYPE_LIST_BOX_ROW)

/* To set a tooltip's text makes GTK 4.8 ask the X server where the pointer is,
 * which takes long for a hundred rows. The other button says its name itself. */
static gboolean
query_tooltip_cb (DpAccountRow *self,
                  int x,
                  int y,
                  gboolean by_keyboard,
                  GtkTooltip *tooltip)
{
  g_autofree char *text = g_strdup_printf (_("Remove “%s”"), gtk_label_get_text (self->name_label));

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
dp_account_row_class_init (DpAccountRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-account-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, account_label);
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, left_bar);
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, renew_button);
  gtk_widget_class_bind_template_child (widget_class, DpAccountRow, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, query_tooltip_cb);
}

static void
dp_account_row_init (DpAccountRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
dp_account_row_new (void)
{
  return g_object_new (DP_TYPE_ACCOUNT_ROW, NULL);
}

static char *
dup_state_text (const DpAccountFacts *facts)
{
  g_autofree char *moment = dp_moment_format (facts->expires_at, g_get_real_time () / G_USEC_PER_SEC);

  switch (facts->state) {
    case DP_SESSION_NONE:
      return g_strdup (_("no session"));
    case DP_SESSION_ACTIVE:
    case DP_SESSION_ENDING:
      return g_strdup_printf (_("until %s"), moment);
    case DP_SESSION_EXPIRED:
      return g_strdup_printf (_("ended %s"), moment);
  }
  g_return_val_if_reached (NULL);
}

/* Who wrote an account by hand may have left both to Daypass. Owned. */
static char *
dup_account_text (const DpAccountFacts *facts)
{
  if (facts->account_id == NULL)
    return g_strdup (facts->device != NULL ? facts->device : "");
  if (facts->device == NULL)
    return g_strdup_printf (_("AWS account %s"), facts->account_id);
  /* Translators: account id, MFA device. */
  return g_strdup_printf (_("Account %s · %s"), facts->account_id, facts->device);
}

static void
name_button (GtkWidget *button,
             const char *name,
             const char *action,
             const char *profile)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", profile);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

static void
set_profile (DpAccountRow *self,
             const char *profile)
{
  g_autofree char *renew = g_strdup_printf (_("Renew “%s”"), profile);
  g_autofree char *remove = g_strdup_printf (_("Remove “%s”"), profile);

  gtk_label_set_text (self->name_label, profile);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, profile, -1);
  name_button (self->renew_button, renew, "app.renew", profile);
  name_button (self->remove_button, remove, "app.remove", profile);
}

/** Shows what the files say now. */
void
dp_account_row_set (DpAccountRow *self,
                    const DpAccountFacts *facts)
{
  gboolean active = facts->state == DP_SESSION_ACTIVE || facts->state == DP_SESSION_ENDING;
  const char *classes[] = { dp_session_state_to_string (facts->state), NULL };
  g_autofree char *state = dup_state_text (facts);
  g_autofree char *account = dup_account_text (facts);

  /* A row is told the same again and again; its names cost most of it. */
  if (!g_str_equal (gtk_label_get_text (self->name_label), facts->profile))
    set_profile (self, facts->profile);
  gtk_label_set_text (self->account_label, account);
  gtk_widget_set_visible (GTK_WIDGET (self->account_label), *account != '\0');
  gtk_label_set_text (self->state_label, state);
  gtk_widget_set_css_classes (GTK_WIDGET (self->state_label), classes);
  gtk_widget_set_css_classes (GTK_WIDGET (self->left_bar), classes);
  gtk_progress_bar_set_fraction (self->left_bar, facts->left);
  gtk_widget_set_visible (GTK_WIDGET (self->left_bar), active);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->left_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, state, -1);
}
