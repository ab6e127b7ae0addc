# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""AWS behind TLS, as it really is: also what encrypts keeps copies."""

import itertools
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from standin import Standin

from needles import count_places, long_lived_forms
from watched_program import WatchedProgram

REGION = "ap-northeast-1"
SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"


def read_allowed():
    """The table of SECURITY.md: {program: {secret: in how many places at most}}."""
    _before, heading, after = SECURITY.read_text().partition("\n| memory of |")
    table = itertools.takewhile(lambda line: line.startswith("|"), (heading + after).lstrip().splitlines())
    header, _line, *rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in table]
    return {program: dict(zip(header[1:], map(int, cells))) for program, *cells in rows}


ALLOWED = read_allowed()


@pytest.fixture(scope="module")
def folder():
    """Short, since the path of a socket has 107 bytes at most."""
    path = Path(tempfile.mkdtemp(prefix="dp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def running(folder):
    with Standin(tls=folder / "tls") as standin:
        print(f"seed {standin.seed}")
        yield standin


@pytest.fixture
def aws(running):
    running.reset(world="default")
    return running


@pytest.fixture
def watch():
    """Starts programs to look into, which are gone after the test."""
    programs = []

    def start(arguments, **options):
        programs.append(WatchedProgram(arguments, **options))
        return programs[-1]
    yield start
    for program in programs:
        if program.process.returncode is None:
            program.end()


def session_of(credentials):
    """The secrets of the session that was written."""
    text = credentials.read_text()
    return {"session’s secret": [re.search("^aws_secret_access_key = (.*)", text, re.M)[1].encode()],
            "session token": [re.search("^aws_session_token = (.*)", text, re.M)[1].encode()]}


def key_of(user):
    return {"secret access key": long_lived_forms(user.secret_access_key, REGION)}


def check(program, memory, secrets):
    """No more of it than SECURITY.md says."""
    found = count_places(memory, secrets)
    print(program, found)
    too_many = {name: number for name, number in found.items() if number > ALLOWED[program].get(name, 0)}
    assert too_many == {}, f"more than SECURITY.md says of {program}"
