/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-endpoint.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "dp-aws-error.h"

#define GLOBAL_REGION "aws-global"

typedef enum {
  HOST_PLAIN = 0,
  HOST_FIPS = 1 << 0,
  HOST_DUALSTACK = 1 << 1,
} HostKind;

typedef struct {
  const char *id;
  const char *region_prefix;
  const char *suffix;
  const char *dualstack_suffix;
  gboolean plain_sts_is_fips;
  const char *iam_signing_region;
  const char *iam_hosts[4]; /* by HostKind */
} Partition;

/* What the rule sets of the SDKs come to. The last one takes every region that
 * no other does, so a region opened after this was written works too. */
/* clang-format off */
static const Partition partitions[] = {
  { "aws-cn", "cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn", FALSE, "cn-north-1",
    { "iam.cn-north-1.amazonaws.com.cn", "iam-fips.amazonaws.com.cn",
      "iam.global.api.amazonwebservices.com.cn", "iam-fips.api.amazonwebservices.com.cn" } },
  { "aws-us-gov", "us-gov-", "amazonaws.com", "api.aws", TRUE, "us-gov-west-1",
    { "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com",
      "iam.us-gov.api.aws", "iam.us-gov.api.aws" } },
  { "aws-eusc", "eusc-", "amazonaws.eu", "api.amazonwebservices.eu", FALSE, "eusc-de-east-1",
    { "iam.eusc-de-east-1.amazonaws.eu", "iam-fips.amazonaws.eu",
      "iam.global.api.amazonwebservices.eu", "iam-fips.api.amazonwebservices.eu" } },
  { "aws-iso", "us-iso-", "c2s.ic.gov", "api.aws.ic.gov", FALSE, "us-iso-east-1",
    { "iam.us-iso-east-1.c2s.ic.gov", "iam-fips.us-iso-east-1.c2s.ic.gov",
      "iam.api.aws.ic.gov", "iam-fips.api.aws.ic.gov" } },
  { "aws-iso-b", "us-isob-", "sc2s.sgov.gov", "api.aws.scloud", FALSE, "us-isob-east-1",
    { "iam.us-isob-east-1.sc2s.sgov.gov", "iam-fips.us-isob-east-1.sc2s.sgov.gov",
      "iam.api.aws.scloud", "iam-fips.api.aws.scloud" } },
  { "aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", FALSE, "eu-isoe-west-1",
    { "iam.eu-isoe-west-1.cloud.adc-e.uk", "iam-fips.cloud.adc-e.uk",
      "iam.api.cloud-aws.adc-e.uk", "iam-fips.api.cloud-aws.adc-e.uk" } },
  { "aws-iso-f", "us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov", FALSE, "us-isof-south-1",
    { "iam.us-isof-south-1.csp.hci.ic.gov", "iam-fips.csp.hci.ic.gov",
      "iam.api.aws.hci.ic.gov", "iam-fips.api.aws.hci.ic.gov" } },
  { "aws", "", "amazonaws.com", "api.aws", FALSE, "us-east-1",
    { "iam.amazonaws.com", "iam-fips.amazonaws.com",
      "iam.global.api.aws", "iam-fips.global.api.aws" } },
};
/* clang-format on */

static const Partition *
find_partition (const char *region)
{
  size_t i = 0;

  while (!g_str_has_prefix (region, partitions[i].region_prefix))
    i++;
  return &partitions[i];
}

/* An empty variable is as if it were unset: so do the SDKs. */
static char *
dup_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

static char *
dup_profile_setting (DpSettingLookup profile_setting, gpointer data, const char *service_id, const char *name)
{
  g_autofree char *value = profile_setting != NULL ? profile_setting (service_id, name, data) : NULL;

  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static char *
dup_setting (DpSettingLookup profile_setting, gpointer data, const char *variable, const char *name)
{
  char *value = dup_environment (variable);

  return value != NULL ? value : dup_profile_setting (profile_setting, data, NULL, name);
}

static gboolean
get_switch (DpSettingLookup profile_setting, gpointer data, const char *variable, const char *name)
{
  g_autofree char *value = dup_setting (profile_setting, data, variable, name);

  return value != NULL && g_ascii_strcasecmp (value, "true") == 0;
}

static char *
dup_endpoint_url (DpSettingLookup profile_setting, gpointer data, const char *variable, const char *service_id)
{
  char *url = dup_environment (variable);

  if (url == NULL)
    url = dup_environment ("AWS_ENDPOINT_URL");
  if (url == NULL)
    url = dup_profile_setting (profile_setting, data, service_id, "endpoint_url");
  if (url == NULL)
    url = dup_profile_setting (profile_setting, data, NULL, "endpoint_url");
  return url;
}

/**
 * dp_endpoint_config_new:
 * @region: (nullable): the region in force
 * @profile_setting: (nullable): finds the profile's own lines; with a service
 *   id, those of the "services" section that the profile names
 *
 * Applies the precedence of the AWS SDKs and Tools Reference Guide
 * ("Service-specific endpoints"): the service's variable, the general variable,
 * the services section, the profile; and variables over lines for the others.
 *
 * Returns: (transfer full): the configuration
 */
DpEndpointConfig *
dp_endpoint_config_new (const char *region, DpSettingLookup profile_setting, gpointer data)
{
  DpEndpointConfig *self = g_new0 (DpEndpointConfig, 1);

  if (region != NULL && *region != '\0')
    self->region = g_strdup (region);
  if (!get_switch (profile_setting, data, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")) {
    self->sts_endpoint_url = dup_endpoint_url (profile_setting, data, "AWS_ENDPOINT_URL_STS", "sts");
    self->iam_endpoint_url = dup_endpoint_url (profile_setting, data, "AWS_ENDPOINT_URL_IAM", "iam");
  }
  self->ca_bundle = dup_setting (profile_setting, data, "AWS_CA_BUNDLE", "ca_bundle");
  self->use_fips_endpoint = get_switch (profile_setting, data, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  self->use_dualstack_endpoint = get_switch (profile_setting, data, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  return self;
}

DpEndpointConfig *
dp_endpoint_config_copy (const DpEndpointConfig *self)
{
  DpEndpointConfig *copy = g_memdup2 (self, sizeof *self);

  copy->region = g_strdup (self->region);
  copy->sts_endpoint_url = g_strdup (self->sts_endpoint_url);
  copy->iam_endpoint_url = g_strdup (self->iam_endpoint_url);
  copy->ca_bundle = g_strdup (self->ca_bundle);
  return copy;
}

void
dp_endpoint_config_free (DpEndpointConfig *self)
{
  g_free (self->region);
  g_free (self->sts_endpoint_url);
  g_free (self->iam_endpoint_url);
  g_free (self->ca_bundle);
  g_free (self);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
is_host (const char *host)
{
  return g_hostname_is_ip_address (host) || g_regex_match_simple ("^[A-Za-z0-9._-]+$", host, G_REGEX_DOLLAR_ENDONLY, 0);
}

/* Nothing of the address goes into the messages but a host that was checked:
 * the address may hold a password. */
static char *
check_custom_url (const char *url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || !is_host (g_uri_get_host (uri)) || g_uri_get_port (uri) == 0) {
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT,
                         _("The custom endpoint is not an address. It should look like https://sts.example.com"));
    return NULL;
  }
  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL) {
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT,
                         _("The custom endpoint contains a user name, a “?” or a “#”. Only scheme, host, port and path may stand there"));
    return NULL;
  }

  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  if (strcmp (scheme, "http") == 0 && !is_loopback (host)) {
    g_set_error (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT,
                 _("The custom endpoint “%s” is not encrypted. Only this computer itself may be reached by http: use https"), host);
    return NULL;
  }
  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0) {
    g_set_error_literal (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT,
                         _("The custom endpoint has an unknown scheme. It should begin with https://"));
    return NULL;
  }
  const char *path = g_uri_get_path (uri);
  return g_uri_join (G_URI_FLAGS_ENCODED, scheme, NULL, host, g_uri_get_port (uri), *path != '\0' ? path : "/", NULL, NULL);
}

static DpEndpoint *
endpoint_new (char *url, const char *signing_region)
{
  DpEndpoint *self = g_new0 (DpEndpoint, 1);

  self->url = url;
  self->signing_region = g_strdup (signing_region);
  return self;
}

static DpEndpoint *
resolve_iam (const char *region, HostKind kind)
{
  const Partition *partition = find_partition (region);

  return endpoint_new (g_strdup_printf ("https://%s/", partition->iam_hosts[kind]), partition->iam_signing_region);
}

static DpEndpoint *
resolve_sts (const char *region, HostKind kind)
{
  if (strcmp (region, GLOBAL_REGION) == 0) {
    if (kind == HOST_PLAIN)
      return endpoint_new (g_strdup ("https://sts.amazonaws.com/"), "us-east-1");
    region = "us-east-1";
  }

  const Partition *partition = find_partition (region);
  gboolean has_fips_name = (kind & HOST_FIPS) && !(kind == HOST_FIPS && partition->plain_sts_is_fips);
  return endpoint_new (g_strdup_printf ("https://sts%s.%s.%s/", has_fips_name ? "-fips" : "", region,
                                        kind & HOST_DUALSTACK ? partition->dualstack_suffix : partition->suffix),
                       region);
}

/* The SDKs sign with the client's region here, which the one IAM of a partition
 * refuses: its address may be given as a custom one, and that of a VPC endpoint is. */
static const char *
get_custom_signing_region (const char *region, DpService service)
{
  if (service == DP_SERVICE_IAM || strcmp (region, GLOBAL_REGION) == 0)
    return find_partition (region)->iam_signing_region;
  return region;
}

/**
 * dp_endpoint_resolve:
 *
 * Finds where @service is. A custom endpoint beats FIPS and dual-stack. Without
 * a region it is the global endpoint of the partition "aws".
 *
 * Returns: (transfer full): the endpoint, or %NULL with %DP_AWS_ERROR_ENDPOINT
 */
DpEndpoint *
dp_endpoint_resolve (const DpEndpointConfig *config, DpService service, GError **error)
{
  const char *region = config->region != NULL ? config->region : GLOBAL_REGION;
  const char *custom_url = service == DP_SERVICE_STS ? config->sts_endpoint_url : config->iam_endpoint_url;

  if (strcmp (region, GLOBAL_REGION) != 0 && !dp_endpoint_is_region_name (region)) {
    g_set_error (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT,
                 _("“%s” is not the name of a region. It should look like eu-west-1"), region);
    return NULL;
  }
  if (custom_url != NULL) {
    char *url = check_custom_url (custom_url, error);
    if (url == NULL)
      return NULL;
    return endpoint_new (url, get_custom_signing_region (region, service));
  }

  HostKind kind = HOST_PLAIN;
  if (config->use_fips_endpoint)
    kind |= HOST_FIPS;
  if (config->use_dualstack_endpoint)
    kind |= HOST_DUALSTACK;
  return service == DP_SERVICE_STS ? resolve_sts (region, kind) : resolve_iam (region, kind);
}

void
dp_endpoint_free (DpEndpoint *self)
{
  g_free (self->url);
  g_free (self->signing_region);
  g_free (self);
}

/** Whether @region has the form of a region's name; it need not exist. */
gboolean
dp_endpoint_is_region_name (const char *region)
{
  return g_regex_match_simple ("^[a-z]+(-[a-z]+)+-[0-9]+$", region, G_REGEX_DOLLAR_ENDONLY, 0);
}

/**
 * dp_endpoint_get_partition:
 * @region: (nullable): the name of a region
 *
 * Returns: (transfer none): the partition as it stands in ARNs, "aws-us-gov"
 */
const char *
dp_endpoint_get_partition (const char *region)
{
  return find_partition (region != NULL ? region : "")->id;
}
