# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Debian's AWS CLI, as a person types it."""

import json
import os
import subprocess

import pytest

ADMIN = "arn:aws:iam::444455556666:role/admin"


@pytest.fixture
def aws(standin, tmp_path):
    def run(who, *arguments, region="ap-northeast-1"):
        environment = {
            **os.environ, "HOME": str(tmp_path), "AWS_ACCESS_KEY_ID": who.access_key_id,
            "AWS_SECRET_ACCESS_KEY": who.secret_access_key, "AWS_REGION": region,
            "AWS_PAGER": ""}
        if getattr(who, "session_token", None):
            environment["AWS_SESSION_TOKEN"] = who.session_token
        return subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", standin.url, "--output", "json", *arguments],
            env=environment, capture_output=True, text=True, check=False)
    return run


def test_day_of_a_person(standin, aws):
    taro = standin.taro
    devices = json.loads(aws(taro, "iam", "list-mfa-devices").stdout)["MFADevices"]
    assert [device["SerialNumber"] for device in devices] == [taro.mfa_serial]
    answer = aws(taro, "sts", "get-session-token", "--serial-number", taro.mfa_serial,
                 "--duration-seconds", "28800", "--token-code", taro.code())
    session = json.loads(answer.stdout)["Credentials"]
    taro.access_key_id, taro.secret_access_key, taro.session_token = (
        session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    identity = json.loads(aws(taro, "sts", "get-caller-identity").stdout)
    assert identity["Arn"] == "arn:aws:iam::111122223333:user/taro"
    role = json.loads(aws(taro, "sts", "assume-role", "--role-arn", ADMIN,
                          "--role-session-name", "taro").stdout)
    assert role["AssumedRoleUser"]["Arn"].startswith("arn:aws:sts::444455556666:assumed-role/")
    standin.expire_sessions()
    late = aws(taro, "sts", "get-caller-identity")
    assert late.returncode == 254
    assert "(ExpiredToken) when calling the GetCallerIdentity operation" in late.stderr
    assert "The security token included in the request is expired" in late.stderr


def test_refusals(standin, aws):
    taro = standin.taro
    wrong = aws(taro, "sts", "get-session-token", "--serial-number", taro.mfa_serial,
                "--token-code", taro.wrong_code())
    assert wrong.returncode == 254
    assert "(AccessDenied)" in wrong.stderr
    assert "MultiFactorAuthentication failed with invalid MFA one time pass code." in wrong.stderr
    taro.secret_access_key = "wrong"
    refused = aws(taro, "sts", "get-caller-identity")
    assert refused.returncode == 254
    assert "(SignatureDoesNotMatch)" in refused.stderr
