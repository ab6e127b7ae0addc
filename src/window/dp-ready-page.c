/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-ready-page.h"

#include <glib/gi18n.h>

#include "dp-account-facts.h"
#include "dp-autostart-row.h"
#include "dp-mnemonic.h"
#include "dp-moment.h"
#include "dp-outcome.h"

struct _DpReadyPage {
  GtkBox parent_instance;

  DpOutcome *outcome;
  GtkWidget *command_box;
  GtkLabel *command_label;
  DpAutostartRow *autostart_row;
  GtkWidget *done_button;
};

G_DEFINE_FINAL_TYPE (DpReadyPage, dp_ready_page, GTK_TYPE_BOX)

static void
dp_ready_page_class_init (DpReadyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (DP_TYPE_AUTOSTART_ROW);
  g_type_ensure (DP_TYPE_OUTCOME);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-ready-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DpReadyPage, outcome);
  gtk_widget_class_bind_template_child (widget_class, DpReadyPage, command_box);
  gtk_widget_class_bind_template_child (widget_class, DpReadyPage, command_label);
  gtk_widget_class_bind_template_child (widget_class, DpReadyPage, autostart_row);
  gtk_widget_class_bind_template_child (widget_class, DpReadyPage, done_button);
}

static void
dp_ready_page_init (DpReadyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
}

static void
show_session (DpReadyPage *self,
              const DpAccountFacts *facts)
{
  gboolean is_default = g_str_equal (facts->profile, "default");
  /* Every character that a profile's name can have stands for itself in a shell. */
  g_autofree char *command = is_default ? g_strdup ("terraform plan") : g_strdup_printf ("AWS_PROFILE=%s terraform plan", facts->profile);
  g_autofree char *until = dp_moment_format (facts->expires_at, g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *headline = g_strdup_printf (_("Session until %s"), until);
  g_autofree char *text = g_strdup_printf (_("“%s” is ready for Terraform, the AWS CLI and every SDK."), facts->profile);

  dp_outcome_show_success (self->outcome, headline, text);
  gtk_label_set_text (self->command_label, command);
}

/** Tells of the session of @profile; of one that got another name, in general. */
void
dp_ready_page_show (DpReadyPage *self,
                    const char *profile)
{
  g_autoptr (DpAccountFacts) facts = dp_account_facts_load (profile);

  if (facts != NULL)
    show_session (self, facts);
  else
    dp_outcome_show_success (self->outcome, _("The key is in the keyring"), _("Its session is ready for Terraform, the AWS CLI and every SDK."));
  gtk_widget_set_visible (self->command_box, facts != NULL);
  dp_autostart_row_refresh (self->autostart_row);

  g_autofree char *told = dp_outcome_dup_text (self->outcome);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->done_button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, told, -1);
  gtk_window_set_default_widget (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->done_button);
  gtk_widget_grab_focus (self->done_button);
}
