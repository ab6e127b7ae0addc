# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the command leaves in its memory, looked at the moment before it is gone."""

import fcntl
import os
import subprocess
import tempfile
import termios

import pytest
from person import DAYPASS, Person
from private_session import PrivateSession

from conftest import REGION, check, key_of, session_of


@pytest.fixture
def person(aws, folder):
    with PrivateSession(tempfile.mkdtemp(dir=folder)) as session:
        somebody = Person(session, aws)
        somebody.env |= {"AWS_CA_BUNDLE": aws.ca_file, "AWS_REGION": REGION}
        yield somebody


@pytest.fixture(name="run")
def make_run(person, watch):
    """Runs the command until it is about to end. It reads these lines where there is no
    terminal, or in a terminal of its own, where somebody types faster than it asks."""
    def run_with_input(arguments, lines):
        program = watch([DAYPASS, *arguments], until_exit=True, env=person.env, start_new_session=True,
                        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        program.process.stdin.write(lines.encode())
        program.process.stdin.close()
        return program

    def run_in_terminal(arguments, lines):
        master, slave = os.openpty()
        os.write(master, lines.encode())
        program = watch([DAYPASS, *arguments], until_exit=True, env=person.env, start_new_session=True,
                        prepare=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0), stdin=slave, stdout=slave, stderr=slave)
        os.close(slave)
        terminals.append(master)
        return program

    def run(*arguments, lines="", terminal=False):
        program = (run_in_terminal if terminal else run_with_input)(arguments, lines)
        program.run_to_exit()
        return program
    terminals = []
    yield run
    for master in terminals:
        os.close(master)


def account_secrets(person, code):
    return key_of(person.taro) | {"MFA code": [code.encode()]}


@pytest.mark.parametrize("terminal, options", [(False, ["--secret-stdin"]), (True, [])])
def test_add(person, run, terminal, options):
    program = run("add", "work", "--access-key-id", person.taro.access_key_id, *options,
                  lines=person.taro.secret_access_key + "\n", terminal=terminal)
    check("daypass-job", program.memory, key_of(person.taro))
    assert program.end() == 0
    assert len(person.session.secrets()) == 1


@pytest.mark.parametrize("terminal, options", [(False, ["--code-stdin"]), (True, [])])
def test_renew(person, run, terminal, options):
    person.add()
    for _ in range(3):
        code = person.taro.code()
        program = run("renew", *options, lines=code + "\n", terminal=terminal)
        check("daypass-job", program.memory, account_secrets(person, code) | session_of(person.credentials))
        assert program.end() == 0


def test_import(person, run):
    person.folder.mkdir(mode=0o700)
    person.credentials.write_text(f"[work]\naws_access_key_id = {person.taro.access_key_id}\n"
                                  f"aws_secret_access_key = {person.taro.secret_access_key}\n")
    code = person.taro.code()
    program = run("import", "work", lines=code + "\n", terminal=True)
    check("daypass-job", program.memory, account_secrets(person, code) | session_of(person.credentials))
    assert program.end() == 0


def test_refused_code(person, run):
    person.add()
    code = person.taro.wrong_code()
    program = run("renew", "--code-stdin", lines=code + "\n")
    check("daypass-job", program.memory, account_secrets(person, code))
    assert program.end() == 6


@pytest.mark.parametrize("arguments", [["revoke", "work", "--yes"], ["doctor"]])
def test_command_that_uses_the_session(person, run, arguments):
    person.add()
    person.renew()
    secrets = session_of(person.credentials)
    program = run(*arguments)
    check("daypass-job", program.memory, key_of(person.taro) | secrets)
    assert program.end() in (0, 1)  # 1 is what doctor says of a desk without a tray


@pytest.mark.parametrize("arguments", [["status"], ["export"], ["export", "--format", "env"]])
def test_answer_from_the_files(person, run, arguments):
    person.add()
    person.renew()
    program = run(*arguments)
    check("daypass", program.memory, session_of(person.credentials))
    assert program.end() == 0
