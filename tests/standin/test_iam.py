# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""ListMFADevices, GetUser and PutUserPolicy."""

import json
import math
import time

import pytest
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


def deny_before(moment):
    """The policy that denies everything to the sessions issued before a moment."""
    text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
    return {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"DateLessThan": {"aws:TokenIssueTime": text}}}]}


def put(client, who, document, name="revoke", user_name="taro"):
    return client(who, "iam").put_user_policy(UserName=user_name, PolicyName=name, PolicyDocument=json.dumps(document))


def test_policy_denies_older_sessions_where_aws_does(standin, client, session_of):
    taro = standin.taro
    old = session_of(taro)
    role = keys(client(old).assume_role(RoleArn="arn:aws:iam::444455556666:role/admin", RoleSessionName="taro"))
    put(client, old, deny_before(standin.call("state")["now"] + 1))
    for call in (client(old, "iam").list_mfa_devices, client(old, "iam").get_user):
        assert refused(call)["Message"].endswith("with an explicit deny in an identity-based policy")
    error = refused(client(old).assume_role, RoleArn="arn:aws:iam::444455556666:role/admin", RoleSessionName="taro")
    assert error["Code"] == "AccessDenied" and "with an explicit deny" in error["Message"]
    client(old).get_caller_identity()
    # A role's session has no policy of the user's, and a long-term key no moment of issue.
    assert refused(client(role, "iam").get_user, UserName="taro")["Code"] == "NoSuchEntity"
    client(taro, "iam").get_user()


def test_policy_counts_whole_seconds(standin, client, session_of):
    taro = standin.taro
    session = session_of(taro)
    issued = math.floor(session.expires.timestamp() - 12 * 3600)
    put(client, taro, deny_before(issued))
    client(session, "iam").get_user()
    put(client, taro, deny_before(issued + 1))
    assert refused(client(session, "iam").get_user)["Code"] == "AccessDenied"


def test_policy_of_the_same_name_is_replaced(standin, client):
    taro = standin.taro
    for moment in (1, 2):
        put(client, taro, deny_before(moment))
    assert {name: json.loads(text) for name, text in taro.inline_policies().items()} == {"revoke": deny_before(2)}


@pytest.mark.parametrize("document", [{}, {"Version": "2012-10-17", "Statement": []}, deny_before(1) | {"Version": "2008-10-17"}, "*"])
def test_other_policies_are_malformed(standin, client, document):
    error = refused(put, client, standin.taro, document)
    assert (error["Code"], error["Message"]) == ("MalformedPolicyDocument", "Syntax errors in policy.")
    assert standin.taro.inline_policies() == {}


def test_inline_policies_have_a_size_together(standin, client):
    taro = standin.taro
    standin.call("fill-inline-policies", size=2000, **taro.identity())
    error = refused(put, client, taro, deny_before(1))
    assert (error["Code"], error["Message"]) == (
        "LimitExceeded", "Maximum policy size of 2048 bytes exceeded for user taro")
    assert list(taro.inline_policies()) == ["other"]


def test_policy_needs_its_permission(standin, client, session_of):
    taro = standin.taro
    taro.policy(allow=["sts:*"])
    assert refused(put, client, session_of(taro), deny_before(1))["Message"] == (
        "User: arn:aws:iam::111122223333:user/taro is not authorized to perform: iam:PutUserPolicy "
        "on resource: user taro because no identity-based policy allows the iam:PutUserPolicy action")
    taro.policy(allow=["*"])
    assert refused(put, client, taro, deny_before(1), user_name="saburo")["Code"] == "NoSuchEntity"
    assert refused(put, client, session_of(taro, mfa=False), deny_before(1))["Code"] == "InvalidClientTokenId"
