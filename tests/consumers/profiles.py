# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The person's ~/.aws files, before and after Daypass has written a session."""

import configparser
import os
import re
import subprocess
import time
from pathlib import Path

ACCOUNT_A, ACCOUNT_B = "111122223333", "444455556666"
DAYPASS = Path(os.environ["DAYPASS_BUILD_ROOT"]) / "src/cli/daypass"

# What was there before: somebody else's key, in the words of somebody else.
CREDENTIALS_BEFORE = """\
# Keys of the build server; ask Hanako before touching them.
[build]
aws_access_key_id={access_key_id}
aws_secret_access_key = {secret_access_key}
; rotated in spring
"""

CONFIG_BEFORE = """\
[profile build]
region = ap-northeast-1

[profile work]
region = ap-northeast-1

# Reached through the session of "work", without a code of its own.
[profile prod]
role_arn = {role_arn}
source_profile = work
region = ap-northeast-1

[profile process]
credential_process = {daypass} export work
region = ap-northeast-1
"""


def credentials_before(build_user):
    return CREDENTIALS_BEFORE.format(
        access_key_id=build_user.access_key_id, secret_access_key=build_user.secret_access_key
    )


def write_files_before(home, build_user, role_arn):
    """Lays the files out as they are on the day before Daypass."""
    folder = home / ".aws"
    folder.mkdir(mode=0o700)
    (folder / "config").write_text(CONFIG_BEFORE.format(role_arn=role_arn, daypass=DAYPASS))
    credentials = folder / "credentials"
    credentials.touch(mode=0o600)
    credentials.write_text(credentials_before(build_user))


def daypass(session, user, *arguments, line):
    """Runs the built command in SESSION against USER's AWS, with LINE as its standard input."""
    environment = session.env | {"AWS_ENDPOINT_URL": user.standin.url, "DAYPASS_PROMPT": "none"}
    subprocess.run([DAYPASS, *arguments], input=f"{line}\n", text=True, env=environment, check=True)


def add_account(session, user):
    """USER's access key goes into the keyring, as the account `work`."""
    daypass(
        session, user, "add", "work", "--access-key-id", user.access_key_id,
        "--mfa-serial", user.mfa_serial, "--secret-stdin", line=user.secret_access_key,
    )


def move_end(session, seconds):
    """Writes down that the session of `work` ends SECONDS from now."""
    credentials = session.home / ".aws/credentials"
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    credentials.write_text(re.sub("(x_security_token_expires = ).*", rf"\g<1>{end}", credentials.read_text()))


def written_profile(session, user):
    """Six digits of USER become the session in the profile `work`; returns its access key id."""
    daypass(session, user, "renew", "work", "--code-stdin", line=user.code())
    credentials = configparser.RawConfigParser()
    credentials.read(session.home / ".aws/credentials")
    return credentials["work"]["aws_access_key_id"]
