/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-preferences.h"

struct _DpPreferences {
  GSettings *settings; /* (owned) (nullable): no schema is installed */
  DpPreferencesFunc changed;
  gpointer data;
};

static const int default_lead_minutes[] = { 15, 5 };

static GSettings *
open_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = source != NULL ? g_settings_schema_source_lookup (source, APP_ID, TRUE) : NULL;

  if (schema == NULL) {
    g_debug ("preferences: no schema, the defaults count");
    return NULL;
  }
  return g_settings_new_full (schema, NULL, NULL);
}

static void
changed_cb (DpPreferences *self)
{
  self->changed (self->data);
}

/** @changed is called whenever the person has changed something. */
DpPreferences *
dp_preferences_new (DpPreferencesFunc changed, gpointer data)
{
  DpPreferences *self = g_new0 (DpPreferences, 1);

  self->changed = changed;
  self->data = data;
  self->settings = open_settings ();
  if (self->settings != NULL)
    g_signal_connect_swapped (self->settings, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

void
dp_preferences_free (DpPreferences *self)
{
  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_free (self);
}

/** Minutes before the end of a session at which to notify. Owned
 * (element-type int); empty when the person wants none. */
GArray *
dp_preferences_dup_lead_minutes (DpPreferences *self)
{
  GArray *minutes = g_array_new (FALSE, FALSE, sizeof (int));

  if (self->settings == NULL)
    return g_array_append_vals (minutes, default_lead_minutes, G_N_ELEMENTS (default_lead_minutes));

  g_autoptr (GVariant) value = g_settings_get_value (self->settings, "lead-times");
  size_t n = 0;
  const gint32 *elements = g_variant_get_fixed_array (value, &n, sizeof (gint32));
  return n > 0 ? g_array_append_vals (minutes, elements, (guint) n) : minutes;
}

DpIconStyle
dp_preferences_get_icon_style (DpPreferences *self)
{
  return self->settings != NULL ? (DpIconStyle) g_settings_get_enum (self->settings, "icon-style") : DP_ICON_STYLE_AUTO;
}
