# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Debian's AWS CLI v2 reads what Daypass wrote."""

import json

import pytest


def caller_identity(day, profile):
    # This release does not know AWS_ENDPOINT_URL_STS yet.
    return day.run(
        "/usr/bin/aws", "--profile", profile, "--endpoint-url", day.standin.url,
        "sts", "get-caller-identity",
    )


@pytest.mark.parametrize("profile", ["work", "process"])
def test_session_is_accepted(day, profile):
    result = caller_identity(day, profile)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["Arn"] == day.user.arn
    assert day.signers("GetCallerIdentity") == {day.access_key_id}


def test_session_opens_the_role_that_asks_for_a_code(day):
    result = day.run(
        "/usr/bin/aws", "--profile", "work", "--endpoint-url", day.standin.url,
        "sts", "assume-role", "--role-arn", day.role_arn, "--role-session-name", "cli",
    )
    assert result.returncode == 0, result.stderr
    assumed = json.loads(result.stdout)["AssumedRoleUser"]["Arn"]
    assert assumed == "arn:aws:sts::444455556666:assumed-role/admin/cli"


def test_ended_session_is_refused_as_the_readme_says(day):
    day.standin.expire_sessions()
    result = caller_identity(day, "work")
    assert result.returncode == 254
    assert result.stderr.strip() == (
        "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: "
        "The security token included in the request is expired"
    )


def test_other_profile_works_before_and_after_the_end(day):
    for _ in "before", "after":
        result = caller_identity(day, "build")
        assert result.returncode == 0, result.stderr
        assert json.loads(result.stdout)["Arn"] == day.build_user.arn
        day.standin.expire_sessions()
