# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One stand-in for a file of tests; each test finds it as if just started."""

import functools
import os

import clients
import pytest
from standin import Standin

# The tests bring their own settings; a person's must not reach them.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null",
                  AWS_EC2_METADATA_DISABLED="true", NO_PROXY="127.0.0.1")


@pytest.fixture(scope="module")
def running():
    with Standin() as standin:
        print(f"seed {standin.seed}")
        yield standin


@pytest.fixture
def standin(running):
    running.reset(world="default")
    return running


@pytest.fixture
def client(standin):
    """Makes botocore clients of this stand-in."""
    return functools.partial(clients.client, standin)


@pytest.fixture
def session_of(client):
    """Makes a session of a user, with MFA unless told otherwise."""
    def make(user, mfa=True, **options):
        if mfa:
            options.update(SerialNumber=user.mfa_serial, TokenCode=user.code())
        return clients.keys(client(user).get_session_token(**options))
    return make
