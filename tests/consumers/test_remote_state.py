# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Terraform's S3 backend: the credential code that the AWS provider has today."""

import pytest

from readme import explained
from workspace import words

BUCKET, STATE = "daypass-state", "example.tfstate"


@pytest.fixture
def workspace(terraform, day):
    day.s3.make_bucket(BUCKET)
    return terraform.workspace("remote-state", day)


def init(workspace, profile="work", role_arn=None):
    """Initialises the backend with the keys of PROFILE, or with the role reached through it."""
    arguments = [f"-backend-config=profile={profile}"]
    if role_arn:
        arguments.append(f'-backend-config=assume_role={{role_arn="{role_arn}"}}')
    return workspace.init(*arguments)


def test_state_goes_to_account_b_through_the_role(day, workspace):
    result = init(workspace, role_arn=day.role_arn)
    assert result.returncode == 0, result.stderr
    result = workspace.apply()
    assert result.returncode == 0, result.stderr
    assert day.s3.objects(BUCKET) == [STATE]
    assert day.signers("AssumeRole") == {day.access_key_id}
    assert day.s3.signers() and day.access_key_id not in day.s3.signers()


@pytest.mark.parametrize("profile", ["work", "process"])
def test_state_goes_to_account_a_with_the_session_itself(day, workspace, profile):
    result = init(workspace, profile)
    assert result.returncode == 0, result.stderr
    result = workspace.apply()
    assert result.returncode == 0, result.stderr
    assert day.s3.objects(BUCKET) == [STATE]
    assert day.s3.signers() == {day.access_key_id}


def test_role_profile_is_reached_through_the_session(day, workspace):
    result = init(workspace, profile="prod")
    assert result.returncode == 0, result.stderr
    assert day.signers("AssumeRole") == {day.access_key_id}
    assert day.s3.signers() and day.access_key_id not in day.s3.signers()


def test_ended_session_is_refused_as_the_readme_says(day, workspace):
    day.standin.expire_sessions()
    reason = explained("api error ExpiredToken: The security token included in the request is expired")

    result = init(workspace)
    assert result.returncode == 1
    assert "operation error STS: GetCallerIdentity" in words(result.stderr)
    assert reason in words(result.stderr)

    result = init(workspace, role_arn=day.role_arn)
    assert result.returncode == 1
    assert f"IAM Role ({day.role_arn}) cannot be assumed." in words(result.stderr)
    assert "operation error STS: AssumeRole" in words(result.stderr)
    assert reason in words(result.stderr)
    assert day.s3.signers() == set()


def test_session_that_ends_during_an_apply_costs_no_state(day, workspace):
    assert init(workspace).returncode == 0
    workspace.set(during_apply=day.s3.command_to_end_sessions)
    result = workspace.apply()
    assert result.returncode == 1
    # S3 refuses the HEAD that comes before the upload, and a HEAD has no words for it.
    assert explained("Error saving state: ") in words(result.stderr)
    assert f'written to the file "{explained("errored.tfstate")}"' in words(result.stderr)
    assert day.s3.objects(BUCKET) == []

    day.renew()
    result = workspace.run("state", "push", "-no-color", "errored.tfstate")
    assert result.returncode == 0, result.stderr
    assert day.s3.objects(BUCKET) == [STATE]


def test_other_profile_is_still_itself(day, workspace):
    result = init(workspace, profile="build")
    assert result.returncode == 0, result.stderr
    assert day.s3.signers() == {day.build_user.access_key_id}
