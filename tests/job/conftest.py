# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One stand-in for a file of tests; each test gets a home and a keyring of its own."""

import shutil
import signal
import tempfile

import pytest
from person import Person
from private_session import PrivateSession
from standin import Standin

# Who runs the tests in the background ignores some, and a child would inherit that.
for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)


@pytest.fixture(scope="module")
def running():
    with Standin() as standin:
        print(f"seed {standin.seed}")
        yield standin


@pytest.fixture
def aws(running):
    running.reset(world="default")
    running.set(strict_iam_region=True)
    return running


@pytest.fixture
def folder():
    """Short, since the path of a socket has 107 bytes at most."""
    path = tempfile.mkdtemp(prefix="dp")
    yield path
    shutil.rmtree(path)


@pytest.fixture
def keyring():
    """What keyring the person has; a test parametrizes it to have another."""
    return "unlocked"


@pytest.fixture
def person(aws, folder, keyring):
    with PrivateSession(folder, keyring=keyring) as session:
        yield Person(session, aws)
