/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  DP_SERVICE_STS,
  DP_SERVICE_IAM,
} DpService;

/** What decides where a call goes, under the SDKs' own names (AWS SDKs and
 * Tools Reference Guide). The caller has already applied the precedence of
 * environment over file; NULL and FALSE mean "not set". */
typedef struct {
  char *region;           /* (nullable): then the partition's global endpoint */
  char *sts_endpoint_url; /* (nullable) */
  char *iam_endpoint_url; /* (nullable) */
  char *ca_bundle;        /* (nullable) */
  gboolean use_fips_endpoint;
  gboolean use_dualstack_endpoint;
} DpEndpointConfig;

/** Where one service is, and what its requests are signed for. */
typedef struct {
  char *url;            /* scheme, host, port and path */
  char *signing_region;
} DpEndpoint;

/** Looks up a setting by the SDKs' names: @name is "endpoint_url",
 * "ca_bundle", "use_fips_endpoint" …; @service_id "sts", "iam" or NULL.
 * Returns an owned string or NULL. */
typedef char *(*DpSettingLookup) (const char *service_id,
                                  const char *name,
                                  gpointer    data);

DpEndpointConfig *dp_endpoint_config_new     (const char      *region,
                                              DpSettingLookup  profile_setting,
                                              gpointer         data);
DpEndpointConfig *dp_endpoint_config_copy    (const DpEndpointConfig *self);
void              dp_endpoint_config_free    (DpEndpointConfig *self);
DpEndpoint       *dp_endpoint_resolve        (const DpEndpointConfig *config,
                                              DpService         service,
                                              GError          **error);
void              dp_endpoint_free           (DpEndpoint       *self);
gboolean          dp_endpoint_is_region_name (const char       *region);
const char       *dp_endpoint_get_partition  (const char       *region);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpEndpointConfig, dp_endpoint_config_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpEndpoint, dp_endpoint_free)

G_END_DECLS
