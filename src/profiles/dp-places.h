/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** Where the two shared files are, by this process's own environment:
 * AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE with a leading ~ or ~name expanded;
 * unset or empty means ~/.aws/config and ~/.aws/credentials.
 * Absolute, links unresolved. */
typedef struct {
  char *config;
  char *credentials;
} DpPlaces;

DpPlaces *dp_places_new     (void);
DpPlaces *dp_places_new_for (char     **environment);
void      dp_places_free    (DpPlaces  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpPlaces, dp_places_free)

G_END_DECLS
