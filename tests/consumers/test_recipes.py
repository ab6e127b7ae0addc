# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The recipes of the README, as they stand there, with what is left of docker and ssh without
an engine and another host."""

import shutil
from pathlib import Path

import pytest

import loopback
from profiles import ACCOUNT_A, ACCOUNT_B, DAYPASS
from pseudo_terminal import PseudoTerminal
from readme import recipe

DOCKER = Path(__file__).resolve().parent / "docker_run.py"
ADMIN = f"arn:aws:sts::{ACCOUNT_B}:assumed-role/admin/"

# It says who it is by the SDK that the real one has.
TERRAFORM = """\
#!/bin/sh
echo "terraform $*"
echo | {go_sdk}
"""

SSH = """\
#!/bin/sh
cd {remote} && exec env -i HOME={remote} PATH="$PATH" AWS_ENDPOINT_URL_STS="$AWS_ENDPOINT_URL_STS" sh -c "$2"
"""


@pytest.fixture
def remote(day):
    """The home on another host."""
    folder = day.home / "remote"
    (folder / "infra").mkdir(parents=True)
    return folder


@pytest.fixture
def environment(day, tools, remote):
    """The person's, with the programs of the recipes."""
    programs = day.home / "programs"
    programs.mkdir()
    shutil.copy(DOCKER, programs / "docker")
    (programs / "terraform").write_text(TERRAFORM.format(go_sdk=tools.go_sdk))
    (programs / "ssh").write_text(SSH.format(remote=remote))
    for program in programs.iterdir():
        program.chmod(0o700)
    path = f"{programs}:{DAYPASS.parent}:/usr/bin:/bin"
    return day.session.env | day.environment | {"PATH": path, "TERM": "dumb"}


@pytest.fixture
def run(day, environment):
    def run(command, **variables):
        return loopback.run(["/bin/bash", "-c", command], env=environment | variables, cwd=day.home)

    return run


def arn(result):
    """Who the command of a recipe was."""
    assert result.returncode == 0, result.stderr
    first, second = result.stdout.splitlines()
    assert first == "terraform plan"
    return second.removeprefix("arn ")


def test_container_with_variables(run):
    assert arn(run(recipe("daypass exec --min 1h --env prod -- docker"))).startswith(ADMIN)


def test_container_with_the_folder(run):
    assert arn(run(recipe("docker run"))).startswith(ADMIN)


def test_ssh_for_one_command(day, run, remote):
    assert arn(run(recipe("daypass export work --format env | ssh"))) == day.user.arn
    assert [path.name for path in remote.rglob("*")] == ["infra"]


def test_ssh_for_a_day(day, run, remote):
    for _ in "morning", "next morning":
        day.renew()
        result = run(recipe("daypass export work | ssh"))
        assert (result.returncode, result.stderr) == (0, "")
        (remote / ".aws/config").write_text(recipe("[profile work]\ncredential_process"))
        day.standin.call("forget-requests")
        assert arn(run("ssh host 'AWS_PROFILE=work terraform plan'")) == day.user.arn
        assert day.signers("GetCallerIdentity") == {day.access_key_id}
    assert (remote / ".aws/work.json").stat().st_mode & 0o777 == 0o600


def test_make(day, run):
    (day.home / "Makefile").write_text(recipe("RUN ?="))
    assert arn(run("make -s plan")).startswith(ADMIN)
    # In a CI job, with what it has of its own.
    assert arn(run("make -s plan RUN=", AWS_PROFILE="build")) == day.build_user.arn
    (day.home / "other").write_text(recipe("RUN ?=").replace(ACCOUNT_B, ACCOUNT_A))
    result = run("make -s -f other plan")
    assert (result.returncode, result.stdout) == (2, "")
    assert f"“prod” reaches account {ACCOUNT_B} " in result.stderr
    day.end_session_in(-1)
    result = run("make -s plan", DAYPASS_PROMPT="none")
    assert (result.returncode, result.stdout) == (2, "")
    assert "There is nobody to ask" in result.stderr


def test_prompt(day, environment):
    (day.home / "bashrc").write_text("PS1='taro$ '\n" + recipe("PS1="))
    with PseudoTerminal(["/bin/bash", "--rcfile", day.home / "bashrc", "-i"], environment) as terminal:
        terminal.wait_for("until ")
        terminal.wait_for("taro$ ")
        day.end_session_in(-1)
        terminal.type("false\n")
        terminal.wait_for("expired at ")
        terminal.wait_for("taro$ ")
        terminal.type("echo status $?\n")
        terminal.wait_for("status 1")
        assert "(" not in terminal.screen
