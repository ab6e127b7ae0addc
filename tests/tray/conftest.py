# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A private session, the AWS files in it, and the tray itself."""

import os
import subprocess
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest

from peers import Panel, TRAY, wait_for
from private_session import PrivateSession

BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
PROGRAM = BUILD / "src/tray/daypass-tray"
HOUR = 3600

CONFIG = """[profile {profile}]
region = ap-northeast-1
manager = daypass
"""
SESSION = """[{profile}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
aws_session_token = AQoDYXdzEJr1K...EXAMPLE-TOKEN
x_security_token_expires = {end}
x_daypass_duration_seconds = {duration}
manager = daypass
"""


def format_end(ends_in):
    return datetime.fromtimestamp(int(time.time()) + ends_in, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class AwsFiles:
    """What the person's two files say, by account: {"work": 3600} has a session that ends in
    an hour, {"work": None} has none."""

    def __init__(self, home):
        self.folder = home / ".aws"

    def config(self, *profiles):
        return "".join(CONFIG.format(profile=profile) for profile in profiles)

    def credentials(self, sessions, duration=8 * HOUR):
        return "".join(SESSION.format(profile=profile, end=format_end(ends_in), duration=duration)
                       for profile, ends_in in sessions.items() if ends_in is not None)

    def write(self, sessions, duration=8 * HOUR):
        """Writes both files as other tools replace them: credentials last, by rename."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.replace("config", self.config(*sessions))
        self.replace("credentials", self.credentials(sessions, duration))

    def replace(self, name, text):
        new = self.folder / f"{name}.new"
        new.write_text(text)
        new.chmod(0o600)
        new.rename(self.folder / name)


class Tray:
    """The program; it must end well and say nothing."""

    def __init__(self, session, program=PROGRAM, **environment):
        self.session = session
        env = session.env | {"GSETTINGS_SCHEMA_DIR": str(BUILD / "data"), "TZ": "UTC"} | environment
        self.process = subprocess.Popen([program], env=env, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def wait_until_ready(self):
        wait_for(lambda: self.session.owner_of(TRAY), "the tray")
        return self

    def wait_for_end(self):
        wait_for(lambda: self.process.poll() is not None, "the end of the tray")
        assert (self.process.returncode, self.process.stdout.read()) == (0, "")

    def kill(self):
        self.process.kill()
        self.process.wait()
        wait_for(lambda: not self.session.owner_of(TRAY), "the tray to be gone")

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.wait_for_end()
        self.process.stdout.close()


@pytest.fixture
def session(tmp_path):
    with PrivateSession(tmp_path, keyring="absent") as private:
        yield private


@pytest.fixture
def aws(session):
    return AwsFiles(session.home)


@pytest.fixture
def start(session):
    """Starts trays, which are ended after the test."""
    trays = []

    def start_tray(**options):
        trays.append(Tray(session, **options))
        return trays[-1]
    yield start_tray
    for tray in trays:
        tray.stop()


@pytest.fixture
def panel(session):
    return Panel(session)
