/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-outcome.h"

#include <glib/gi18n.h>

#include "dp-aws-error.h"
#include "dp-keyring-error.h"
#include "dp-profiles-error.h"
#include "dp-sentence.h"

struct _DpOutcome {
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *headline_label;
  GtkLabel *text_label;
};

G_DEFINE_FINAL_TYPE (DpOutcome, dp_outcome, GTK_TYPE_BOX)

static void
dp_outcome_class_init (DpOutcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-outcome.ui");
  gtk_widget_class_bind_template_child (widget_class, DpOutcome, icon);
  gtk_widget_class_bind_template_child (widget_class, DpOutcome, headline_label);
  gtk_widget_class_bind_template_child (widget_class, DpOutcome, text_label);
}

static void
dp_outcome_init (DpOutcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show (DpOutcome *self,
      const char *style,
      const char *icon,
      const char *headline,
      const char *text)
{
  const char *classes[] = { "outcome", style, NULL };

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_label_set_text (self->headline_label, headline);
  gtk_label_set_text (self->text_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, headline, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
dp_outcome_show_success (DpOutcome *self,
                         const char *headline,
                         const char *text)
{
  show (self, "success", "object-select-symbolic", headline, text);
}

static const char *
get_aws_headline (const GError *error)
{
  if (dp_aws_error_is_refusal (error))
    return _("AWS refused");
  if (error->code == DP_AWS_ERROR_CLOCK)
    return _("This computer’s clock is wrong");
  if (error->code == DP_AWS_ERROR_THROTTLED || error->code == DP_AWS_ERROR_SERVER)
    return _("AWS is busy");
  return _("AWS cannot be reached");
}

static gboolean
is_locked (const GError *error)
{
  return g_error_matches (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_LOCKED)
         || g_error_matches (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_DISMISSED);
}

static const char *
get_keyring_headline (const GError *error)
{
  if (is_locked (error))
    return _("The keyring is locked");
  if (error->code == DP_KEYRING_ERROR_NOT_FOUND)
    return _("No access key in the keyring");
  return _("The keyring cannot be used");
}

static const char *
get_headline (const GError *error)
{
  if (error->domain == DP_AWS_ERROR)
    return get_aws_headline (error);
  if (error->domain == DP_KEYRING_ERROR)
    return get_keyring_headline (error);
  if (g_error_matches (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_UNKNOWN_PROFILE))
    return _("No such account");
  if (error->domain == DP_PROFILES_ERROR)
    return _("An AWS file cannot be used");
  return _("No session");
}

/** What went wrong and what to do. */
void
dp_outcome_show_failure (DpOutcome *self,
                         const GError *error)
{
  g_autofree char *sentence = dp_sentence_end (error->message);

  show (self, "error", is_locked (error) ? "changes-prevent-symbolic" : "dialog-error-symbolic", get_headline (error), sentence);
}

/** Headline and sentences as one text, for a screen reader. Owned. */
char *
dp_outcome_dup_text (DpOutcome *self)
{
  /* Translators: a headline without its full stop, and a sentence with it. */
  return g_strdup_printf (_("%s. %s"), gtk_label_get_text (self->headline_label), gtk_label_get_text (self->text_label));
}
