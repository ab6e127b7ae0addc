# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What tools say whose session was revoked, on another computer that still has it."""

import shutil

import pytest

from readme import explained
from workspace import words

DENIED = "with an explicit deny in an identity-based policy"


@pytest.fixture
def elsewhere(day):
    """The credentials file of another computer, while this one has revoked the session."""
    copy = day.home / "credentials.elsewhere"
    shutil.copy(day.home / ".aws/credentials", copy)
    day.revoke()
    return {"AWS_SHARED_CREDENTIALS_FILE": str(copy)}


def assume_role(day, **variables):
    return day.run(
        "/usr/bin/aws", "--profile", "work", "--endpoint-url", day.standin.url,
        "sts", "assume-role", "--role-arn", day.role_arn, "--role-session-name", "cli", **variables,
    )


def test_aws_cli(day, elsewhere):
    result = assume_role(day, **elsewhere)
    assert result.returncode == 254
    assert "An error occurred (AccessDenied) when calling the AssumeRole operation" in result.stderr
    assert explained(DENIED) in result.stderr
    # Here there is nothing left to be denied, and the next session is not.
    assert "Unable to locate credentials" in assume_role(day).stderr
    day.renew()
    assert assume_role(day).returncode == 0
    assert assume_role(day, **elsewhere).returncode == 254


def test_terraform(day, terraform, elsewhere):
    day.s3.make_bucket("daypass-state")
    workspace = terraform.workspace("remote-state", day)
    role = f'-backend-config=assume_role={{role_arn="{day.role_arn}"}}'
    workspace.environment |= elsewhere
    result = workspace.init("-backend-config=profile=work", role)
    assert result.returncode == 1
    told = words(result.stderr)
    assert "Cannot assume IAM Role" in told and "api error AccessDenied" in told
    assert f"not authorized to perform: sts:AssumeRole on resource: {day.role_arn} {DENIED}" in told
    assert day.s3.signers() == set()

    day.renew()
    del workspace.environment["AWS_SHARED_CREDENTIALS_FILE"]
    result = workspace.init("-backend-config=profile=work", role)
    assert result.returncode == 0, result.stderr
