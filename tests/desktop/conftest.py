# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One desktop and one stand-in for all tests; each test finds both as if just logged in."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from desktop_session import install
from hosts import HOSTS
from pseudo_terminal import PseudoTerminal
from standin import Standin

COMPLAINT = re.compile(r"^.*daypass[^()]*:\d+\): .*(?:WARNING|CRITICAL|ERROR).*$", re.M)


def pytest_addoption(parser):
    parser.addoption("--host", choices=sorted(HOSTS), default="xfce", help="the desktop on which test_hosts.py runs")


@pytest.fixture(scope="session", name="folder")
def make_folder():
    """Short, since the path of a socket has 107 bytes at most."""
    path = Path(tempfile.mkdtemp(prefix="dp"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session", name="everybody")
def start_everything(folder, pytestconfig):
    host = HOSTS[pytestconfig.getoption("host")]
    prefix = install(folder / "installed")
    with Standin() as aws:
        print(f"seed {aws.seed}")
        with host.session(folder / "session", prefix, AWS_ENDPOINT_URL=aws.url) as session:
            person = host.person(session, aws)
            yield person
            person.log_out()
        assert COMPLAINT.findall(session.log.read_text()) == []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item):
    """Keeps a picture of the screen on which a test failed."""
    outcome = yield
    if outcome.get_result().failed and "person" in item.funcargs:
        item.funcargs["person"].keep_picture(f"failed-{item.name}")


@pytest.fixture(name="person")
def log_in(everybody):
    everybody.aws.reset(world="default")
    everybody.clear()
    everybody.open_account()
    return everybody


@pytest.fixture(name="terminal")
def open_terminals(person):
    """Starts the command in terminals, which are closed after the test."""
    opened = []

    def start(*arguments, **variables):
        opened.append(PseudoTerminal([person.daypass, *arguments], person.env | variables))
        return opened[-1]
    yield start
    for one in opened:
        one.__exit__()
