# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""That the tray, which lives as long as the login, keeps nothing of the files' secrets."""

import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from peers import Notifications, Panel, wait_for
from private_session import PrivateSession

from conftest import check
from needles import count_places

BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
PROGRAM = BUILD / "src/tray/daypass-tray"

ACCOUNT = "[profile {name}]\nregion = ap-northeast-1\nmanager = daypass\n"
SESSION = """[{name}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = {name}K7MDENG/bPxRfiCYEXAMPLEKEY/{number:08}
aws_session_token = {token}
aws_security_token = {name}{token}
x_security_token_expires = {end}
x_daypass_duration_seconds = 28800
manager = daypass

"""
FOREIGN = """[somebody-elses]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
"""
SECRET_LINE = re.compile(r"^(aws_secret_access_key|aws_session_token|aws_security_token) = (.*)$", re.M)


def sections(names, seconds):
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    return "".join(SESSION.format(name=name, number=number, end=end,
                                  token=f"{number:08}-EXAMPLE-OF-A-TOKEN/" * 40)
                   for number, name in enumerate(names))


class Files:
    def __init__(self, home):
        self.folder = home / ".aws"
        self.folder.mkdir(mode=0o700)
        self.secrets = {}

    def write(self, names, seconds):
        (self.folder / "config").write_text("".join(ACCOUNT.format(name=name) for name in names))
        text = sections(names, seconds) + FOREIGN
        new = self.folder / "credentials.new"
        new.write_text(text)
        new.rename(self.folder / "credentials")
        for key, secret in SECRET_LINE.findall(text):
            self.secrets.setdefault(key, []).append(secret.encode())


@pytest.fixture(name="session")
def start_session(folder):
    with PrivateSession(tempfile.mkdtemp(dir=folder), keyring="absent") as session:
        yield session


@pytest.fixture(name="start")
def start_trays(session, watch):
    return lambda: watch([PROGRAM], env=session.env | {"GSETTINGS_SCHEMA_DIR": str(BUILD / "data")}, stdin=subprocess.DEVNULL)


def test_no_secret_of_the_files_stays(session, start):
    files, panel, notifications = Files(session.home), Panel(session), Notifications(session)
    files.write(["work", "home"], 8 * 3600)
    tray = start()
    panel.wait_for_item()
    panel.wait_for_label("home")
    check("daypass-tray", tray.memory, files.secrets)

    files.write([f"changed-{number}" for number in range(100)], 7 * 3600)
    panel.wait_for_label("changed-99")
    check("daypass-tray", tray.memory, files.secrets)

    files.write(["ending"], 240)
    notifications.wait_for_bubble("ending")
    check("daypass-tray", tray.memory, files.secrets)

    panel.click_row("Quit")
    wait_for(lambda: tray.process.poll() is not None, "the end of the tray")
    assert tray.end() == 0


def test_what_it_keeps_is_found(session, start):
    files, panel = Files(session.home), Panel(session)
    files.write(["a-name-like-no-other"], 8 * 3600)
    tray = start()
    panel.wait_for_item()
    assert count_places(tray.memory, {"name": [b"a-name-like-no-other"]})["name"] > 0
