# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Terraform and the AWS provider: account A's session, work in account B by a role."""

import pytest

from profiles import ACCOUNT_A, ACCOUNT_B
from readme import explained
from workspace import words


@pytest.fixture
def workspace(terraform, day):
    workspace = terraform.workspace(
        "two-accounts",
        day,
        profile="work",
        role_arn=day.role_arn,
        expected_account_id=ACCOUNT_B,
        sts_endpoint=day.standin.url,
        s3_endpoint=day.s3.url,
    )
    workspace.lock_provider()
    result = workspace.init()
    assert result.returncode == 0, result.stderr
    return workspace


def test_plan_apply_destroy_in_account_b(day, workspace):
    result = workspace.plan()
    assert result.returncode == 0, result.stderr
    assert workspace.check_status("plan") == "pass"
    assert day.s3.buckets() == []

    result = workspace.run("apply", "-no-color", "plan")
    assert result.returncode == 0, result.stderr
    assert workspace.check_status() == "pass"
    caller = workspace.show()["values"]["outputs"]["caller_arn"]["value"]
    assert caller.startswith(f"arn:aws:sts::{ACCOUNT_B}:assumed-role/admin/")
    assert day.s3.buckets() == ["daypass-example"]

    # The session opens the role, and the role's own keys do the work.
    assert day.signers("AssumeRole") == {day.access_key_id}
    assert day.s3.signers() and day.access_key_id not in day.s3.signers()

    result = workspace.destroy()
    assert result.returncode == 0, result.stderr
    assert day.s3.buckets() == []


def test_wrong_account_fails_the_check_and_stops_nothing(day, workspace):
    workspace.set(expected_account_id=ACCOUNT_A)
    result = workspace.apply()
    # A check only warns: the reason why `daypass exec --account-id` exists.
    assert result.returncode == 0, result.stderr
    warning = f"These credentials reach account {ACCOUNT_B}, not {ACCOUNT_A}."
    assert warning in words(result.stdout)
    assert workspace.check_status() == "fail"
    assert day.s3.buckets() == ["daypass-example"]


def test_ended_session_is_refused_as_the_readme_says(day, workspace):
    day.standin.expire_sessions()
    result = workspace.plan()
    assert result.returncode == 1
    # This provider does not pass on what STS answered; today's does (test_remote_state.py).
    assert f"IAM Role ({day.role_arn}) cannot be assumed." in words(result.stderr)
    assert explained("NoCredentialProviders: no valid providers in chain.") in words(result.stderr)
    assert day.standin.count("AssumeRole", "ExpiredToken") > 0
    assert day.s3.signers() == set()


def test_next_session_goes_on_where_the_ended_one_stopped(day, workspace):
    day.standin.expire_sessions()
    assert workspace.apply().returncode == 1
    day.renew()
    result = workspace.apply()
    assert result.returncode == 0, result.stderr
    assert day.s3.buckets() == ["daypass-example"]


def test_other_profile_is_still_itself(day, workspace):
    workspace.set(profile="build")
    result = workspace.plan()
    # The build server's key comes without a code, so the role does not open to it.
    assert result.returncode == 1
    assert day.signers("AssumeRole") == {day.build_user.access_key_id}
    assert day.standin.count("AssumeRole", "AccessDenied") > 0
