# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What aws-mfa leaves in the credentials file, in the form in which it writes it."""

import configparser


def write_aws_mfa(path, name, user, **extra):
    """The credentials file after `aws-mfa --profile NAME`, which rewrites it by this parser.
    `extra` are more lines of the long-term section, or, with a leading “short_”, of the session's."""
    credentials = configparser.RawConfigParser()
    credentials.read(path)
    credentials[f"{name}-long-term"] = {
        "aws_access_key_id": user.access_key_id, "aws_secret_access_key": user.secret_access_key,
        **{key: value for key, value in extra.items() if not key.startswith("short_")}}
    credentials[name] = {
        "assumed_role": "False", "aws_access_key_id": "ASIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key": "9drTJvcXLB89EXAMPLELB8923FB892xMFI", "aws_session_token": "AQoXdzELDDY",
        "aws_security_token": "AQoXdzELDDY", "expiration": "2026-11-24 06:16:29",
        **{key.removeprefix("short_"): value for key, value in extra.items() if key.startswith("short_")}}
    with open(path, "w", encoding="utf-8") as file:
        credentials.write(file)
