# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The whole working day: a session in account A, Terraform in account B, and the session revoked."""

import shlex
import shutil
import subprocess

import pytest

from profiles import ACCOUNT_A, ACCOUNT_B, DAYPASS
from readme import explained
from workspace import words

STATE_BUCKET, STATE = "daypass-state", "example.tfstate"
WORK_BUCKET = "daypass-example"

# What a person writes whose state is in account B as well.
BACKEND = """\
terraform {{
  backend "s3" {{
    bucket         = "daypass-state"
    key            = "example.tfstate"
    region         = "ap-northeast-1"
    use_path_style = true
    profile        = "work"
    assume_role    = {{ role_arn = "{role_arn}" }}
  }}
}}
"""

NOT_AUTHORIZED = explained("not authorized to perform: sts:AssumeRole on resource: ") + "{role_arn} with an explicit deny"
DENIALS = {
    # Twice: by assume_role, for which this provider has no reason, and by the role's profile.
    "provider": [
        "IAM Role ({role_arn}) cannot be assumed.",
        f"AccessDenied: User: {{user_arn}} is {NOT_AUTHORIZED}",
    ],
    "backend": [
        "Cannot assume IAM Role",
        "IAM Role ({role_arn}) cannot be assumed.",
        f"api error AccessDenied: User: {{user_arn}} is {NOT_AUTHORIZED}",
    ],
}


def daypass(day, *arguments):
    environment = day.session.env | day.environment | {"DAYPASS_PROMPT": "none"}
    return subprocess.run([DAYPASS, *arguments], env=environment, text=True, capture_output=True, check=False)


def pasted(terraform, day):
    """A configuration with the block of the role `prod`, and two objects that are written
    through it and through the role's profile."""
    workspace = terraform.workspace(
        "pasted-role", day, role_profile="prod", sts_endpoint=day.standin.url, s3_endpoint=day.s3.url
    )
    (workspace.folder / "main.tf").write_text(daypass(day, "role", "show", "prod", "--terraform").stdout)
    workspace.lock_provider()
    return workspace


def initialise(workspace):
    result = workspace.init()
    assert result.returncode == 0, result.stderr


@pytest.fixture(params=["provider", "backend"])
def state(request):
    """Where the state is: in a file, so that the official provider is the first to ask AWS, or
    in S3, so that the backend is, whose credential code is that of present providers."""
    return request.param


@pytest.fixture
def workspace(terraform, day, state):
    workspace = pasted(terraform, day)
    if state == "backend":
        day.s3.make_bucket(STATE_BUCKET)
        (workspace.folder / "backend.tf").write_text(BACKEND.format(role_arn=day.role_arn))
    initialise(workspace)
    return workspace


def test_the_article(day, workspace, state):
    day.renew()
    day.standin.call("forget-requests")

    # Whose account is it? Wrong: Terraform is not even started.
    result = daypass(day, "check", "prod", "--account-id", ACCOUNT_B)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"arn:aws:sts::{ACCOUNT_B}:assumed-role/admin/" in result.stdout
    assert daypass(day, "check", "prod", "--account-id", ACCOUNT_A).returncode == 9
    result = workspace.run_by_exec("prod", ACCOUNT_A, "apply", "-no-color", "-auto-approve")
    assert (result.returncode, result.stdout) == (125, "")
    assert f"“prod” reaches account {ACCOUNT_B} " in result.stderr

    result = workspace.run_by_exec("prod", ACCOUNT_B, "plan", "-no-color", "-out=plan")
    assert result.returncode == 0, result.stderr
    assert workspace.check_status("plan") == "pass"
    assert WORK_BUCKET not in day.s3.buckets()
    result = workspace.run_by_exec("prod", ACCOUNT_B, "apply", "-no-color", "plan")
    assert result.returncode == 0, result.stderr
    assert day.s3.objects(WORK_BUCKET) == ["assumed-role", "role-profile"]
    if state == "backend":
        assert day.s3.objects(STATE_BUCKET) == [STATE]

    # The session opened the role, and what the role gave did all the work.
    assert day.signers("AssumeRole") == {day.access_key_id}
    assert day.s3.signers() and day.access_key_id not in day.s3.signers()

    result = workspace.run_by_exec("prod", ACCOUNT_B, "destroy", "-no-color", "-auto-approve")
    assert result.returncode == 0, result.stderr
    assert WORK_BUCKET not in day.s3.buckets()

    # Somebody has copied the file; the session is revoked, and opens the role to nobody.
    copy = {"AWS_SHARED_CREDENTIALS_FILE": shutil.copy(day.home / ".aws/credentials", day.home / "copied")}
    assert workspace.run("plan", "-no-color", **copy).returncode == 0
    day.revoke()
    requests_before = len(day.s3.requests())
    result = workspace.run("plan", "-no-color", **copy)
    assert result.returncode == 1
    for reason in DENIALS[state]:
        assert reason.format(role_arn=day.role_arn, user_arn=day.user.arn) in words(result.stderr)
    assert len(day.s3.requests()) == requests_before

    # Here it is gone, and the next one is not denied.
    result = workspace.run_by_exec("prod", ACCOUNT_B, "plan", "-no-color", DAYPASS_PROMPT="none")
    assert (result.returncode, result.stdout) == (125, "") and "There is nobody to ask" in result.stderr
    day.renew()
    result = workspace.run_by_exec("prod", ACCOUNT_B, "plan", "-no-color")
    assert result.returncode == 0, result.stderr


@pytest.fixture(params=["provider", "backend"])
def attempt(request, terraform, day):
    """Terraform asks AWS for the first time, as the provider's or as the backend's code does; the
    provider's has the pasted block and the profile of the role, the backend's AWS_PROFILE alone."""
    if request.param == "provider":
        workspace, arguments = pasted(terraform, day), ["plan", "-no-color"]
        initialise(workspace)
    else:
        day.s3.make_bucket(STATE_BUCKET)
        workspace, arguments = terraform.workspace("remote-state", day), ["init", "-no-color", "-reconfigure"]
    workspace.environment["AWS_PROFILE"] = "prod"

    def run(*, by_exec=False, **variables):
        if by_exec:
            return workspace.run_by_exec("prod", ACCOUNT_B, *arguments, **variables)
        return workspace.run(*arguments, **variables)

    return run


def test_ended_session(day, attempt):
    day.standin.expire_sessions()
    day.end_session_in(-1)
    result = attempt()
    assert result.returncode == 1
    assert explained("ExpiredToken: The security token included in the request is expired") in words(result.stderr)
    # With exec, Terraform is not even started.
    day.standin.call("forget-requests")
    result = attempt(by_exec=True, DAYPASS_PROMPT="none")
    assert (result.returncode, result.stdout) == (125, "") and "There is nobody to ask" in result.stderr
    assert day.standin.requests() == []
    day.renew()
    result = attempt(by_exec=True)
    assert result.returncode == 0, result.stderr


def test_stale_variables_beat_the_profile_but_not_exec(day, attempt):
    exported = daypass(day, "export", "work", "--format", "env-no-export").stdout
    yesterday = dict(shlex.split(line)[0].split("=", 1) for line in exported.splitlines())
    assert yesterday["AWS_ACCESS_KEY_ID"] == day.access_key_id
    day.standin.expire_sessions()
    day.renew()
    result = attempt(**yesterday)
    assert result.returncode == 1
    assert explained("ExpiredToken: The security token included in the request is expired") in words(result.stderr)
    day.standin.call("forget-requests")
    result = attempt(by_exec=True, **yesterday)
    assert result.returncode == 0, result.stderr
    assert day.signers("AssumeRole") == {day.access_key_id}


def test_role_profile_with_mfa_serial(day, attempt):
    config = day.home / ".aws/config"
    before = config.read_text()
    line = f"mfa_serial = {day.user.mfa_serial}\n"
    config.write_text(before.replace(f"role_arn = {day.role_arn}\n", f"role_arn = {day.role_arn}\n{line}"))
    result = attempt()
    assert result.returncode == 1
    assert explained("AssumeRoleTokenProvider session option not set") in words(result.stderr)
    assert "mfa_serial" in daypass(day, "doctor", "--fix").stderr
    assert config.read_text() == before
    result = attempt()
    assert result.returncode == 0, result.stderr
