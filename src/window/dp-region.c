/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-region.h"

#include <glib/gi18n.h>
#include <string.h>

#include "dp-endpoint.h"
#include "dp-shared-files.h"

/* The regions of AWS by the places that AWS names them by. */
/* A table with N_() becomes stairs. */
/* clang-format off */
static const struct {
  const char *id;
  const char *place;
} regions[] = {
  { "af-south-1", N_("Cape Town") },
  { "ap-east-1", N_("Hong Kong") },
  { "ap-east-2", N_("Taipei") },
  { "ap-northeast-1", N_("Tokyo") },
  { "ap-northeast-2", N_("Seoul") },
  { "ap-northeast-3", N_("Osaka") },
  { "ap-south-1", N_("Mumbai") },
  { "ap-south-2", N_("Hyderabad") },
  { "ap-southeast-1", N_("Singapore") },
  { "ap-southeast-2", N_("Sydney") },
  { "ap-southeast-3", N_("Jakarta") },
  { "ap-southeast-4", N_("Melbourne") },
  { "ap-southeast-5", N_("Malaysia") },
  { "ap-southeast-6", N_("New Zealand") },
  { "ap-southeast-7", N_("Thailand") },
  { "ca-central-1", N_("Canada Central") },
  { "ca-west-1", N_("Calgary") },
  { "cn-north-1", N_("Beijing") },
  { "cn-northwest-1", N_("Ningxia") },
  { "eu-central-1", N_("Frankfurt") },
  { "eu-central-2", N_("Zurich") },
  { "eu-north-1", N_("Stockholm") },
  { "eu-south-1", N_("Milan") },
  { "eu-south-2", N_("Spain") },
  { "eu-west-1", N_("Ireland") },
  { "eu-west-2", N_("London") },
  { "eu-west-3", N_("Paris") },
  { "eusc-de-east-1", N_("Brandenburg") },
  { "il-central-1", N_("Tel Aviv") },
  { "me-central-1", N_("UAE") },
  { "me-south-1", N_("Bahrain") },
  { "mx-central-1", N_("Mexico Central") },
  { "sa-east-1", N_("São Paulo") },
  { "us-east-1", N_("N. Virginia") },
  { "us-east-2", N_("Ohio") },
  { "us-gov-east-1", N_("GovCloud US-East") },
  { "us-gov-west-1", N_("GovCloud US-West") },
  { "us-west-1", N_("N. California") },
  { "us-west-2", N_("Oregon") },
};
/* clang-format on */

/** How many regions there are. */
guint
dp_region_count (void)
{
  return G_N_ELEMENTS (regions);
}

const char *
dp_region_get_id (guint position)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (regions), NULL);
  return regions[position].id;
}

static int
find (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (regions); i++) {
    if (strcmp (id, regions[i].id) == 0)
      return (int) i;
  }
  return -1;
}

/** "Tokyo (ap-northeast-1)"; the id alone of a region that is newer than this
 * list. Owned. */
char *
dp_region_format (const char *id)
{
  int position = find (id);

  return position >= 0 ? g_strdup_printf ("%s (%s)", _(regions[position].place), id) : g_strdup (id);
}

/** Whether what was typed into a search fits: beginnings of words of the place, in
 * the person's language or in English, or of the id. */
gboolean
dp_region_matches (guint position,
                   const char *search)
{
  g_return_val_if_fail (position < G_N_ELEMENTS (regions), FALSE);

  g_autofree char *text = g_strdup_printf ("%s %s %s", _(regions[position].place), regions[position].place, regions[position].id);
  return g_str_match_string (search, text, TRUE);
}

/** The position of what is most likely meant by a search: the id that begins so
 * ("us-west" is not us-gov-west-1), else the first that fits; -1 for none. */
int
dp_region_find (const char *search)
{
  int first = -1;

  for (guint i = 0; i < G_N_ELEMENTS (regions); i++) {
    if (g_str_has_prefix (regions[i].id, search))
      return (int) i;
    if (first < 0 && dp_region_matches (i, search))
      first = (int) i;
  }
  return first;
}

/** The region that the person uses elsewhere. Owned; NULL when there is none. */
char *
dp_region_guess (void)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autofree char *of_default = files != NULL ? dp_profile_file_dup_value (files->config, "default", "region") : NULL;
  const char *candidates[] = { g_getenv ("AWS_REGION"), g_getenv ("AWS_DEFAULT_REGION"), of_default };

  for (size_t i = 0; i < G_N_ELEMENTS (candidates); i++) {
    if (candidates[i] != NULL && dp_endpoint_is_region_name (candidates[i]))
      return g_strdup (candidates[i]);
  }
  return NULL;
}
