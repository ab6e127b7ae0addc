/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-tray-hint.h"

#include <glib/gi18n.h>

#include "dp-mnemonic.h"
#include "dp-sentence.h"
#include "dp-tray-host.h"

#define SHOWN_KEY "tray-hint-shown"

struct _DpTrayHint {
  GtkBox parent_instance;

  GtkLabel *text_label;

  GSettings *settings; /* (nullable): nothing could be remembered without */
  DpTrayHost *host;    /* (nullable): until it is known */
};

G_DEFINE_FINAL_TYPE (DpTrayHint, dp_tray_hint, GTK_TYPE_BOX)

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  return schema != NULL && g_settings_schema_has_key (schema, SHOWN_KEY) ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/* A host that comes late has only been slow to start; one that goes may be back
 * when the screen is unlocked (GNOME). */
static void
found_cb (gboolean exists,
          gpointer data)
{
  DpTrayHint *self = data;

  if (exists) {
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
    return;
  }
  if (g_settings_get_boolean (self->settings, SHOWN_KEY))
    return;
  g_settings_set_boolean (self->settings, SHOWN_KEY, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

static void
dp_tray_hint_dispose (GObject *object)
{
  DpTrayHint *self = DP_TRAY_HINT (object);

  g_clear_pointer (&self->host, dp_tray_host_free);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (dp_tray_hint_parent_class)->dispose (object);
}

static void
dp_tray_hint_class_init (DpTrayHintClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_tray_hint_dispose;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-tray-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, DpTrayHint, text_label);
}

static void
dp_tray_hint_init (DpTrayHint *self)
{
  const char *advice = dp_tray_host_get_advice (g_getenv ("XDG_CURRENT_DESKTOP"));

  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  g_autofree char *text = dp_sentence_join (_("Notifications remind you all the same, and everything else works from this window."), advice);
  gtk_label_set_text (self->text_label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  self->settings = open_settings ();
}

/** Looks whether there is something to say. Once there is an account: before, the
 * icon would be no news to anybody. */
void
dp_tray_hint_start (DpTrayHint *self)
{
  if (self->host != NULL || self->settings == NULL || g_settings_get_boolean (self->settings, SHOWN_KEY))
    return;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  if (bus != NULL)
    self->host = dp_tray_host_new (bus, found_cb, self);
}
