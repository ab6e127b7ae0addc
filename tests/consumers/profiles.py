# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The person's ~/.aws files, before and after Daypass has written a session."""

from botocore.session import Session

ACCOUNT_A, ACCOUNT_B = "111122223333", "444455556666"

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
"""


def credentials_before(build_user):
    return CREDENTIALS_BEFORE.format(
        access_key_id=build_user.access_key_id, secret_access_key=build_user.secret_access_key
    )


def write_files_before(home, build_user, role_arn):
    """Lays the files out as they are on the day before Daypass."""
    folder = home / ".aws"
    folder.mkdir(mode=0o700)
    (folder / "config").write_text(CONFIG_BEFORE.format(role_arn=role_arn))
    credentials = folder / "credentials"
    credentials.touch(mode=0o600)
    credentials.write_text(credentials_before(build_user))


def written_profile(home, user):
    """Six digits of USER become the session in the profile `work`; returns its access key id."""
    client = Session().create_client(
        "sts",
        region_name="ap-northeast-1",
        endpoint_url=user.standin.url,
        aws_access_key_id=user.access_key_id,
        aws_secret_access_key=user.secret_access_key,
    )
    session = client.get_session_token(
        SerialNumber=user.mfa_serial, TokenCode=user.code(), DurationSeconds=28800
    )["Credentials"]
    path = home / ".aws/credentials"
    before = path.read_text().partition("[work]")[0]
    path.write_text(f"""\
{before}[work]
aws_access_key_id = {session["AccessKeyId"]}
aws_secret_access_key = {session["SecretAccessKey"]}
aws_session_token = {session["SessionToken"]}
x_security_token_expires = {session["Expiration"]:%Y-%m-%dT%H:%M:%SZ}
manager = daypass
""")
    return session["AccessKeyId"]
