# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One desktop session and one stand-in for a file of tests; each test finds both as if just started."""

import pytest

from desk import Desk
from private_session import PrivateSession
from standin import Standin
from terminal import Terminal


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with PrivateSession(tmp_path_factory.mktemp("session")) as session, Standin() as aws:
        print(f"seed {aws.seed}")
        yield Desk(session, aws)


@pytest.fixture
def desk(running):
    running.aws.reset(world="default")
    running.clear()
    return running


@pytest.fixture
def terminal():
    with Terminal() as one:
        yield one
