# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The current boto3 reads what Daypass wrote."""

import pytest

CALLER_IDENTITY = """
import boto3, sys
print(boto3.Session(profile_name=sys.argv[1]).client("sts").get_caller_identity()["Arn"])
"""


@pytest.fixture
def caller_arn(day, tools):
    """Who boto3 is through a profile."""

    def ask(profile):
        return day.run(tools.python, "-c", CALLER_IDENTITY, profile)

    return ask


@pytest.mark.parametrize("profile", ["work", "process"])
def test_session_is_accepted(day, caller_arn, profile):
    result = caller_arn(profile)
    assert (result.returncode, result.stdout.strip()) == (0, day.user.arn), result.stderr
    assert day.signers("GetCallerIdentity") == {day.access_key_id}


def test_role_profile_is_reached_through_the_session(day, caller_arn):
    result = caller_arn("prod")
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("arn:aws:sts::444455556666:assumed-role/admin/")
    assert day.signers("AssumeRole") == {day.access_key_id}


@pytest.mark.parametrize(
    ("profile", "operation"), [("work", "GetCallerIdentity"), ("prod", "AssumeRole")]
)
def test_ended_session_is_refused_as_the_readme_says(day, caller_arn, profile, operation):
    day.standin.expire_sessions()
    result = caller_arn(profile)
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        "botocore.exceptions.ClientError: An error occurred (ExpiredToken) when calling "
        f"the {operation} operation: The security token included in the request is expired"
    )


def test_other_profile_works_before_and_after_the_end(day, caller_arn):
    for _ in "before", "after":
        result = caller_arn("build")
        assert (result.returncode, result.stdout.strip()) == (0, day.build_user.arn), result.stderr
        day.standin.expire_sessions()
