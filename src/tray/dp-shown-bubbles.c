/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-shown-bubbles.h"

#include <glib/gstdio.h>

/* The bus, the unique name of the service on it, and the ids by profile: an id
 * means nothing to another service. */
#define TYPE G_VARIANT_TYPE ("(ssa{su})")

static char *
find_file (void)
{
  return g_build_filename (g_get_user_runtime_dir (), "daypass", "notifications", NULL);
}

/** The ids by profile (a{su}) that @owner was given by a former run. Owned, or
 * NULL when there are none. */
GVariant *
dp_shown_bubbles_load (GDBusConnection *bus, const char *owner)
{
  g_autofree char *path = find_file ();
  g_autofree char *text = NULL;
  gsize length = 0;
  if (!g_file_get_contents (path, &text, &length, NULL) || !g_utf8_validate_len (text, length, NULL))
    return NULL;

  g_autoptr (GVariant) state = g_variant_parse (TYPE, text, NULL, NULL, NULL);
  const char *saved_bus = NULL;
  const char *saved_owner = NULL;
  g_autoptr (GVariant) ids = NULL;
  if (state == NULL)
    return NULL;
  g_variant_get (state, "(&s&s@a{su})", &saved_bus, &saved_owner, &ids);
  if (g_strcmp0 (saved_bus, g_dbus_connection_get_guid (bus)) != 0 || !g_str_equal (saved_owner, owner))
    return NULL;
  return g_steal_pointer (&ids);
}

/** Eats a floating @ids. A failure costs no more than a second bubble. */
void
dp_shown_bubbles_save (GDBusConnection *bus, const char *owner, GVariant *ids)
{
  g_autoptr (GVariant) owned_ids = g_variant_ref_sink (ids);
  g_autofree char *path = find_file ();
  if (g_variant_n_children (owned_ids) == 0) {
    g_unlink (path);
    return;
  }

  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GVariant) state = g_variant_ref_sink (g_variant_new ("(ss@a{su})", g_dbus_connection_get_guid (bus), owner, owned_ids));
  g_autofree char *text = g_variant_print (state, FALSE);
  g_autoptr (GError) error = NULL;
  g_mkdir_with_parents (folder, 0700);
  if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("shown-bubbles: %s", error->message);
}
