/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include <stdio.h>

#include "dp-endpoint.h"

/* Prints "URL REGION PARTITION" for each line "SERVICE REGION FIPS DUALSTACK"
 * of standard input. */
int
main (void)
{
  char service[16];
  char region[64];
  int use_fips;
  int use_dualstack;

  while (scanf ("%15s %63s %d %d", service, region, &use_fips, &use_dualstack) == 4) {
    const DpEndpointConfig config = {
      .region = region,
      .use_fips_endpoint = use_fips,
      .use_dualstack_endpoint = use_dualstack,
    };
    g_autoptr (GError) error = NULL;
    g_autoptr (DpEndpoint) endpoint = dp_endpoint_resolve (&config, g_str_equal (service, "sts") ? DP_SERVICE_STS : DP_SERVICE_IAM, &error);
    g_assert_no_error (error);
    printf ("%s %s %s\n", endpoint->url, endpoint->signing_region, dp_endpoint_get_partition (region));
  }
  return 0;
}
