# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""AssumeRole: trust, conditions, chaining; and what was revoked."""

import pytest
from clients import HOUR, hours_left, keys, refused
from raw_requests import signed

ADMIN = "arn:aws:iam::444455556666:role/admin"


def assume(client, who, role_arn=ADMIN, **options):
    return client(who).assume_role(RoleArn=role_arn, RoleSessionName="taro", **options)


def denied(client, who, role_arn=ADMIN, **options):
    """AWS does not tell why: the caller, the action, the role."""
    error = refused(assume, client, who, role_arn, **options)
    assert error["Code"] == "AccessDenied"
    identity = client(who).get_caller_identity()["Arn"]
    assert error["Message"].startswith(
        f"User: {identity} is not authorized to perform: sts:AssumeRole on resource: {role_arn}")
    return error["Message"]


def test_role_of_another_account(standin, client, session_of):
    answer = assume(client, session_of(standin.taro))
    assert answer["AssumedRoleUser"]["Arn"] == (
        "arn:aws:sts::444455556666:assumed-role/admin/taro")
    role = keys(answer)
    assert hours_left(role, standin) == pytest.approx(1, abs=0.01)
    identity = client(role).get_caller_identity()
    assert identity["Account"] == "444455556666"
    assert identity["Arn"] == answer["AssumedRoleUser"]["Arn"]
    assert identity["UserId"] == answer["AssumedRoleUser"]["AssumedRoleId"]
    assert refused(client(role).get_session_token)["Message"] == (
        "Cannot call GetSessionToken with session credentials")


def test_unknown_role_and_untrusted_user(standin, client):
    denied(client, standin.taro, "arn:aws:iam::444455556666:role/nobody")
    assert not denied(client, standin.user("jiro")).endswith(".")


def test_trust_of_named_users(standin, client):
    taro, hanako = standin.taro, standin.user("hanako", "111122223333")
    role_arn = standin.role("named", "444455556666", [taro.arn])
    assume(client, taro, role_arn)
    denied(client, hanako, role_arn)
    root = standin.role("root", "444455556666", ["arn:aws:iam::111122223333:root"])
    assume(client, hanako, root)


def test_cross_account_needs_the_callers_policy_too(standin, client):
    taro = standin.taro
    here = standin.role("here", "111122223333", [taro.arn])
    there = standin.role("there", "444455556666", [taro.arn])
    taro.policy(allow=["iam:*"])
    assume(client, taro, here)
    assert "no identity-based policy allows" in denied(client, taro, there)


def test_explicit_deny(standin, client):
    taro = standin.taro
    taro.policy(deny=["sts:Assume*"])
    assert denied(client, taro).endswith("with an explicit deny in an identity-based policy")


def test_external_id(standin, client):
    role_arn = standin.role("partner", "444455556666", ["111122223333"], external_id="ticket:7")
    denied(client, standin.taro, role_arn)
    denied(client, standin.taro, role_arn, ExternalId="ticket:8")
    assume(client, standin.taro, role_arn, ExternalId="ticket:7")


def test_mfa_required(standin, client, session_of):
    taro = standin.taro
    role_arn = standin.role("careful", "444455556666", ["111122223333"], mfa_required=True)
    denied(client, taro, role_arn)
    denied(client, session_of(taro, mfa=False), role_arn)
    assume(client, session_of(taro), role_arn)
    assume(client, taro, role_arn, SerialNumber=taro.mfa_serial, TokenCode=taro.code())
    wrong = refused(assume, client, taro, role_arn, SerialNumber=taro.mfa_serial,
                    TokenCode=taro.wrong_code())
    assert wrong["Message"] == (
        "MultiFactorAuthentication failed with invalid MFA one time pass code.")


def test_mfa_age(standin, client, session_of):
    role_arn = standin.role("fresh", "444455556666", ["111122223333"], max_mfa_age=600)
    session = session_of(standin.taro)
    assume(client, session, role_arn)
    standin.set(clock_offset=601)
    denied(client, session, role_arn)


def test_role_chaining_is_an_hour_at_most(standin, client):
    long = standin.role("long", "444455556666", ["111122223333", ADMIN],
                        max_session_seconds=12 * HOUR)
    assume(client, standin.taro, long, DurationSeconds=12 * HOUR)
    role = keys(assume(client, standin.taro))
    error = refused(assume, client, role, long, DurationSeconds=HOUR + 1)
    assert error["Code"] == "ValidationError"
    assert error["Message"] == ("The requested DurationSeconds exceeds the 1 hour session limit "
                                "for roles assumed by role chaining")
    assume(client, role, long, DurationSeconds=HOUR)


def test_longest_session_of_the_role(standin, client):
    error = refused(assume, client, standin.taro, DurationSeconds=HOUR + 1)
    assert error == {
        "Type": "Sender", "Code": "ValidationError",
        "Message": "The requested DurationSeconds exceeds the MaxSessionDuration set for this "
                   "role."}


@pytest.mark.parametrize("parameters, message", [
    ({"RoleSessionName": "taro"}, "Value null at 'roleArn' failed to satisfy constraint: "
                                  "Member must not be null"),
    ({"RoleArn": ADMIN}, "Value null at 'roleSessionName' failed to satisfy constraint: "
                         "Member must not be null"),
    ({"RoleArn": ADMIN, "RoleSessionName": "two words"},
     "Value 'two words' at 'roleSessionName' failed to satisfy constraint: "
     r"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
    ({"RoleArn": ADMIN, "RoleSessionName": "t"},
     "Value 't' at 'roleSessionName' failed to satisfy constraint: "
     "Member must have length greater than or equal to 2"),
    ({"RoleArn": "admin", "RoleSessionName": "taro"},
     "Value 'admin' at 'roleArn' failed to satisfy constraint: "
     "Member must have length greater than or equal to 20"),
    ({"RoleArn": ADMIN, "RoleSessionName": "taro", "DurationSeconds": "43201"},
     "Value '43201' at 'durationSeconds' failed to satisfy constraint: "
     "Member must have value less than or equal to 43200"),
    ({"RoleArn": ADMIN, "RoleSessionName": "taro", "ExternalId": "#"},
     None),
])
def test_validation(standin, parameters, message):
    answer = signed(standin, standin.taro, "AssumeRole", **parameters).send()
    assert (answer.status, answer.code) == (400, "ValidationError")
    if message:
        assert answer.message == f"1 validation error detected: {message}"


def test_role_arn_must_be_one(standin, client):
    error = refused(assume, client, standin.taro, "role/admin-of-the-account")
    assert error["Message"] == "role/admin-of-the-account is invalid"


def test_revoked_sessions(standin, client, session_of):
    taro = standin.taro
    old = session_of(taro)
    taro.revoke_sessions()
    client(old).get_caller_identity()
    assert denied(client, old).endswith("with an explicit deny in an identity-based policy")
    assert refused(client(old, "iam").get_user)["Code"] == "AccessDenied"
    assume(client, session_of(taro))
    assume(client, taro)
