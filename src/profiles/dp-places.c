/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-places.h"

#include <pwd.h>
#include <unistd.h>

/* HOME as every SDK reads it, but never a folder that depends on where we are. */
static const char *
get_home (void)
{
  const char *home = g_get_home_dir ();
  const struct passwd *entry = g_path_is_absolute (home) ? NULL : getpwuid (getuid ());

  return entry != NULL ? entry->pw_dir : home;
}

static char *
find_file (const char *variable, const char *name)
{
  const char *value = g_getenv (variable);

  if (value == NULL || *value == '\0')
    return g_build_filename (get_home (), ".aws", name, NULL);
  if (value[0] == '~' && (value[1] == '\0' || value[1] == '/'))
    return g_build_filename (get_home (), value + 1, NULL);
  if (g_path_is_absolute (value))
    return g_strdup (value);

  g_autofree char *here = g_get_current_dir ();
  return g_build_filename (here, value, NULL);
}

/** Where the files are, whether they exist or not. */
DpPlaces *
dp_places_new (void)
{
  DpPlaces *self = g_new0 (DpPlaces, 1);

  self->config = find_file ("AWS_CONFIG_FILE", "config");
  self->credentials = find_file ("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  return self;
}

/** NULL is fine. */
void
dp_places_free (DpPlaces *self)
{
  if (self == NULL)
    return;

  g_free (self->config);
  g_free (self->credentials);
  g_free (self);
}
