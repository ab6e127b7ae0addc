# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The shared files that the programs read and write."""

import os
import time

REGION = "ap-northeast-1"
ENDS_AT = int(time.time()) // 3600 * 3600 + 8 * 3600
ACCESS_KEY_ID = "ASIAIOSFODNN7EXAMPLE"
TOKEN = "EXAMPLETOKEN/" * 28


def session(number):
    """The secret and the token, different for each number."""
    return f"{number:08}/K7MDENG/bPxRfiCYEXAMPLEKEY", f"{number:08}{TOKEN}"


def account_section(name, number):
    secret, token = session(number)
    expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ENDS_AT))
    return (f"# {name}: made for the benchmark\n[{name}]\naws_access_key_id = {ACCESS_KEY_ID}\n"
            f"aws_secret_access_key = {secret}\naws_session_token = {token}\n"
            f"x_security_token_expires = {expires}\nmanager = daypass\n")


def bystander_section(name):
    return (f"# {name}: nobody touches these lines\n[{name}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
            f"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\nregion = {REGION}\noutput = json\n")


class Files:
    """As many accounts, each with a session; or the middle one alone among `bystanders`,
    profiles that Daypass does not own."""

    def __init__(self, home, profiles, bystanders=False):
        # Where they usually are: the dialog names any other file.
        self.folder = home / ".aws"
        self.config, self.credentials = self.folder / "config", self.folder / "credentials"
        self.names = [f"account-{number:05}" for number in range(profiles)]
        self.profile = self.names[profiles // 2]
        self.number = profiles // 2
        self.sections = {name: account_section(name, number) for number, name in enumerate(self.names)}
        if bystanders:
            self.sections |= {name: bystander_section(name) for name in self.names if name != self.profile}
        self.folder.mkdir(parents=True)
        self.config.write_text("\n".join(
            f"[profile {name}]\nregion = {REGION}\nmanager = daypass\nx_daypass_account_id = 111122223333\n"
            f"x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone\n" for name in self.names))
        self.credentials.write_text(self.text())
        self.credentials.chmod(0o600)
        self.env = {"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC",
                    "AWS_CONFIG_FILE": str(self.config), "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials)}

    def text(self):
        return "\n".join(self.sections.values())

    def renew(self, times):
        """Changes what text() says the middle account's session is."""
        self.number += times
        self.sections[self.profile] = account_section(self.profile, self.number)

    def copy(self, name):
        copy = self.folder / name
        copy.write_bytes(self.credentials.read_bytes())
        copy.chmod(0o600)
        return copy
