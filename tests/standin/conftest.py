# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One stand-in for a file of tests; each test finds it as if just started."""

import os
from types import SimpleNamespace

import botocore.session
import pytest
from botocore.config import Config

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
    """Makes botocore clients, which sign as every script in Python does."""
    session = botocore.session.get_session()

    def make(who, service="sts", region="ap-northeast-1", retries=0):
        return session.create_client(
            service, region_name=region, endpoint_url=standin.url,
            aws_access_key_id=who.access_key_id, aws_secret_access_key=who.secret_access_key,
            aws_session_token=getattr(who, "session_token", None),
            config=Config(retries={"max_attempts": retries}, read_timeout=10))
    return make


@pytest.fixture
def session_of(client):
    """Makes a session of a user, with MFA unless told otherwise."""
    def make(user, mfa=True, **options):
        if mfa:
            options.update(SerialNumber=user.mfa_serial, TokenCode=user.code())
        return keys(client(user).get_session_token(**options))
    return make


def keys(answer):
    """What signs a request, from the answer to GetSessionToken or AssumeRole."""
    credentials = answer["Credentials"]
    return SimpleNamespace(access_key_id=credentials["AccessKeyId"],
                           secret_access_key=credentials["SecretAccessKey"],
                           session_token=credentials["SessionToken"],
                           expires=credentials["Expiration"])
