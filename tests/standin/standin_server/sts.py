# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The answers of STS, version 2011-06-15."""

import time

from . import policy
from .refusal import (access_denied, mfa_code_refused, mfa_device_refused, mfa_incomplete,
                      validation_error)
from .validation import Checks
from .world import SECURITY_KEY, Caller

NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
HOUR = 3600


def timestamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def check_mfa(world, caller, serial, code):
    """The moment of a proven MFA code, or None if neither part was given."""
    if serial is None and code is None:
        return None
    if serial is None or code is None:
        raise mfa_incomplete()
    device = caller.user.devices.get(serial)
    if not device or device.kind == SECURITY_KEY:
        raise mfa_device_refused()
    if not world.accept_code(device, code):
        raise mfa_code_refused()
    return world.now()


def credentials(session):
    return {
        "AccessKeyId": session.access_key_id,
        "SecretAccessKey": session.secret,
        "SessionToken": session.token,
        "Expiration": timestamp(session.expires_at),
    }


def token_size(session):
    """The elements that are new in 2026; old parsers must pass over them."""
    size = len(session.token)
    return {"SessionTokenSize": size, "SessionTokenUtilization": size * 100 // 4096}


def get_session_token(world, caller, parameters):
    if caller.session:
        raise access_denied("Cannot call GetSessionToken with session credentials")
    checks = Checks(parameters)
    is_root = caller.user.is_root
    seconds = checks.number("DurationSeconds", 900, 129600, HOUR if is_root else 12 * HOUR)
    serial = checks.text("SerialNumber")
    code = checks.text("TokenCode")
    minimum_size = checks.number("MinimumSessionTokenSize", 0, 4096, 0)
    checks.done()
    policy.check(caller, "sts:GetSessionToken", "*", allowed_elsewhere=True)
    mfa_at = check_mfa(world, caller, serial, code)
    if is_root:
        seconds = min(seconds, HOUR)
    session = world.issue(caller.user, seconds, minimum_size=minimum_size, mfa_at=mfa_at)
    return {"Credentials": credentials(session), **token_size(session)}


def get_caller_identity(_world, caller, _parameters):
    return {"Account": caller.account_id, "Arn": caller.arn, "UserId": caller.user_id}


def assume_role(world, caller, parameters):
    if caller.user.is_root and not caller.role:
        raise access_denied("Roles may not be assumed by root accounts.")
    checks = Checks(parameters)
    role_arn = checks.text("RoleArn", required=True)
    name = checks.text("RoleSessionName", required=True)
    seconds = checks.number("DurationSeconds", 900, 12 * HOUR, HOUR)
    serial = checks.text("SerialNumber")
    code = checks.text("TokenCode")
    external_id = checks.text("ExternalId")
    source_identity = checks.text("SourceIdentity")
    checks.done()
    if not role_arn.startswith("arn:") or role_arn.count(":") < 5:
        raise validation_error(f"{role_arn} is invalid")
    mfa_at = check_mfa(world, caller, serial, code) or caller.mfa_at
    role = world.roles.get(role_arn)
    policy.check_assume_role(caller, role, role_arn, external_id, mfa_at, world.now())
    check_role_duration(caller, role, seconds)
    session = world.issue(caller.user, seconds, role=role, role_session_name=name)
    answer = {
        "Credentials": credentials(session),
        "AssumedRoleUser": {"AssumedRoleId": f"{role.role_id}:{name}",
                            "Arn": Caller(caller.user, session).arn},
        "PackedPolicySize": 6,
        **token_size(session),
    }
    return {**answer, "SourceIdentity": source_identity} if source_identity else answer



def check_role_duration(caller, role, seconds):
    if caller.role and seconds > HOUR:
        raise validation_error("The requested DurationSeconds exceeds the 1 hour session limit "
                               "for roles assumed by role chaining")
    if seconds > role.max_session_seconds:
        raise validation_error("The requested DurationSeconds exceeds the MaxSessionDuration "
                               "set for this role.")


ACTIONS = {
    "GetSessionToken": get_session_token,
    "GetCallerIdentity": get_caller_identity,
    "AssumeRole": assume_role,
}
