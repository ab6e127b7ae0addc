# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""GetSessionToken and GetCallerIdentity, answered and refused as by AWS."""

import pytest
from clients import HOUR, hours_left, keys, refused
from raw_requests import IAM, signed

INVALID_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."
UNKNOWN_DEVICE = ("MultiFactorAuthentication failed, unable to validate MFA code.  Please verify "
                  "your MFA serial number is valid and associated with this user.")
INCOMPLETE = ("MultiFactorAuthentication failed, must provide both MFA serial number and one time "
              "pass code.")


def test_session(standin, client, session_of):
    taro = standin.taro
    session = session_of(taro, DurationSeconds=8 * HOUR)
    assert session.access_key_id.startswith("ASIA")
    assert hours_left(session, standin) == pytest.approx(8, abs=0.01)
    identity = client(session).get_caller_identity()
    assert identity["Arn"] == "arn:aws:iam::111122223333:user/taro"
    assert identity["UserId"] == client(taro).get_caller_identity()["UserId"]
    assert standin.count("GetSessionToken") == 1


def test_duration_is_twelve_hours_if_not_asked(standin, session_of):
    assert hours_left(session_of(standin.taro), standin) == pytest.approx(12, abs=0.01)


def test_session_length_can_be_overridden(standin, session_of, client):
    standin.set(session_seconds=90)
    session = session_of(standin.taro, DurationSeconds=8 * HOUR)
    assert hours_left(session, standin) * HOUR == pytest.approx(90, abs=60)
    standin.set(clock_offset=91)
    error = refused(client(session).get_caller_identity)
    assert error["Code"] == "ExpiredToken"
    assert error["Message"] == "The security token included in the request is expired"


def test_root_gets_an_hour(standin, client):
    root = standin.user(root=True)
    assert client(root).get_caller_identity()["Arn"] == f"arn:aws:iam::{root.account_id}:root"
    asked = {"SerialNumber": root.mfa_serial, "DurationSeconds": 8 * HOUR}
    session = keys(client(root).get_session_token(TokenCode=root.code(), **asked))
    assert hours_left(session, standin) == pytest.approx(1, abs=0.01)
    error = refused(client(root).assume_role, RoleArn="arn:aws:iam::444455556666:role/admin",
                    RoleSessionName="x1")
    assert error["Message"] == "Roles may not be assumed by root accounts."


def test_token_size_can_be_asked_for(standin):
    answer = signed(standin, standin.taro, "GetSessionToken", MinimumSessionTokenSize=4000).send()
    assert b"SessionTokenUtilization" in answer.body
    assert len(answer.body) > 4000


def test_a_code_works_once(standin, client):
    taro = standin.taro
    code = taro.code()
    sts = client(taro).get_session_token
    assert refused(sts, SerialNumber=taro.mfa_serial, TokenCode=taro.wrong_code()) == {
        "Type": "Sender", "Code": "AccessDenied", "Message": INVALID_CODE}
    sts(SerialNumber=taro.mfa_serial, TokenCode=code)
    again = refused(sts, SerialNumber=taro.mfa_serial, TokenCode=code)
    assert (again["Code"], again["Message"]) == ("AccessDenied", INVALID_CODE)
    assert taro.code() != code
    sts(SerialNumber=taro.mfa_serial, TokenCode=taro.code())


@pytest.mark.parametrize("steps, accepted", [(-3, False), (-2, False), (-1, True), (0, True),
                                             (1, True), (2, False), (3, False)])
def test_a_code_is_good_one_step_early_or_late(standin, client, steps, accepted):
    taro = standin.taro
    given = {"SerialNumber": taro.mfa_serial, "TokenCode": near_the_middle_of_a_step(standin)}
    standin.call("advance", seconds=30 * steps)
    ask = client(taro).get_session_token
    if accepted:
        ask(**given)
    else:
        assert refused(ask, **given)["Message"] == INVALID_CODE


def near_the_middle_of_a_step(standin):
    """Taro's code, with the clock of the codes where it changes in 15 seconds."""
    left = standin.taro.seconds_until_next_code()
    standin.call("advance", seconds=left + 15)
    return standin.taro.code()


def test_a_bad_signature_leaves_the_code_usable(standin, client):
    taro = standin.taro
    given = {"SerialNumber": taro.mfa_serial, "TokenCode": taro.code()}
    request = signed(standin, taro, "GetSessionToken", **given)
    request.replace("Signature=", "Signature=0")
    assert request.send().code == "SignatureDoesNotMatch"
    client(taro).get_session_token(**given)


def test_devices(standin, client):
    taro, other = standin.taro, standin.user("hanako", "111122223333")
    ask = client(taro).get_session_token
    hardware = taro.add_device("hardware")
    security_key = taro.add_device("security-key", "yubi")
    assert hardware.startswith("GAHT") and ":u2f/user/taro/yubi-" in security_key
    for serial in (other.mfa_serial, security_key, "arn:aws:iam::111122223333:mfa/nobody",
                   "arn:aws:iam::111122223333:user/taro"):
        error = refused(ask, SerialNumber=serial, TokenCode="123456")
        assert (error["Code"], error["Message"]) == ("AccessDenied", UNKNOWN_DEVICE)
    code = standin.call("code", serial_number=hardware)["code"]
    ask(SerialNumber=hardware, TokenCode=code)


@pytest.mark.parametrize("given", [{"SerialNumber": "arn:aws:iam::111122223333:mfa/phone"},
                                   {"TokenCode": "123456"}])
def test_serial_and_code_belong_together(standin, client, given):
    error = refused(client(standin.taro).get_session_token, **given)
    assert (error["Code"], error["Message"]) == ("AccessDenied", INCOMPLETE)


SERIAL = "arn:aws:iam::111122223333:mfa/phone"
FAULTS = [
    ({"TokenCode": "12345", "SerialNumber": SERIAL},
     "1 validation error detected: Value '12345' at 'tokenCode' failed to satisfy constraint: "
     "Member must have length greater than or equal to 6"),
    ({"TokenCode": "1234567", "SerialNumber": SERIAL},
     "1 validation error detected: Value '1234567' at 'tokenCode' failed to satisfy constraint: "
     "Member must have length less than or equal to 6"),
    ({"TokenCode": "12345a", "SerialNumber": SERIAL},
     "1 validation error detected: Value '12345a' at 'tokenCode' failed to satisfy constraint: "
     r"Member must satisfy regular expression pattern: [\d]*"),
    ({"TokenCode": "１２３４５６", "SerialNumber": SERIAL},
     "1 validation error detected: Value '１２３４５６' at 'tokenCode' failed to satisfy "
     r"constraint: Member must satisfy regular expression pattern: [\d]*"),
    ({"TokenCode": "123456", "SerialNumber": "phone"},
     "1 validation error detected: Value 'phone' at 'serialNumber' failed to satisfy constraint: "
     "Member must have length greater than or equal to 9"),
    ({"TokenCode": "123456", "SerialNumber": "x" * 257},
     f"1 validation error detected: Value '{'x' * 257}' at 'serialNumber' failed to satisfy "
     "constraint: Member must have length less than or equal to 256"),
    ({"TokenCode": "123456", "SerialNumber": "my own phone"},
     "1 validation error detected: Value 'my own phone' at 'serialNumber' failed to satisfy "
     r"constraint: Member must satisfy regular expression pattern: [\w+=/:,.@-]*"),
    ({"DurationSeconds": "899"},
     "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: "
     "Member must have value greater than or equal to 900"),
    ({"DurationSeconds": "129601"},
     "1 validation error detected: Value '129601' at 'durationSeconds' failed to satisfy "
     "constraint: Member must have value less than or equal to 129600"),
    ({"DurationSeconds": "1", "TokenCode": "1"},
     "2 validation errors detected: Value '1' at 'durationSeconds' failed to satisfy constraint: "
     "Member must have value greater than or equal to 900; Value '1' at 'tokenCode' failed to "
     "satisfy constraint: Member must have length greater than or equal to 6"),
]


@pytest.mark.parametrize("parameters, message", FAULTS)
def test_validation(standin, parameters, message):
    answer = signed(standin, standin.taro, "GetSessionToken", **parameters).send()
    assert (answer.status, answer.code, answer.message) == (400, "ValidationError", message)


def test_duration_must_be_a_number(standin):
    answer = signed(standin, standin.taro, "GetSessionToken", DurationSeconds="8h").send()
    assert (answer.status, answer.code) == (400, "MalformedInput")


@pytest.mark.parametrize("options, code", [
    ({"action": "GetEverything"}, "InvalidAction"),
    ({"action": "getcalleridentity"}, "InvalidAction"),
    ({"action": None}, "MissingAction"),
    ({"version": None}, "InvalidAction"),
    ({"version": "2011-06-16"}, "InvalidAction"),
    ({"version": IAM}, "InvalidAction"),
    ({"content_type": "application/json"}, "MissingAction"),
])
def test_action_and_version(standin, options, code):
    answer = signed(standin, standin.taro, **options).send()
    assert (answer.status, answer.code) == (400, code)


def test_a_parameter_is_given_once(standin):
    request = signed(standin, standin.taro, method="GET")
    request.target += "&Action=GetSessionToken"
    answer = request.send()
    assert (answer.status, answer.code) == (400, "MalformedQueryString")


def test_other_paths_are_nothing(standin):
    request = signed(standin, standin.taro)
    request.target = "/elsewhere"
    assert request.send().status == 404


def test_session_credentials(standin, client, session_of):
    session = session_of(standin.taro)
    error = refused(client(session).get_session_token)
    assert error["Code"] == "AccessDenied"
    assert error["Message"] == "Cannot call GetSessionToken with session credentials"
    token = session.session_token
    for wrong in (None, "", token[:-1], token + "A"):
        session.session_token = wrong
        assert signed(standin, session).send().code == "InvalidClientTokenId"
    taro = standin.taro
    taro.session_token = token
    assert signed(standin, taro).send().code == "InvalidClientTokenId"


def test_sessions_can_be_ended(standin, client, session_of):
    first, second = session_of(standin.taro), session_of(standin.taro)
    standin.expire_sessions(first.access_key_id)
    assert refused(client(first).get_caller_identity)["Code"] == "ExpiredToken"
    client(second).get_caller_identity()


def test_disabled_region(standin, client):
    standin.set(disabled_regions=["ap-southeast-7"])
    client(standin.taro).get_caller_identity()
    error = refused(client(standin.taro, region="ap-southeast-7").get_caller_identity)
    assert error["Code"] == "RegionDisabledException"
    assert error["Message"] == (
        "STS is not activated in this region for account:111122223333. Your account administrator "
        "can activate STS in this region using the IAM Console.")
