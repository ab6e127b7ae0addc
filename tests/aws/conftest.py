# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
import subprocess

import pytest

from fake_aws import Client, FakeAws, Proxy


@pytest.fixture
def closing():
    """Closes what a test made, the newest first."""
    made = []
    yield lambda thing: made.append(thing) or thing
    for thing in reversed(made):
        thing.close()


@pytest.fixture
def make_aws(closing):
    servers = []

    def make(**options):
        servers.append(closing(FakeAws(**options)))
        return servers[-1]
    yield make
    for aws in servers:
        assert aws.problems == []


@pytest.fixture
def aws(make_aws):
    return make_aws()


@pytest.fixture
def make_client(closing):
    return lambda *arguments, **environment: closing(Client(*arguments, **environment))


@pytest.fixture
def client(make_client, aws):
    return make_client(aws.url)


@pytest.fixture
def make_proxy(closing):
    return lambda **options: closing(Proxy(**options))


@pytest.fixture(scope='session')
def certificate(tmp_path_factory):
    """Key and self-signed certificate of 127.0.0.1 in one file."""
    folder = tmp_path_factory.mktemp('tls')
    key, cert, both = folder / 'key.pem', folder / 'cert.pem', folder / 'both.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                    '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=fake AWS',
                    '-addext', 'subjectAltName=IP:127.0.0.1'], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + cert.read_bytes())
    return str(both)
