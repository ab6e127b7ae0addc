# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""ListMFADevices and GetUser."""

from clients import keys, refused
from raw_requests import IAM, signed


def serials(client, who, **options):
    answer = client(who, "iam").list_mfa_devices(**options)
    return [device["SerialNumber"] for device in answer["MFADevices"]]


def test_user(standin, client):
    hanako = standin.user("hanako", path="/team/core/")
    user = client(hanako, "iam").get_user()["User"]
    assert user["Arn"] == f"arn:aws:iam::{hanako.account_id}:user/team/core/hanako"
    assert (user["UserName"], user["Path"]) == ("hanako", "/team/core/")
    assert client(hanako, "iam").get_user(UserName="hanako")["User"]["Arn"] == user["Arn"]
    error = refused(client(hanako, "iam").get_user, UserName="saburo")
    assert (error["Code"], error["Message"]) == (
        "NoSuchEntity", "The user with name saburo cannot be found.")


def test_root_has_no_name(standin, client):
    root = standin.user(root=True)
    user = client(root, "iam").get_user()["User"]
    assert user["Arn"].endswith(":root") and "UserName" not in user


def test_devices(standin, client):
    taro = standin.taro
    assert serials(client, taro) == [taro.mfa_serial]
    others = [taro.add_device(kind, name) for kind, name in
              (("virtual", "tablet"), ("hardware", "GAHT12345678"), ("security-key", "yubi"))]
    assert set(serials(client, taro, UserName="taro")) == {taro.mfa_serial, *others}
    standin.call("delete-mfa-device", serial_number=others[0], **taro.identity())
    assert others[0] not in serials(client, taro)
    assert serials(client, standin.user("jiro", device=None)) == []


def test_devices_come_in_pages(standin, client):
    taro = standin.taro
    expected = {taro.mfa_serial, *(taro.add_device(name=f"spare{n}") for n in range(4))}
    standin.set(page_size=2)
    pages = list(client(taro, "iam").get_paginator("list_mfa_devices").paginate())
    assert [len(page["MFADevices"]) for page in pages] == [2, 2, 1]
    assert {device["SerialNumber"] for page in pages for device in page["MFADevices"]} == expected


def test_session_without_mfa_is_told_something_misleading(standin, client, session_of):
    error = refused(client(session_of(standin.taro, mfa=False), "iam").list_mfa_devices)
    assert error["Code"] == "InvalidClientTokenId"
    assert error["Message"] == "The security token included in the request is invalid."
    assert serials(client, session_of(standin.taro)) == [standin.taro.mfa_serial]


def test_policies(standin, client, session_of):
    taro = standin.taro
    taro.policy(allow=["iam:ListMFADevices"])
    assert serials(client, taro)
    assert refused(client(taro, "iam").get_user) == {
        "Type": "Sender", "Code": "AccessDenied",
        "Message": "User: arn:aws:iam::111122223333:user/taro is not authorized to perform: "
                   "iam:GetUser on resource: user taro because no identity-based policy allows "
                   "the iam:GetUser action"}
    taro.policy(allow=["*"], deny_without_mfa=["iam:*"])
    assert refused(client(taro, "iam").get_user)["Message"].endswith(
        "with an explicit deny in an identity-based policy")
    assert client(session_of(taro), "iam").get_user()["User"]["UserName"] == "taro"


def test_role_has_no_user_of_its_own(standin, client):
    answer = client(standin.taro).assume_role(
        RoleArn="arn:aws:iam::444455556666:role/admin", RoleSessionName="taro")
    error = refused(client(keys(answer), "iam").get_user)
    assert error["Message"] == "Must specify userName when calling with non-User credentials"


def test_validation(standin):
    answer = signed(standin, standin.taro, "ListMFADevices", version=IAM, MaxItems="0").send()
    assert (answer.status, answer.code) == (400, "ValidationError")
    assert answer.message == (
        "1 validation error detected: Value '0' at 'maxItems' failed to satisfy constraint: "
        "Member must have value greater than or equal to 1")
