# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Streams, colour, help, places of the files: what holds for every command."""

import json
import os
import pty
import re
import subprocess

import pytest
from home import DAYPASS

COMMANDS = ["add", "import", "renew", "status", "export", "exec", "check", "role", "remove", "live", "revoke", "doctor"]
OF_ROLES = [["role", "add"], ["role", "list"], ["role", "show"], ["role", "remove"]]
NOT_YET = ["rotate", "console"]


def test_help_names_what_is_delivered(home):
    done = home.run("--help")
    assert (done.returncode, done.stderr) == (0, "")
    listed = [line.split()[0] for line in done.stdout.split("Commands:\n")[1].split("\n\n")[0].splitlines()]
    assert listed == COMMANDS
    assert home.run("-h").stdout == done.stdout


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS), *OF_ROLES])
def test_help_fits_a_terminal(home, command):
    done = home.run(*command, "--help")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith("Usage:")
    assert max(len(line) for line in done.stdout.splitlines()) <= 80


@pytest.mark.parametrize("command", NOT_YET)
def test_what_is_not_delivered_is_unknown(home, command):
    for arguments in ([command], [command, "--help"]):
        done = home.run(*arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == f"daypass: There is no command “{command}”. “daypass --help” lists the commands.\n"


@pytest.mark.parametrize("arguments, sentence", [
    (["status", "--prompt", "none"], "Unknown option --prompt. “daypass status --help”"),
    (["role", "add", "--bogus"], "Unknown option --bogus. “daypass role add --help”"),
    (["renew", "--min"], "Missing argument for --min. “daypass renew --help”"),
    (["remove", "work", "--yes=no"], "The option --yes takes no value. “daypass remove --help”"),
    (["exec", "--bogus", "work", "--", "true"], "Unknown option --bogus. “daypass exec --help”"),
])
def test_a_wrong_option_points_to_the_help(home, arguments, sentence):
    done = home.run(*arguments)
    assert (done.returncode, done.stdout) == (125 if arguments[0] == "exec" else 2, "")
    assert done.stderr == f"daypass: {sentence} lists the options.\n"


@pytest.mark.parametrize("arguments", [["terraform", "plan", "-out=plan"], ["terraform", "--version"], ["true"]])
def test_a_command_without_dashes_before_it_is_told_of_them(home, arguments):
    """Its options are none of ours, and saying that they are unknown would not help."""
    home.account(seconds=3600)
    done = home.run("exec", "work", *arguments)
    assert (done.returncode, done.stdout) == (125, "")
    assert done.stderr == "daypass: “daypass exec” needs “--” before the command: daypass exec work -- terraform plan.\n"


def test_version(home):
    done = home.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    name, number = done.stdout.split()
    assert name == "daypass" and number[0].isdigit()


@pytest.mark.parametrize("command", [[], *([command] for command in COMMANDS), *OF_ROLES])
def test_help_in_japanese(home, command):
    done = home.run(*command, "--help", env={"LANGUAGE": "ja"})
    english = home.run(*command, "--help")
    assert done.returncode == 0
    assert len(re.findall("[ぁ-んァ-ヶ一-龠]", done.stdout)) > 40
    assert not re.search("[ぁ-んァ-ヶ]", english.stdout)
    # The words that are typed stay as they are.
    assert set(re.findall("--[a-z-]+", english.stdout)) == set(re.findall("--[a-z-]+", done.stdout))


def test_errors_in_japanese(home):
    done = home.run("no", env={"LANGUAGE": "ja"})
    assert done.returncode == 2 and re.fullmatch(r"daypass: .*[ぁ-ん].*。\n", done.stdout + done.stderr)


@pytest.mark.parametrize("arguments", [[], ["no"], ["--no"], ["renew", "--no"], ["renew", "--min"], ["renew", "a", "b"],
                                       ["remove"], ["live"], ["revoke"], ["status", "nobody"], ["export", "--format", "no"], ["role"], ["role", "no"],
                                       ["role", "add"], ["role", "add", "prod"], ["role", "show"], ["role", "remove"],
                                       ["role", "list", "prod"], ["check", "a", "b"], ["check", "--account-id", "1"]])
def test_errors_are_one_sentence_on_stderr(home, arguments):
    done = home.run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n") and not done.stderr.endswith("..\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["renew", "--help"], ["status"], ["status", "--json"], ["export"],
                                       ["role", "list"], ["role", "show", "prod"], ["role", "show", "prod", "--terraform"]])
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_result_that_cannot_be_written_is_a_failure(home, arguments, redirection):
    home.account(seconds=5400)
    home.role()
    done = home.shell(f'"$0" {" ".join(arguments)} {redirection}')
    assert done.returncode == 1
    assert done.stderr.startswith("daypass: The result could not be written: ")


def test_a_reader_that_goes_away_is_no_success(home):
    home.account(seconds=5400)
    done = home.shell('{ "$0" export; echo $? >&2; } | exec true; exit ${PIPESTATUS[0]}')
    assert "ASIA" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_the_other_streams_are_not_needed(home, closed):
    home.account(seconds=5400)
    done = home.shell(f'"$0" export {closed}')
    assert done.returncode == 0 and json.loads(done.stdout)["Version"] == 1


@pytest.mark.parametrize("env, coloured", [
    ({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False), ({"TERM": ""}, True),
])
def test_colour_on_a_terminal_only(home, env, coloured):
    master, slave = pty.openpty()
    done = subprocess.run([DAYPASS, "no"], env=home.env | env, stderr=slave, stdout=slave, check=False)
    os.close(slave)
    text = os.read(master, 4096).decode()
    os.close(master)
    assert done.returncode == 2 and ("\x1b" in text) == coloured
    assert "\x1b" not in home.run("no", env=env).stderr


def test_status_has_no_colour_to_parse(home):
    home.account(seconds=5400)
    master, slave = pty.openpty()
    subprocess.run([DAYPASS, "status"], env=home.env, stderr=slave, stdout=slave, check=True)
    os.close(slave)
    assert "\x1b" not in os.read(master, 4096).decode()
    os.close(master)


@pytest.mark.parametrize("config, credentials", [
    ("{0}/elsewhere/config", "{0}/elsewhere/credentials"), ("~/elsewhere/config", "~/elsewhere/credentials"),
    ("elsewhere/config", "elsewhere/credentials"), ("~/link/config", "~/link/credentials"),
])
def test_the_files_are_where_the_variables_say(home, config, credentials):
    home.account(seconds=5400)
    home.config.parent.rename(home.path / "elsewhere")
    (home.path / "link").symlink_to("elsewhere")
    done = home.run("status", "--json", cwd=home.path,
                    env={"AWS_CONFIG_FILE": config.format(home.path), "AWS_SHARED_CREDENTIALS_FILE": credentials.format(home.path)})
    [row] = json.loads(done.stdout)["accounts"]
    name = "link" if "link" in credentials else "elsewhere"
    assert row["state"] == "active" and row["credentials_file"] == f"{home.path}/{name}/credentials"
    assert json.loads(home.run("status", "--json").stdout)["accounts"] == []


def test_empty_variables_are_as_if_unset(home):
    home.account(seconds=5400)
    done = home.run("status", "--json", env={"AWS_CONFIG_FILE": "", "AWS_SHARED_CREDENTIALS_FILE": ""})
    assert [row["state"] for row in json.loads(done.stdout)["accounts"]] == ["active"]


@pytest.mark.parametrize("unset", [("HOME",), ("HOME", "XDG_RUNTIME_DIR", "PATH", "TERM", "LC_ALL")])
def test_without_a_home_in_the_environment(home, unset):
    home.account(seconds=5400)
    done = home.run("status", "--json", unset=unset, env={"AWS_CONFIG_FILE": str(home.config),
                                                         "AWS_SHARED_CREDENTIALS_FILE": str(home.credentials)})
    assert [row["state"] for row in json.loads(done.stdout)["accounts"]] == ["active"]
    assert home.run("status", unset=unset).returncode == 0


@pytest.mark.parametrize("value", ["", ".", "home"])
def test_a_home_that_is_no_absolute_path(home, value):
    """The files are never those of the folder that one happens to be in."""
    home.account(seconds=5400)
    done = home.run("status", "--json", env={"HOME": value, "AWS_CONFIG_FILE": str(home.config)})
    [account] = json.loads(done.stdout)["accounts"]
    assert account["credentials_file"].startswith("/") and account["credentials_file"].endswith("/.aws/credentials")


@pytest.mark.parametrize("name", ["config", "credentials"])
@pytest.mark.parametrize("command", ["status", "export", "renew", "remove", "import", "check", "role list", "role show",
                                     "role add", "role remove"])
def test_a_file_that_cannot_be_read(home, name, command):
    home.account(seconds=5400)
    home.role()
    operands = ["work"] if command == "remove" else ["prod"] if command in ("role show", "role remove") else []
    if command == "role add":
        operands = ["dev", "--role-arn", "arn:aws:iam::444455556666:role/admin"]
    path = home.config.parent / name
    path.chmod(0)
    done = home.run(*command.split(), *operands)
    path.chmod(0o600)
    assert (done.returncode, done.stdout) == (8, "")
    assert str(path) in done.stderr and done.stderr.count("\n") == 1
    path.unlink()
    path.mkdir()
    assert home.run(*command.split(), *operands).returncode == 8
