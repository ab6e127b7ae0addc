# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Who may do what: a user's own policies, and the trust of a role."""

import calendar
import json
import re
import time
from fnmatch import fnmatchcase

from .refusal import Refusal, access_denied
from .world import InlinePolicy

# AWS counts what is not white space, over all inline policies of a user.
INLINE_POLICIES_SIZE = 2048
MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def matches(action, patterns):
    return any(fnmatchcase(action, pattern) for pattern in patterns)


def explicitly_denied(caller, action):
    """A deny by name, for want of MFA, or because the session was revoked."""
    if matches(action, caller.policy.deny):
        return True
    if caller.mfa_at is None and matches(action, caller.policy.deny_without_mfa):
        return True
    return bool(caller.session) and was_revoked(caller)


def was_revoked(caller):
    """aws:TokenIssueTime is a moment in whole seconds, and only a session has one."""
    if caller.session.issued_at < caller.policy.revoked_before:
        return True
    policies = () if caller.role else caller.user.inline_policies.values()
    return any(int(caller.session.issued_at) < policy.deny_issued_before for policy in policies)


def read_inline_policy(document):
    """The one kind of document that is understood here; any other is malformed."""
    try:
        content = json.loads(document)
        (statement,) = content["Statement"]
        moment = statement["Condition"]["DateLessThan"]["aws:TokenIssueTime"]
        expected = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Deny", "Action": "*", "Resource": "*",
            "Condition": {"DateLessThan": {"aws:TokenIssueTime": moment}}}]}
        if content != expected:
            raise ValueError(content)
        return InlinePolicy(document, calendar.timegm(time.strptime(moment, MOMENT)))
    except (KeyError, TypeError, ValueError):
        raise Refusal(400, "MalformedPolicyDocument", "Syntax errors in policy.") from None


def put_inline_policy(user, name, document):
    """Makes or replaces one; together they must fit."""
    policies = user.inline_policies | {name: read_inline_policy(document)}
    size = sum(len(re.sub(r"\s", "", policy.document)) for policy in policies.values())
    if size > INLINE_POLICIES_SIZE:
        raise Refusal(409, "LimitExceeded", f"Maximum policy size of {INLINE_POLICIES_SIZE} "
                                            f"bytes exceeded for user {user.user_name}")
    user.inline_policies = policies


def check(caller, action, resource, allowed_elsewhere=False):
    """Refuses what the caller's own policies deny or do not allow."""
    refusal = f"User: {caller.arn} is not authorized to perform: {action} on resource: {resource}"
    if explicitly_denied(caller, action):
        raise access_denied(f"{refusal} with an explicit deny in an identity-based policy")
    if caller.user.is_root and not caller.role:
        return
    if not allowed_elsewhere and not matches(action, caller.policy.allow):
        raise access_denied(f"{refusal} because no identity-based policy allows "
                            f"the {action} action")


def check_assume_role(caller, role, role_arn, external_id, mfa_at, now):
    """Refuses what the role's trust policy or the caller's own policies refuse."""
    named = role is not None and principal_arn(caller) in role.trusted
    check(caller, "sts:AssumeRole", role_arn,
          allowed_elsewhere=named and role.account_id == caller.account_id)
    if role and trusts(role, caller, named) and conditions_met(role, external_id, mfa_at, now):
        return
    raise access_denied(f"User: {caller.arn} is not authorized to perform: "
                        f"sts:AssumeRole on resource: {role_arn}")


def principal_arn(caller):
    return caller.role.arn if caller.role else caller.user.arn


def trusts(role, caller, named):
    account = caller.account_id
    partition = role.arn.split(":")[1]
    return named or account in role.trusted or (
        f"arn:{partition}:iam::{account}:root" in role.trusted)


def conditions_met(role, external_id, mfa_at, now):
    if role.external_id is not None and external_id != role.external_id:
        return False
    if role.mfa_required and mfa_at is None:
        return False
    if role.max_mfa_age is None:
        return True
    return mfa_at is not None and now - mfa_at < role.max_mfa_age
