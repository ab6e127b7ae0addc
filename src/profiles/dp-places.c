/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-places.h"

#include <pwd.h>
#include <string.h>
#include <unistd.h>

/* HOME as every SDK reads it, but never a folder that depends on where we are. */
static const char *
check_home (const char *home)
{
  const struct passwd *entry = g_path_is_absolute (home) ? NULL : getpwuid (getuid ());

  return entry != NULL ? entry->pw_dir : home;
}

/* The home that @value begins with as the shells and boto3 read it, "~" or "~name";
 * NULL when it begins with none, or with that of nobody. */
static const char *
find_home (const char *value, const char *own)
{
  if (*value != '~')
    return NULL;

  g_autofree char *name = g_strndup (value + 1, strcspn (value + 1, "/"));
  if (*name == '\0')
    return own;
  const struct passwd *entry = getpwnam (name);
  return entry != NULL ? entry->pw_dir : NULL;
}

static char *
find_file (const char *value, const char *name, const char *home)
{
  if (value == NULL || *value == '\0')
    return g_build_filename (home, ".aws", name, NULL);
  const char *beginning = find_home (value, home);
  if (beginning != NULL)
    return g_build_filename (beginning, value + strcspn (value, "/"), NULL);
  if (g_path_is_absolute (value))
    return g_strdup (value);

  g_autofree char *here = g_get_current_dir ();
  return g_build_filename (here, value, NULL);
}

static DpPlaces *
find_places (const char *config, const char *credentials, const char *home)
{
  DpPlaces *self = g_new0 (DpPlaces, 1);

  self->config = find_file (config, "config", check_home (home));
  self->credentials = find_file (credentials, "credentials", check_home (home));
  return self;
}

/** Where the files are, whether they exist or not. */
DpPlaces *
dp_places_new (void)
{
  return find_places (g_getenv ("AWS_CONFIG_FILE"), g_getenv ("AWS_SHARED_CREDENTIALS_FILE"), g_get_home_dir ());
}

/** Where another process looks for them, whose @environment ("NAME=value") it is. */
DpPlaces *
dp_places_new_for (char **environment)
{
  const char *home = g_environ_getenv (environment, "HOME");

  return find_places (g_environ_getenv (environment, "AWS_CONFIG_FILE"),
                      g_environ_getenv (environment, "AWS_SHARED_CREDENTIALS_FILE"),
                      home != NULL ? home : g_get_home_dir ());
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
