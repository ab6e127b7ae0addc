# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The block of `role show --terraform`, pasted as it is, and `exec` before Terraform."""

import subprocess

import pytest

from profiles import ACCOUNT_A, ACCOUNT_B, DAYPASS

STALE = {"AWS_ACCESS_KEY_ID": "AKIASTALE", "AWS_SECRET_ACCESS_KEY": "stale"}


def daypass(day, *arguments):
    done = subprocess.run([DAYPASS, *arguments], env=day.environment, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def workspace(terraform, day):
    """A configuration with the block of a role that wants an external id."""
    role_arn = day.standin.role("partner", ACCOUNT_B, [ACCOUNT_A], mfa_required=True, external_id="ticket:7")
    daypass(day, "role", "add", "partner", "--role-arn", role_arn, "--external-id", "ticket:7", "--role-session-name", "taro")
    workspace = terraform.workspace(
        "pasted-role", day, role_profile="partner", sts_endpoint=day.standin.url, s3_endpoint=day.s3.url
    )
    (workspace.folder / "main.tf").write_text(daypass(day, "role", "show", "partner", "--terraform"))
    workspace.lock_provider()
    result = workspace.init()
    assert result.returncode == 0, result.stderr
    return workspace


def test_terraform_takes_it_as_it_is(workspace):
    for subcommand in (["fmt", "-check", "-diff", "main.tf"], ["validate", "-no-color"]):
        result = workspace.run(*subcommand)
        assert result.returncode == 0, result.stdout + result.stderr


def test_it_reaches_the_role(day, workspace):
    result = workspace.apply()
    assert result.returncode == 0, result.stderr
    assert workspace.check_status() == "pass"
    caller = workspace.show()["values"]["outputs"]["caller_arn"]["value"]
    assert caller == f"arn:aws:sts::{ACCOUNT_B}:assumed-role/partner/taro"
    assert day.signers("AssumeRole") == {day.access_key_id}
    assert day.s3.objects("daypass-example") == ["assumed-role", "role-profile"]


def test_its_check_notices_another_account(workspace):
    main = workspace.folder / "main.tf"
    before, check = main.read_text().split("\ncheck ")
    main.write_text(f"{before}\ncheck {check.replace(ACCOUNT_B, ACCOUNT_A)}")
    assert workspace.plan().returncode == 0
    assert workspace.check_status("plan") == "fail"


def test_exec_lets_the_right_account_through(day, workspace):
    """Keys that lie around in the environment would have beaten the profile."""
    result = workspace.run_by_exec("partner", ACCOUNT_B, "apply", "-no-color", "-auto-approve", **STALE)
    assert result.returncode == 0, result.stderr
    assert day.s3.buckets() == ["daypass-example"]
    result = workspace.run_by_exec("partner", ACCOUNT_B, "destroy", "-no-color", "-auto-approve", **STALE)
    assert result.returncode == 0, result.stderr
    assert day.s3.buckets() == []


def test_exec_stops_before_another_account(day, workspace):
    """What the check only warns of."""
    result = workspace.run_by_exec("partner", ACCOUNT_A, "apply", "-no-color", "-auto-approve", **STALE)
    assert (result.returncode, result.stdout) == (125, "")
    assert f"“partner” reaches account {ACCOUNT_B} " in result.stderr
    assert day.s3.buckets() == []
    assert not (workspace.folder / "terraform.tfstate").exists()
