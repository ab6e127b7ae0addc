# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What others do instead, where it is installed."""

import json
import shutil
import subprocess

from files import REGION, session
from measure import Subject

ROUNDS = 5


def find(program):
    return shutil.which(program)


def peer(name, command, env, check):
    return Subject(name, command, env, check, peer=True, rounds=ROUNDS)


def name_of_aws_cli(program):
    """Such as aws-cli/2.9.19."""
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()[0]


def prepare_aws_mfa(files):
    """aws-mfa reads ~/.aws/credentials, and wants the long-term key there."""
    header = f"[{files.profile}]\n"
    home = files.folder / "aws-mfa"
    (home / ".aws").mkdir(parents=True)
    (home / ".aws/credentials").write_text(files.text().replace(header, (
        f"[{files.profile}-long-term]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"
        f"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
        f"aws_mfa_device = arn:aws:iam::111122223333:mfa/phone\n\n"
        f"{header}assumed_role = False\naws_security_token = EXAMPLE\nexpiration = 2100-01-01 00:00:00\n")))
    return files.env | {"HOME": str(home)}


def answering(files, check_json):
    """Who tells a valid session, or at least that it is valid."""
    subjects = []
    if aws := find("aws"):
        arguments = ["configure", "export-credentials"]
        subjects.append(peer(" ".join([name_of_aws_cli(aws), *arguments]),
                             lambda: [aws, *arguments, "--profile", files.profile], files.env, check_json))
    if awsume := find("awsumepy"):
        def has_token(output):
            assert session(files.number)[1].encode() in output, "no token"
        subjects.append(peer("awsumepy (for a shell to eval)", lambda: [awsume, files.profile], files.env, has_token))
    if aws_mfa := find("aws-mfa"):
        def is_valid(_output):
            pass
        subjects.append(peer("aws-mfa (says that it is valid)", lambda: [aws_mfa, "--profile", files.profile],
                             prepare_aws_mfa(files), is_valid))
    return subjects


def renewing(aws_url, user, code, env):
    """Who gets a session for a code."""
    def is_session(output):
        assert "SessionToken" in json.loads(output)["Credentials"]
    if not (aws := find("aws")):
        return []
    keys = {"AWS_ACCESS_KEY_ID": user.access_key_id, "AWS_SECRET_ACCESS_KEY": user.secret_access_key}
    return [peer(f"{name_of_aws_cli(aws)} sts get-session-token (key in the open, no file)",
                 lambda: [aws, "sts", "get-session-token", "--endpoint-url", aws_url, "--region", REGION,
                          "--serial-number", user.mfa_serial, "--token-code", code()],
                 env | keys, is_session)]


def editing(files):
    """Who changes a line of the credentials file."""
    if not (aws := find("aws")):
        return []
    copy = files.copy("peer")
    tokens = []

    def set_token():
        tokens.append(f"EXAMPLETOKEN{len(tokens)}/")
        return [aws, "configure", "set", "aws_session_token", tokens[-1], "--profile", files.profile]

    def is_set(_output):
        assert f"= {tokens[-1]}\n" in copy.read_text(), "not written"
    return [peer(f"{name_of_aws_cli(aws)} configure set (one line, in place, no fsync)", set_token,
                 files.env | {"AWS_SHARED_CREDENTIALS_FILE": str(copy)}, is_set)]
