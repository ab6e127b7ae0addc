# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Somebody with a home, a keyring, an IAM user and the programs that were built."""

import json
import os
import subprocess
from pathlib import Path

from pseudo_terminal import PseudoTerminal

DAYPASS = os.path.join(os.environ["DAYPASS_BUILD_ROOT"], "src/cli/daypass")


class Person:
    def __init__(self, session, aws):
        self.session = session
        self.aws = aws
        self.taro = aws.taro
        self.folder = session.home / ".aws"
        self.config = self.folder / "config"
        self.credentials = self.folder / "credentials"
        self.env = session.env | {"AWS_ENDPOINT_URL": aws.url, "AWS_REGION": "ap-northeast-1", "TERM": "xterm"}

    def run(self, *arguments, stdin="", env=None, **options):
        """Runs daypass where there is no terminal."""
        return subprocess.run([DAYPASS, *arguments], input=stdin, env=self.env | (env or {}), text=True,
                              capture_output=True, start_new_session=True, timeout=80, check=False, **options)

    def terminal(self, *arguments, env=None, **options):
        """Starts daypass in a terminal."""
        return PseudoTerminal([DAYPASS, *arguments], self.env | (env or {}), **options)

    def shell(self, script, env=None, **options):
        """Starts a shell with job control in a terminal; "$daypass" is the program."""
        environment = self.env | {"daypass": DAYPASS} | (env or {})
        return PseudoTerminal(["bash", "--norc", "-m", "-c", script], environment, **options)

    def add(self, profile="work", user=None, *options):
        """An account of Daypass's."""
        user = user or self.taro
        done = self.run("add", profile, "--access-key-id", user.access_key_id, "--secret-stdin", *options,
                        stdin=user.secret_access_key + "\n")
        assert done.returncode == 0, done.stderr
        self.aws.call("forget-requests")

    def role(self, profile="prod", name="admin", account_id="444455556666", source="work", lines=""):
        """A profile for a role, as one writes it by hand."""
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(f"\n[profile {profile}]\nrole_arn = arn:aws:iam::{account_id}:role/{name}\nsource_profile = {source}\n{lines}")

    def renew(self, profile="work", user=None):
        done = self.run("renew", profile, "--code-stdin", stdin=(user or self.taro).code() + "\n")
        assert done.returncode == 0, done.stderr
        self.aws.call("forget-requests")

    def expire(self, profile="work", to="2020-01-01T00:00:00Z"):
        """Moves the end of the session that stands in the file."""
        lines = self.credentials.read_text().splitlines()
        inside = False
        for number, line in enumerate(lines):
            inside = line == f"[{profile}]" if line.startswith("[") else inside
            if inside and line.startswith("x_security_token_expires"):
                lines[number] = f"x_security_token_expires = {to}"
        self.credentials.write_text("\n".join(lines) + "\n")

    def status(self, *profiles):
        done = self.run("status", *profiles, "--json")
        return json.loads(done.stdout)["accounts"]

    def state(self):
        """Everything that a command could change: the files with their times, the keyring but for the second of
        creation, of which gnome-keyring is not sure."""
        files = {str(path): (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode)
                 for path in sorted(Path(self.folder).rglob("*")) if path.is_file()}
        return files, [{name: value for name, value in item.items() if name != "created"} for item in self.session.secrets()]
