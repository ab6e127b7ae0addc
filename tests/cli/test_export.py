# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass export” of a valid session: from the files alone."""

import json
import shutil
import subprocess

import pytest
from home import DAYPASS

KEYS = {"AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEXAMPLETOKEN=="}


def test_the_default_is_the_json_of_a_credential_process(home):
    home.account(seconds=5400)
    done = home.run("export")
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    end = home.credentials.read_text().split("expires = ")[1].split("\n")[0]
    assert answer == {"Version": 1, "AccessKeyId": KEYS["AWS_ACCESS_KEY_ID"], "SecretAccessKey": KEYS["AWS_SECRET_ACCESS_KEY"],
                      "SessionToken": KEYS["AWS_SESSION_TOKEN"], "Expiration": end}
    assert home.run("export", "--format", "process").stdout == done.stdout


@pytest.mark.parametrize("name, shell", [("env", 'eval "$("$0" export --format env)"; env'),
                                         ("env-no-export", 'set -a; eval "$("$0" export --format env-no-export)"; env')])
def test_what_a_shell_evaluates(home, name, shell):
    home.account(seconds=5400)
    found = dict(line.split("=", 1) for line in home.shell(shell).stdout.splitlines())
    assert KEYS.items() <= found.items()
    assert found["AWS_CREDENTIAL_EXPIRATION"] in home.credentials.read_text()
    assert ("export " in home.run("export", "--format", name).stdout) == (name == "env")


@pytest.mark.parametrize("arguments, env, expected", [
    (["work"], {}, 0), ([], {"AWS_PROFILE": "work"}, 0), (["work"], {"AWS_PROFILE": "nobody"}, 0),
    ([], {}, 2), ([], {"AWS_PROFILE": ""}, 2), ([], {"AWS_PROFILE": "nobody"}, 2), ([], {"AWS_PROFILE": "other"}, 2),
    (["role"], {}, 2), ([], {"AWS_PROFILE": "role"}, 2), (["other"], {}, 2),
    (["work", "--format", "json"], {}, 2), (["work", "--min", "1h"], {}, 2), (["work", "home"], {}, 2),
    (["work"], {"DAYPASS_PROMPT": "maybe"}, 2), (["work"], {"DAYPASS_PROMPT": "none"}, 0), (["work", "--prompt", "window"], {}, 0),
])
def test_exit_status(home, arguments, env, expected):
    home.account("work", 5400)
    home.account("home", 5400)
    home.config.write_text(home.config.read_text() + "[profile other]\nregion = eu-west-1\n"
                           "[profile role]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n")
    done = home.run("export", *arguments, env=env)
    assert done.returncode == expected, done.stderr
    assert (done.stdout == "") == (expected != 0)
    assert (done.stderr == "") == (expected == 0)


@pytest.mark.parametrize("command", [["export"], ["export", "--lease"], ["status"], ["status", "work", "--min", "1m", "--json"]])
@pytest.mark.parametrize("seconds", [5400, 600], ids=["active", "ending"])
def test_a_valid_session_needs_no_socket_and_no_other_program(home, tmp_path, command, seconds):
    home.account(seconds=seconds)
    log = tmp_path / "strace"
    done = home.trace(log, "network,execve", *command, env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "DISPLAY": ":99"})
    assert done.returncode == 0
    calls = [line.split()[1].split("(")[0] for line in log.read_text().splitlines() if "(" in line]
    assert calls == ["execve"]


def test_without_a_session_it_becomes_the_job(home, tmp_path):
    home.account()
    log = tmp_path / "strace"
    done = home.trace(log, "execve", "export", "--prompt", "none")
    assert done.returncode == 3 and log.read_text().count("execve(") == 2


def test_a_missing_part_is_said(home, tmp_path):
    folder = tmp_path / "src/cli"
    folder.mkdir(parents=True)
    copy = shutil.copy(DAYPASS, folder)
    home.account()
    done = subprocess.run([copy, "export"], env=home.env, text=True, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"daypass: A part of Daypass is missing; install it again ({tmp_path}/src/job/daypass-job).\n"
