# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A home with AWS files in it, and the command that reads them: no keyring, no network, no bus."""

import os
import subprocess
import time

DAYPASS = os.path.join(os.environ["DAYPASS_BUILD_ROOT"], "src/cli/daypass")

ACCOUNT = """[profile {0}]
region = ap-northeast-1
manager = daypass
x_daypass_account_id = 111122223333
x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone
"""
SESSION = """[{0}]
aws_access_key_id = ASIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
aws_session_token = FwoGZXIvYXdzEXAMPLETOKEN==
x_security_token_expires = {1}
manager = daypass
"""


ROLE = """[profile {0}]
role_arn = arn:aws:iam::444455556666:role/admin
source_profile = {1}
"""


def moment(seconds):
    """What the file says of a session that has so many seconds left."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


class Home:
    def __init__(self, path):
        self.path = path
        self.config = path / ".aws/config"
        self.credentials = path / ".aws/credentials"
        self.config.parent.mkdir()
        self.env = {"HOME": str(path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TERM": "xterm",
                    "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus", "XDG_RUNTIME_DIR": str(path)}
        for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_DEBUG", "MALLOC_CHECK_"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def account(self, profile="work", seconds=None, config=""):
        """Adds an account, with a session if that has seconds left."""
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(ACCOUNT.format(profile) + config + "\n")
        if seconds is not None:
            with open(self.credentials, "a", encoding="utf-8") as file:
                file.write(SESSION.format(profile, moment(seconds)))

    def role(self, profile="prod", source="work", config=""):
        """Adds a role that is reached through another profile."""
        with open(self.config, "a", encoding="utf-8") as file:
            file.write(ROLE.format(profile, source) + config + "\n")

    def trace(self, log, calls, *arguments, env=None):
        """Runs the command and notes its system calls; a leak cannot be looked for meanwhile."""
        return self.run(*arguments, env={"ASAN_OPTIONS": "detect_leaks=0"} | (env or {}),
                        before=["strace", "-f", "-o", str(log), "-e", f"trace={calls}"])

    def run(self, *arguments, env=None, unset=(), before=(), **options):
        environment = {name: value for name, value in (self.env | (env or {})).items() if name not in unset}
        streams = {} if "stdout" in options else {"capture_output": True}
        return subprocess.run([*before, DAYPASS, *arguments], env=environment, text=True, check=False,
                              start_new_session=True, timeout=60, **streams, **options)

    def shell(self, script, env=None):
        """Runs a line of shell in which $0 is the command."""
        return subprocess.run(["bash", "-c", script, DAYPASS], env=self.env | (env or {}), text=True, check=False,
                              capture_output=True, start_new_session=True)
