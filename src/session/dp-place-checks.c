/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>
#include <string.h>

static const struct {
  const char *name;
  const char *file; /* beneath ~/.aws */
} variables[] = {
  { "AWS_CONFIG_FILE", "config" },
  { "AWS_SHARED_CREDENTIALS_FILE", "credentials" },
};

/* Why not all tools find the file that @value names, or NULL. */
static char *
describe_fault (const char *variable,
                const char *value)
{
  if (*value == '\0')
    return g_strdup_printf (_("%s is set and empty, which boto3 takes for a file without a name"), variable);
  if (*value == '~')
    return g_strdup_printf (_("%s begins with “~”, which Terraform does not understand"), variable);
  if (!g_path_is_absolute (value))
    return g_strdup_printf (_("%s is no absolute path, so that it is another file in every folder"), variable);
  return NULL;
}

void
dp_check_environment_files (DpExamination *examination)
{
  gboolean has_fault = FALSE;

  for (size_t i = 0; i < G_N_ELEMENTS (variables); i++) {
    const char *value = g_getenv (variables[i].name);
    g_autofree char *message = value != NULL ? describe_fault (variables[i].name, value) : NULL;
    if (message == NULL)
      continue;
    has_fault = TRUE;
    g_autofree char *advice = g_strdup_printf (_("Write the whole path into %s, or unset it for ~/.aws/%s"), variables[i].name, variables[i].file);
    dp_examination_cross (examination, NULL, message, advice);
  }
  if (!has_fault)
    dp_examination_tick (examination, NULL, _("All tools find the same files: “%s” and “%s”"), examination->files->places->config, examination->files->places->credentials);
}

/* What systemd gives to every program that it or the bus starts, and to the
 * programs of a new login; NULL where it does not run the session. */
static GStrv
read_systemd_environment (DpExamination *examination)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (examination->bus, "org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                                                            "org.freedesktop.DBus.Properties", "Get",
                                                            g_variant_new ("(ss)", "org.freedesktop.systemd1.Manager", "Environment"),
                                                            G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, examination->cancellable, NULL);
  g_autoptr (GVariant) value = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(v)", &value);
  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY) ? g_variant_dup_strv (value, NULL) : NULL;
}

/* What the bus itself was started with, and hands on to what it starts. */
static GStrv
read_bus_environment (DpExamination *examination)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (examination->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                            "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                                                            g_variant_new ("(s)", "org.freedesktop.DBus"),
                                                            G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, examination->cancellable, NULL);
  guint32 process = 0;
  gsize length = 0;
  g_autofree char *bytes = NULL;

  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(u)", &process);
  g_autofree char *path = g_strdup_printf ("/proc/%u/environ", process);
  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return NULL;

  g_autoptr (GStrvBuilder) environment = g_strv_builder_new ();
  for (const char *entry = bytes; entry < bytes + length; entry += strlen (entry) + 1)
    g_strv_builder_add (environment, entry);
  return g_strv_builder_end (environment);
}

static gboolean
compare_place (DpExamination *examination,
               size_t variable,
               const char *here,
               const char *there)
{
  if (g_str_equal (here, there))
    return TRUE;

  const char *name = variables[variable].name;
  g_autofree char *message = g_strdup_printf (_("This shell uses “%s”, but what the desktop starts, tray and window among it, uses “%s”"), here, there);
  g_autofree char *advice = g_strdup_printf (_("Set %s for the whole login: “%s=%s” in ~/.config/environment.d/aws.conf (without systemd in ~/.profile), then log in again"), name, name, here);
  dp_examination_cross (examination, NULL, message, advice);
  return FALSE;
}

/* The tray watches the files that its own environment names. */
void
dp_check_login_files (DpExamination *examination)
{
  if (dp_examination_skip_without_desktop (examination, _("The files of a fresh login")))
    return;

  g_auto (GStrv) environment = read_systemd_environment (examination);
  if (environment == NULL)
    environment = read_bus_environment (examination);
  if (environment == NULL) {
    dp_examination_skip (examination, _("The files of a fresh login"), _("the session does not tell its environment"));
    return;
  }

  const DpPlaces *here = examination->files->places;
  g_autoptr (DpPlaces) there = dp_places_new_for (environment);
  gboolean same_config = compare_place (examination, 0, here->config, there->config);
  if (compare_place (examination, 1, here->credentials, there->credentials) && same_config)
    dp_examination_tick (examination, NULL, _("What the desktop starts uses the same files as this shell"));
}
