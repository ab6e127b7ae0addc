# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One screen and one stand-in for a file of tests; each test finds both as if just started."""

import pytest

from private_session import PrivateSession
from screen import Screen
from standin import Standin


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with PrivateSession(tmp_path_factory.mktemp("session"), display=True) as session, Standin() as aws:
        print(f"seed {aws.seed}")
        screen = Screen(session, aws)
        yield screen
        screen.close_windows()


@pytest.fixture
def screen(running):
    running.aws.reset(world="default")
    running.clear()
    running.open_account()
    return running
