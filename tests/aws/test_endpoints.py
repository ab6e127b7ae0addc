# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Compares the endpoints with the rules that Debian's botocore carries."""

import itertools
import os
import subprocess

import botocore.loaders
from botocore.endpoint_provider import EndpointProvider

PROGRAM = os.path.join(os.environ['AWS_PROGRAMS'], 'endpoint-print')


def knows_answer(service, partition, use_fips, use_dualstack):
    """What botocore of 2022 says and AWS has not changed since."""
    if partition in ('aws-iso', 'aws-iso-b'):
        return not use_dualstack and not (service == 'iam' and use_fips)
    if service == 'iam':
        return not use_dualstack and not (partition == 'aws-cn' and use_fips)
    return True


def all_cases():
    loader = botocore.loaders.Loader()
    partitions = loader.load_data('partitions')
    for service in ('sts', 'iam'):
        provider = EndpointProvider(loader.load_service_model(service, 'endpoint-rule-set-1'), partitions)
        for partition in partitions['partitions']:
            regions = [region for region in partition['regions'] if not region.endswith('-global')]
            for region, use_fips, use_dualstack in itertools.product(regions, (False, True), (False, True)):
                if not knows_answer(service, partition['id'], use_fips, use_dualstack):
                    continue
                parameters = {'Region': region, 'UseFIPS': use_fips, 'UseDualStack': use_dualstack}
                if service == 'sts':
                    parameters['UseGlobalEndpoint'] = False
                endpoint = provider.resolve_endpoint(**parameters)
                scheme = endpoint.properties.get('authSchemes', [{}])[0]
                expected = f"{endpoint.url}/ {scheme.get('signingRegion', region)} {partition['id']}"
                yield f'{service} {region} {use_fips:d} {use_dualstack:d}', expected


def test_same_as_botocore():
    cases = list(all_cases())
    assert len(cases) > 150
    question = '\n'.join(case for case, _ in cases) + '\n'
    result = subprocess.run([PROGRAM], input=question, capture_output=True, text=True, check=True)
    assert list(zip(cases, result.stdout.splitlines())) == [((case, expected), expected) for case, expected in cases]
