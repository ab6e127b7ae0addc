/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <string.h>

#include "dp-aws-error.h"
#include "dp-endpoint.h"

#define GLOBAL NULL

/* clang-format off */
static const struct {
  const char *partition;
  const char *region;
  const char *sts[4]; /* plain, FIPS, dual-stack, both; without https:// */
  const char *sts_signing_region;
  const char *iam[4];
  const char *iam_signing_region;
} regions[] = {
  { "aws", GLOBAL,
    { "sts.amazonaws.com", "sts-fips.us-east-1.amazonaws.com", "sts.us-east-1.api.aws", "sts-fips.us-east-1.api.aws" }, "us-east-1",
    { "iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws", "iam-fips.global.api.aws" }, "us-east-1" },
  { "aws", "aws-global",
    { "sts.amazonaws.com", "sts-fips.us-east-1.amazonaws.com", "sts.us-east-1.api.aws", "sts-fips.us-east-1.api.aws" }, "us-east-1",
    { "iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws", "iam-fips.global.api.aws" }, "us-east-1" },
  { "aws", "eu-west-1",
    { "sts.eu-west-1.amazonaws.com", "sts-fips.eu-west-1.amazonaws.com", "sts.eu-west-1.api.aws", "sts-fips.eu-west-1.api.aws" }, "eu-west-1",
    { "iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws", "iam-fips.global.api.aws" }, "us-east-1" },
  { "aws", "xx-new-9", /* a region that does not exist yet */
    { "sts.xx-new-9.amazonaws.com", "sts-fips.xx-new-9.amazonaws.com", "sts.xx-new-9.api.aws", "sts-fips.xx-new-9.api.aws" }, "xx-new-9",
    { "iam.amazonaws.com", "iam-fips.amazonaws.com", "iam.global.api.aws", "iam-fips.global.api.aws" }, "us-east-1" },
  { "aws-us-gov", "us-gov-east-1",
    { "sts.us-gov-east-1.amazonaws.com", "sts.us-gov-east-1.amazonaws.com", "sts.us-gov-east-1.api.aws", "sts-fips.us-gov-east-1.api.aws" }, "us-gov-east-1",
    { "iam.us-gov.amazonaws.com", "iam.us-gov.amazonaws.com", "iam.us-gov.api.aws", "iam.us-gov.api.aws" }, "us-gov-west-1" },
  { "aws-cn", "cn-northwest-1",
    { "sts.cn-northwest-1.amazonaws.com.cn", "sts-fips.cn-northwest-1.amazonaws.com.cn",
      "sts.cn-northwest-1.api.amazonwebservices.com.cn", "sts-fips.cn-northwest-1.api.amazonwebservices.com.cn" }, "cn-northwest-1",
    { "iam.cn-north-1.amazonaws.com.cn", "iam-fips.amazonaws.com.cn",
      "iam.global.api.amazonwebservices.com.cn", "iam-fips.api.amazonwebservices.com.cn" }, "cn-north-1" },
  { "aws-eusc", "eusc-de-east-1",
    { "sts.eusc-de-east-1.amazonaws.eu", "sts-fips.eusc-de-east-1.amazonaws.eu",
      "sts.eusc-de-east-1.api.amazonwebservices.eu", "sts-fips.eusc-de-east-1.api.amazonwebservices.eu" }, "eusc-de-east-1",
    { "iam.eusc-de-east-1.amazonaws.eu", "iam-fips.amazonaws.eu",
      "iam.global.api.amazonwebservices.eu", "iam-fips.api.amazonwebservices.eu" }, "eusc-de-east-1" },
  { "aws-iso", "us-iso-west-1",
    { "sts.us-iso-west-1.c2s.ic.gov", "sts-fips.us-iso-west-1.c2s.ic.gov", "sts.us-iso-west-1.api.aws.ic.gov", "sts-fips.us-iso-west-1.api.aws.ic.gov" }, "us-iso-west-1",
    { "iam.us-iso-east-1.c2s.ic.gov", "iam-fips.us-iso-east-1.c2s.ic.gov", "iam.api.aws.ic.gov", "iam-fips.api.aws.ic.gov" }, "us-iso-east-1" },
  { "aws-iso-b", "us-isob-east-1",
    { "sts.us-isob-east-1.sc2s.sgov.gov", "sts-fips.us-isob-east-1.sc2s.sgov.gov", "sts.us-isob-east-1.api.aws.scloud", "sts-fips.us-isob-east-1.api.aws.scloud" }, "us-isob-east-1",
    { "iam.us-isob-east-1.sc2s.sgov.gov", "iam-fips.us-isob-east-1.sc2s.sgov.gov", "iam.api.aws.scloud", "iam-fips.api.aws.scloud" }, "us-isob-east-1" },
  { "aws-iso-e", "eu-isoe-west-1",
    { "sts.eu-isoe-west-1.cloud.adc-e.uk", "sts-fips.eu-isoe-west-1.cloud.adc-e.uk",
      "sts.eu-isoe-west-1.api.cloud-aws.adc-e.uk", "sts-fips.eu-isoe-west-1.api.cloud-aws.adc-e.uk" }, "eu-isoe-west-1",
    { "iam.eu-isoe-west-1.cloud.adc-e.uk", "iam-fips.cloud.adc-e.uk", "iam.api.cloud-aws.adc-e.uk", "iam-fips.api.cloud-aws.adc-e.uk" }, "eu-isoe-west-1" },
  { "aws-iso-f", "us-isof-south-1",
    { "sts.us-isof-south-1.csp.hci.ic.gov", "sts-fips.us-isof-south-1.csp.hci.ic.gov",
      "sts.us-isof-south-1.api.aws.hci.ic.gov", "sts-fips.us-isof-south-1.api.aws.hci.ic.gov" }, "us-isof-south-1",
    { "iam.us-isof-south-1.csp.hci.ic.gov", "iam-fips.csp.hci.ic.gov", "iam.api.aws.hci.ic.gov", "iam-fips.api.aws.hci.ic.gov" }, "us-isof-south-1" },
};
/* clang-format on */

static void
assert_endpoint (const DpEndpointConfig *config, DpService service, const char *host, const char *signing_region)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (config, service, &error);
  g_autofree char *url = g_strdup_printf ("https://%s/", host);

  g_assert_no_error (error);
  g_assert_cmpstr (endpoint->url, ==, url);
  g_assert_cmpstr (endpoint->signing_region, ==, signing_region);
}

static void
test_regions (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (regions); i++) {
    g_test_message ("%s", regions[i].region != NULL ? regions[i].region : "no region");
    g_assert_cmpstr (dp_endpoint_get_partition (regions[i].region), ==, regions[i].partition);
    for (int kind = 0; kind < 4; kind++) {
      const DpEndpointConfig config = {
        .region = (char *) regions[i].region,
        .use_fips_endpoint = (kind & 1) != 0,
        .use_dualstack_endpoint = (kind & 2) != 0,
      };
      assert_endpoint (&config, DP_SERVICE_STS, regions[i].sts[kind], regions[i].sts_signing_region);
      assert_endpoint (&config, DP_SERVICE_IAM, regions[i].iam[kind], regions[i].iam_signing_region);
    }
  }
}

static const struct {
  const char *name;
  gboolean is_region;
} region_names[] = {
  { "eu-west-1", TRUE },
  { "ap-northeast-1", TRUE },
  { "us-gov-west-1", TRUE },
  { "us-isob-east-1", TRUE },
  { "cn-northwest-1", TRUE },
  { "eusc-de-east-1", TRUE },
  { "", FALSE },
  { "eu-west", FALSE },
  { "EU-WEST-1", FALSE },
  { "eu-west-1a", FALSE },
  { "eu-west-1\n", FALSE },
  { " eu-west-1", FALSE },
  { "eu_west_1", FALSE },
  { "x.example.com/#-1", FALSE },
  { "aws-global", FALSE },
};

static void
test_region_names (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (region_names); i++) {
    g_test_message ("“%s”", region_names[i].name);
    g_assert_cmpint (dp_endpoint_is_region_name (region_names[i].name), ==, region_names[i].is_region);
  }
}

static const struct {
  const char *custom;
  const char *url; /* NULL: refused */
} custom_urls[] = {
  { "https://sts.example.com", "https://sts.example.com/" },
  { "https://sts.example.com:8443/a/b/", "https://sts.example.com:8443/a/b/" },
  { "https://sts.example.com/a%20b", "https://sts.example.com/a%20b" },
  { "HTTPS://sts.example.com", "https://sts.example.com/" },
  { "https://10.1.2.3", "https://10.1.2.3/" },
  { "http://127.0.0.1:4566", "http://127.0.0.1:4566/" },
  { "http://127.8.9.10:1/sts", "http://127.8.9.10:1/sts" },
  { "http://[::1]:4566", "http://[::1]:4566/" },
  { "http://localhost:4566", "http://localhost:4566/" },
  { "http://LOCALHOST", "http://LOCALHOST/" },
  { "http://sts.example.com", NULL },
  { "http://10.1.2.3", NULL },
  { "http://127.0.0.1.example.com", NULL },
  { "http://127.0.0.1@example.com", NULL },
  { "http://localhost.example.com", NULL },
  { "http://[::ffff:10.1.2.3]", NULL },
  { "http://0.0.0.0", NULL },
  { "https://user@sts.example.com", NULL },
  { "https://user:"
    "hidden"
    "@sts.example.com",
    NULL },
  { "https://sts.example.com/?Action=hidden", NULL },
  { "https://sts.example.com/#hidden", NULL },
  { "ftp://sts.example.com", NULL },
  { "file:///etc/passwd", NULL },
  { "https://", NULL },
  { "https:///path", NULL },
  { "https://a b", NULL },
  { "https://sts.example.com:0", NULL },
  { "https://sts.example.com:99999", NULL },
  { "https://sts.example.com\\@hidden", NULL },
  { "sts.example.com", NULL },
  { "junk", NULL },
};

static void
test_custom_urls (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (custom_urls); i++) {
    const DpEndpointConfig config = { .region = (char *) "eu-west-1", .iam_endpoint_url = (char *) custom_urls[i].custom };
    g_autoptr (GError) error = NULL;
    g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (&config, DP_SERVICE_IAM, &error);

    g_test_message ("“%s”", custom_urls[i].custom);
    if (custom_urls[i].url != NULL) {
      g_assert_no_error (error);
      g_assert_cmpstr (endpoint->url, ==, custom_urls[i].url);
      g_assert_cmpstr (endpoint->signing_region, ==, "us-east-1");
    } else {
      g_assert_error (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT);
      g_assert_null (endpoint);
      g_assert_null (strstr (error->message, "hidden"));
    }
  }
}

static void
test_custom_beats_fips (void)
{
  const DpEndpointConfig config = {
    .sts_endpoint_url = (char *) "https://sts.example.com",
    .use_fips_endpoint = TRUE,
    .use_dualstack_endpoint = TRUE,
  };

  assert_endpoint (&config, DP_SERVICE_STS, "sts.example.com", "us-east-1");
  assert_endpoint (&config, DP_SERVICE_IAM, "iam-fips.global.api.aws", "us-east-1");
}

static void
test_bad_region (void)
{
  const DpEndpointConfig config = { .region = (char *) "evil.example.com/" };
  g_autoptr (GError) error = NULL;

  g_assert_null (dp_endpoint_resolve (&config, DP_SERVICE_STS, &error));
  g_assert_error (error, DP_AWS_ERROR, DP_AWS_ERROR_ENDPOINT);
}

/* "NAME=value" lines; a service's own begin with its id: "sts.NAME=value". */
static char *
find_line (const char *const *lines, const char *name)
{
  for (size_t i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], name) && lines[i][strlen (name)] == '=')
      return g_strdup (lines[i] + strlen (name) + 1);
  return NULL;
}

static char *
look_up (const char *service_id, const char *name, gpointer data)
{
  g_autofree char *full = service_id != NULL ? g_strconcat (service_id, ".", name, NULL) : g_strdup (name);

  return find_line (data, full);
}

/* clang-format off */
static const struct {
  const char *label;
  const char *environment[4];
  const char *profile[6];
  const char *sts;
  const char *iam;
  const char *ca_bundle;
  gboolean use_fips;
  gboolean use_dualstack;
} settings[] = {
  { "nothing", { NULL }, { NULL }, NULL, NULL, NULL, FALSE, FALSE },
  { "service variable first", { "AWS_ENDPOINT_URL_STS=s", "AWS_ENDPOINT_URL=g" }, { "sts.endpoint_url=ps", "iam.endpoint_url=pi", "endpoint_url=p" }, "s", "g", NULL, FALSE, FALSE },
  { "iam variable", { "AWS_ENDPOINT_URL_IAM=i" }, { "endpoint_url=p" }, "p", "i", NULL, FALSE, FALSE },
  { "general variable before services section", { "AWS_ENDPOINT_URL=g" }, { "sts.endpoint_url=ps" }, "g", "g", NULL, FALSE, FALSE },
  { "services section before profile", { NULL }, { "endpoint_url=p", "sts.endpoint_url=ps" }, "ps", "p", NULL, FALSE, FALSE },
  { "empty variable is unset", { "AWS_ENDPOINT_URL_STS=", "AWS_ENDPOINT_URL=", "AWS_CA_BUNDLE=" }, { "endpoint_url=p", "ca_bundle=c" }, "p", "p", "c", FALSE, FALSE },
  { "empty line is unset", { NULL }, { "sts.endpoint_url=", "endpoint_url=p" }, "p", "p", NULL, FALSE, FALSE },
  { "ignored by variable", { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_ENDPOINT_URL_STS=s", "AWS_ENDPOINT_URL=g" }, { "endpoint_url=p" }, NULL, NULL, NULL, FALSE, FALSE },
  { "ignored by line", { "AWS_ENDPOINT_URL=g" }, { "ignore_configured_endpoint_urls=True", "endpoint_url=p" }, NULL, NULL, NULL, FALSE, FALSE },
  { "variable beats ignoring line", { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false" }, { "ignore_configured_endpoint_urls=true", "endpoint_url=p" }, "p", "p", NULL, FALSE, FALSE },
  { "lines", { NULL }, { "use_fips_endpoint=true", "use_dualstack_endpoint=true", "ca_bundle=c" }, NULL, NULL, "c", TRUE, TRUE },
  { "variables over lines", { "AWS_USE_FIPS_ENDPOINT=false", "AWS_USE_DUALSTACK_ENDPOINT=false", "AWS_CA_BUNDLE=e" }, { "use_fips_endpoint=true", "use_dualstack_endpoint=true", "ca_bundle=c" }, NULL, NULL, "e", FALSE, FALSE },
  { "variables alone", { "AWS_USE_FIPS_ENDPOINT=TRUE", "AWS_USE_DUALSTACK_ENDPOINT=true" }, { NULL }, NULL, NULL, NULL, TRUE, TRUE },
  { "not a truth value", { "AWS_USE_FIPS_ENDPOINT=1" }, { NULL }, NULL, NULL, NULL, FALSE, FALSE },
};
/* clang-format on */

static void
set_environment (const char *const *lines)
{
  static const char *const names[] = {
    "AWS_ENDPOINT_URL_STS",
    "AWS_ENDPOINT_URL_IAM",
    "AWS_ENDPOINT_URL",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_CA_BUNDLE",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_USE_DUALSTACK_ENDPOINT",
  };

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *value = find_line (lines, names[i]);
    if (value != NULL)
      g_setenv (names[i], value, TRUE);
    else
      g_unsetenv (names[i]);
  }
}

static void
test_precedence (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_test_message ("%s", settings[i].label);
    set_environment (settings[i].environment);
    g_autoptr (DpEndpointConfig) config = dp_endpoint_config_new ("eu-west-1", look_up, (gpointer) settings[i].profile);

    g_assert_cmpstr (config->region, ==, "eu-west-1");
    g_assert_cmpstr (config->sts_endpoint_url, ==, settings[i].sts);
    g_assert_cmpstr (config->iam_endpoint_url, ==, settings[i].iam);
    g_assert_cmpstr (config->ca_bundle, ==, settings[i].ca_bundle);
    g_assert_cmpint (config->use_fips_endpoint, ==, settings[i].use_fips);
    g_assert_cmpint (config->use_dualstack_endpoint, ==, settings[i].use_dualstack);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/aws/endpoint/regions", test_regions);
  g_test_add_func ("/aws/endpoint/region-names", test_region_names);
  g_test_add_func ("/aws/endpoint/custom-urls", test_custom_urls);
  g_test_add_func ("/aws/endpoint/custom-beats-fips", test_custom_beats_fips);
  g_test_add_func ("/aws/endpoint/bad-region", test_bad_region);
  g_test_add_func ("/aws/endpoint/precedence", test_precedence);
  return g_test_run ();
}
