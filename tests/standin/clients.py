# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""botocore clients, which sign as every script in Python does, and what they tell."""

from types import SimpleNamespace

import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

HOUR = 3600
SESSION = botocore.session.get_session()


def client(standin, who, service="sts", region="ap-northeast-1", retries=0):
    return SESSION.create_client(
        service, region_name=region, endpoint_url=standin.url, verify=standin.ca_file,
        aws_access_key_id=who.access_key_id, aws_secret_access_key=who.secret_access_key,
        aws_session_token=getattr(who, "session_token", None),
        config=Config(retries={"max_attempts": retries}, read_timeout=10))


def keys(answer):
    """What signs a request, from the answer to GetSessionToken or AssumeRole."""
    credentials = answer["Credentials"]
    return SimpleNamespace(access_key_id=credentials["AccessKeyId"],
                           secret_access_key=credentials["SecretAccessKey"],
                           session_token=credentials["SessionToken"],
                           expires=credentials["Expiration"])


def refused(call, *arguments, **options):
    """The error of a call that must fail."""
    with pytest.raises(ClientError) as caught:
        call(*arguments, **options)
    error = caught.value.response["Error"]
    return {name: error[name] for name in ("Type", "Code", "Message")}


def hours_left(session, standin):
    seconds = session.expires.timestamp() - standin.call("state")["now"]
    return seconds / HOUR
