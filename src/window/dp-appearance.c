/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-appearance.h"

#include <string.h>

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define PORTAL_SETTINGS "org.freedesktop.portal.Settings"
#define NAMESPACE "org.freedesktop.appearance"

/* A portal that hangs must not keep the dialog from the person. */
#define PORTAL_WAIT_MS 500

/* Ours for good: it brings the changes. */
static GDBusConnection *bus;

/* Ours for good: added while such a theme is on. */
static GtkCssProvider *high_contrast;

/* Likewise, while no compositing manager runs. */
static GtkCssProvider *uncomposited;

/* The values of the portal's settings. */
#define PREFER_DARK 1
#define MORE_CONTRAST 1
#define REDUCED_MOTION 1

#define HIGH_CONTRAST "HighContrast"

static void
apply (const char *key,
       GVariant *value)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return;
  guint32 number = g_variant_get_uint32 (value);
  if (strcmp (key, "color-scheme") == 0)
    g_object_set (settings, "gtk-application-prefer-dark-theme", number == PREFER_DARK, NULL);
  else if (strcmp (key, "contrast") == 0 && number == MORE_CONTRAST)
    g_object_set (settings, "gtk-theme-name", HIGH_CONTRAST, NULL);
  else if (strcmp (key, "contrast") == 0)
    gtk_settings_reset_property (settings, "gtk-theme-name");
  else if (strcmp (key, "reduced-motion") == 0 && number == REDUCED_MOTION)
    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  else if (strcmp (key, "reduced-motion") == 0)
    gtk_settings_reset_property (settings, "gtk-enable-animations");
}

static void
setting_changed_cb (GDBusConnection *connection,
                    const char *sender,
                    const char *path,
                    const char *interface,
                    const char *signal,
                    GVariant *parameters,
                    gpointer data)
{
  const char *namespace, *key;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &namespace, &key, &value);
  apply (key, value);
}

static void
apply_all (GVariant *settings)
{
  g_autoptr (GVariant) namespaces = g_variant_get_child_value (settings, 0);
  g_autoptr (GVariant) values = g_variant_lookup_value (namespaces, NAMESPACE, G_VARIANT_TYPE_VARDICT);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  if (values == NULL)
    return;
  g_variant_iter_init (&iter, values);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
    apply (key, value);
}

static void
follow_portal (void)
{
  static const char *const wanted[] = { NAMESPACE, NULL };
  g_autoptr (GError) error = NULL;

  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  if (bus == NULL) {
    g_info ("appearance: %s", error->message);
    return;
  }
  g_dbus_connection_signal_subscribe (bus, PORTAL, PORTAL_SETTINGS, "SettingChanged", PORTAL_PATH, NAMESPACE,
                                      G_DBUS_SIGNAL_FLAGS_NONE, setting_changed_cb, NULL, NULL);
  g_autoptr (GVariant) settings = g_dbus_connection_call_sync (bus, PORTAL, PORTAL_PATH, PORTAL_SETTINGS, "ReadAll", g_variant_new ("(^as)", wanted),
                                                               G_VARIANT_TYPE ("(a{sa{sv}})"), G_DBUS_CALL_FLAGS_NONE, PORTAL_WAIT_MS, NULL, &error);
  if (settings != NULL)
    apply_all (settings);
  else
    g_info ("appearance: %s", error->message);
}

static void
add_style (GtkCssProvider *style)
{
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static GtkCssProvider *
load_style (const char *path)
{
  GtkCssProvider *style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, path);
  return style;
}

/* The desktops name an inverse theme that GTK 4 has as the dark variant only. */
static void
theme_changed_cb (GtkSettings *settings,
                  GParamSpec *pspec,
                  gpointer data)
{
  g_autofree char *theme = NULL;

  g_object_get (settings, "gtk-theme-name", &theme, NULL);
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (high_contrast));
  if (g_strcmp0 (theme, HIGH_CONTRAST "Inverse") == 0)
    g_object_set (settings, "gtk-application-prefer-dark-theme", TRUE, "gtk-theme-name", HIGH_CONTRAST, NULL);
  else if (g_strcmp0 (theme, HIGH_CONTRAST) == 0)
    add_style (high_contrast);
}

static void
follow_theme (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  high_contrast = load_style ("/io/github/daypass/Daypass/high-contrast.css");
  g_signal_connect (settings, "notify::gtk-theme-name", G_CALLBACK (theme_changed_cb), NULL);
  theme_changed_cb (settings, NULL, NULL);
}

static void
composited_changed_cb (GdkDisplay *display,
                       GParamSpec *pspec,
                       gpointer data)
{
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (uncomposited));
  if (!gdk_display_is_composited (display))
    add_style (uncomposited);
}

static void
follow_compositor (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  uncomposited = load_style ("/io/github/daypass/Daypass/uncomposited.css");
  g_signal_connect (display, "notify::composited", G_CALLBACK (composited_changed_cb), NULL);
  composited_changed_cb (display, NULL, NULL);
}

/**
 * Our style, and dark, high contrast or stillness as the desktop's settings
 * portal says, now and later. To be called before dp_core_dump_forbid(): the portal refuses
 * a process that cannot be looked into for good.
 */
void
dp_appearance_init (void)
{
  g_autoptr (GtkCssProvider) style = load_style ("/io/github/daypass/Daypass/style.css");

  add_style (style);
  follow_compositor ();
  follow_theme ();
  follow_portal ();
}
