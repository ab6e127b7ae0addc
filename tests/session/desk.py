# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Everything around the command: home, keyring, AWS, and the files in ~/.aws."""

import os
import re
import subprocess
import time
from pathlib import Path

DAYPASS = Path(os.environ["DAYPASS_BUILD_ROOT"]) / "src/cli/daypass"
SCHEMA = "io.github.daypass.AccessKey"
COLLECTION = "org.freedesktop.Secret.Collection"
ITEM = "org.freedesktop.Secret.Item"

ACCOUNT = """[profile work]
manager = daypass
region = ap-northeast-1
x_daypass_account_id = 111122223333
x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone
"""


def time_text(moment):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))


class Desk:
    def __init__(self, session, aws):
        self.session = session
        self.aws = aws
        self.taro = aws.taro
        self.folder = session.home / ".aws"
        self.config = self.folder / "config"
        self.credentials = self.folder / "credentials"
        self.env = session.env | {"AWS_ENDPOINT_URL": aws.url, "TERM": "xterm", "no_proxy": "127.0.0.1"}

    @property
    def traced_env(self):
        """For programs under strace, where the leak sanitizer cannot work."""
        return self.env | {"ASAN_OPTIONS": "detect_leaks=0"}

    # Before

    def clear(self):
        subprocess.run(["rm", "-rf", self.folder, self.session.runtime / "daypass"], check=True)
        self.folder.mkdir(mode=0o700)
        if self.session.is_locked():
            self.session.unlock()
        for path in self._items():
            self.session.call(path, ITEM, "Delete")

    def _items(self):
        return self.session.call(self.session.default_collection(), "org.freedesktop.DBus.Properties", "Get",
                                 "(ss)", COLLECTION, "Items")[0]

    def store(self, profile="work", user=None):
        """Puts a user's access key into the keyring as Daypass does."""
        user = user or self.taro
        self.store_id(user.access_key_id, user.secret_access_key, profile)

    def store_id(self, access_key_id, secret, profile="work"):
        self.session.store(f"AWS access key of “{profile}” (Daypass)",
                           {"xdg:schema": SCHEMA, "profile": profile, "access-key-id": access_key_id}, secret)

    def store_newer(self, access_key_id, secret):
        """The keyring tells ages in seconds: stores it again until it has one of its own."""
        newest = max(self._created().values())
        while not (self.store_id(access_key_id, secret) or self._created()[access_key_id] > newest):
            self.forget(access_key_id)

    def _created(self):
        return {item["attributes"]["access-key-id"]: item["created"] for item in self.session.secrets()}

    def forget(self, access_key_id):
        for path in self._items():
            attributes = self.session.call(path, "org.freedesktop.DBus.Properties", "Get", "(ss)", ITEM, "Attributes")[0]
            if attributes["access-key-id"] == access_key_id:
                self.session.call(path, ITEM, "Delete")

    def open_account(self, lines=""):
        """An account “work” that has its key in the keyring and no session."""
        self.config.write_text(ACCOUNT + lines)
        self.store()

    def write_session(self, seconds_left, key="ASIAIOSFODNN7EXAMPLE"):
        """A session that another process might have written, or that was there before."""
        text = (f"[work]\naws_access_key_id = {key}\naws_secret_access_key = secret\naws_session_token = token\n"
                f"x_security_token_expires = {time_text(time.time() + seconds_left)}\nmanager = daypass\n")
        self.write_credentials(text)

    def write_credentials(self, text):
        """Whole, as a tool does that knows how."""
        new = self.folder / "credentials.new"
        new.write_text(text)
        new.chmod(0o600)
        new.rename(self.credentials)

    # The command

    def run(self, *arguments, text=None, env=None):
        """Runs the command without a terminal; returns the completed process."""
        return subprocess.run([DAYPASS, *arguments], env=self.env | (env or {}), start_new_session=True, input=text,
                              stdin=subprocess.DEVNULL if text is None else None, capture_output=True, text=True,
                              timeout=60, check=False)

    def renew(self, *arguments, code=None):
        """`renew --code-stdin` with the right code, which must succeed."""
        done = self.run("renew", "--code-stdin", *arguments, text=f"{code or self.taro.code()}\n")
        assert done.returncode == 0, done.stderr
        return done

    # After

    def value(self, name, file=None, section="work"):
        """The value of a line in a section of a file, or None."""
        file = file or self.credentials
        header = section if file == self.credentials or section == "default" else f"profile {section}"
        body = re.search(rf"^\[{re.escape(header)}\]\n((?:(?!\[).*\n?)*)", file.read_text(), re.M)
        line = body and re.search(rf"^{name} = (.*)$", body[1], re.M)
        return line and line[1]

    def keyring_ids(self):
        return sorted(item["attributes"]["access-key-id"] for item in self.session.secrets())

    def sessions_given(self):
        """How many codes reached AWS, right or wrong."""
        return self.aws.count("GetSessionToken")
