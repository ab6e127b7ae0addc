/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-profile-endpoint.h"

typedef struct {
  DpSharedFiles *files;
  const char *profile;
} Lookup;

/* Like botocore: a profile is the sum of both files. */
static char *
dup_profile_value (Lookup *lookup,
                   const char *name)
{
  char *value = dp_profile_file_dup_value (lookup->files->config, lookup->profile, name);

  return value != NULL ? value : dp_profile_file_dup_value (lookup->files->credentials, lookup->profile, name);
}

/* "services = NAME" points to "[services NAME]", where each service has a
 * nested block (AWS SDKs and Tools Reference Guide, Service-specific endpoints). */
static char *
lookup_setting (const char *service_id,
                const char *name,
                gpointer data)
{
  Lookup *lookup = data;

  if (service_id == NULL)
    return dup_profile_value (lookup, name);

  g_autofree char *services = dup_profile_value (lookup, "services");
  if (services == NULL)
    return NULL;
  g_autofree char *section = g_strconcat ("services ", services, NULL);
  return dp_profile_file_dup_nested (lookup->files->config, section, service_id, name);
}

/**
 * Where calls for @profile go: the environment's settings over the profile's.
 * @region is the account's own (nullable). Owned.
 */
DpEndpointConfig *
dp_profile_endpoint_config (DpSharedFiles *files,
                            const char *profile,
                            const char *region)
{
  Lookup lookup = { .files = files, .profile = profile };

  return dp_endpoint_config_new (region, lookup_setting, &lookup);
}
