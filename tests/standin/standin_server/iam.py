# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The answers of IAM, version 2010-05-08."""

from . import policy
from .refusal import Refusal, invalid_token, validation_error
from .sts import timestamp
from .validation import Checks

NAMESPACE = "https://iam.amazonaws.com/doc/2010-05-08/"


def check_session(caller):
    """AWS says something misleading to a session without MFA."""
    if caller.session and not caller.role and caller.mfa_at is None:
        raise invalid_token()


def find_user(world, caller, user_name):
    if user_name is None:
        if caller.role:
            raise validation_error("Must specify userName when calling with non-User credentials")
        return caller.user
    user = world.users.get((caller.account_id, user_name))
    if not user:
        raise Refusal(404, "NoSuchEntity", f"The user with name {user_name} cannot be found.")
    return user


def asked_user(world, caller, parameters, action):
    """The user a call is about, once the caller may ask."""
    check_session(caller)
    checks = Checks(parameters)
    user_name = checks.text("UserName")
    checks.done()
    shown = user_name or caller.user.user_name
    policy.check(caller, action, f"user {shown}")
    return find_user(world, caller, user_name)


def get_user(world, caller, parameters):
    user = asked_user(world, caller, parameters, "iam:GetUser")
    answer = {
        "Path": user.path,
        "UserName": user.user_name,
        "UserId": user.user_id,
        "Arn": user.arn,
        "CreateDate": timestamp(user.created_at),
    }
    if user.is_root:
        del answer["UserName"], answer["Path"]
    return {"User": answer}


def list_mfa_devices(world, caller, parameters):
    user = asked_user(world, caller, parameters, "iam:ListMFADevices")
    checks = Checks(parameters)
    limit = checks.number("MaxItems", 1, 1000, 100)
    marker = checks.text("Marker")
    checks.done()
    if world.page_size:
        limit = min(limit, world.page_size)
    serials = sorted(user.devices)
    start = serials.index(marker) if marker in serials else 0
    answer = {
        "MFADevices": [{
            "UserName": user.user_name,
            "SerialNumber": serial,
            "EnableDate": timestamp(user.devices[serial].enabled_at),
        } for serial in serials[start:start + limit]],
        "IsTruncated": "true" if start + limit < len(serials) else "false",
    }
    if start + limit < len(serials):
        answer["Marker"] = serials[start + limit]
    return answer


def put_user_policy(world, caller, parameters):
    check_session(caller)
    checks = Checks(parameters)
    user_name = checks.text("UserName", required=True)
    name = checks.text("PolicyName", required=True)
    document = checks.text("PolicyDocument", required=True)
    checks.done()
    policy.check(caller, "iam:PutUserPolicy", f"user {user_name}")
    policy.put_inline_policy(find_user(world, caller, user_name), name, document)
    return {}


ACTIONS = {
    "GetUser": get_user,
    "ListMFADevices": list_mfa_devices,
    "PutUserPolicy": put_user_policy,
}
