/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-offers.h"

#include <glib/gi18n.h>

#include "dp-account-facts.h"
#include "dp-mfa-profile.h"
#include "dp-offer-row.h"
#include "dp-shared-files.h"

struct _DpProfileOffers {
  GtkBox parent_instance;

  GtkListBox *list;

  char *listed; /* (nullable): what the list shows */
};

G_DEFINE_FINAL_TYPE (DpProfileOffers, dp_profile_offers, GTK_TYPE_BOX)

static void
dp_profile_offers_finalize (GObject *object)
{
  g_free (DP_PROFILE_OFFERS (object)->listed);
  G_OBJECT_CLASS (dp_profile_offers_parent_class)->finalize (object);
}

static void
dp_profile_offers_class_init (DpProfileOffersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_profile_offers_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-profile-offers.ui");
  gtk_widget_class_bind_template_child (widget_class, DpProfileOffers, list);
}

static void
dp_profile_offers_init (DpProfileOffers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
append_row (DpProfileOffers *self,
            const DpMfaProfile *profile)
{
  g_autofree char *details = dp_account_facts_format_device (profile->mfa_serial);
  g_autofree char *name = g_strdup_printf (_("Add the access key of “%s”"), profile->profile);
  const DpOffer offer = { .profile = profile->profile, .details = details, .label = _("Add Key…"), .name = name, .action_name = "win.add-to" };

  dp_offer_row_append (self->list, &offer, g_variant_new_string (profile->profile));
}

static char *
describe (GPtrArray *profiles)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < profiles->len; i++) {
    const DpMfaProfile *profile = profiles->pdata[i];
    g_string_append_printf (text, "%s %s\n", profile->profile, profile->mfa_serial);
  }
  return g_string_free (text, FALSE);
}

/** Shows what the files hold now; nothing at all when there is nothing to offer. */
void
dp_profile_offers_refresh (DpProfileOffers *self)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GPtrArray) profiles = files != NULL ? dp_mfa_profile_list (files->config, files->credentials) : g_ptr_array_new ();
  g_autofree char *listed = describe (profiles);

  /* Rows that stay keep their focus. */
  if (g_strcmp0 (listed, self->listed) == 0)
    return;
  g_free (self->listed);
  self->listed = g_steal_pointer (&listed);
  for (GtkListBoxRow *row = NULL; (row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL;)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < profiles->len; i++)
    append_row (self, profiles->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), profiles->len > 0);
}
