# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The control interface: JSON over plain HTTP under /_standin/, not signed."""

from dataclasses import asdict

from . import answers
from .misbehaviour import Rule
from .totp import STEP_SECONDS, code_at
from .world import InlinePolicy, Policy, add_default_world


class Control:
    """Each public method is one call; its keyword arguments are the JSON object."""

    def __init__(self, service):
        self._service = service
        self._world = service.world

    def call(self, name, arguments):
        attribute = name.replace("-", "_")
        method = getattr(self, attribute, None)
        if attribute.startswith("_") or attribute == "call" or method is None:
            raise LookupError(f"There is no call “{name}”")
        with self._world.lock:
            return method(**arguments)

    def _user(self, account_id, user_name):
        user = self._world.users.get((account_id, user_name))
        if not user:
            raise LookupError(f"There is no user “{user_name}” in account {account_id}")
        return user

    def _device(self, serial_number):
        device = self._world.find_device(serial_number)
        if not device:
            raise LookupError(f"There is no device “{serial_number}”")
        return device

    # What exists

    def account(self, account_id=None, partition="aws"):
        return {"account_id": self._world.account(account_id, partition)}

    def user(self, user_name, account_id=None, path="/", root=False, partition="aws"):
        user = self._world.user(user_name, account_id, path, root, partition)
        return {"account_id": user.account_id, "user_name": user.user_name, "arn": user.arn,
                "user_id": user.user_id, "access_keys": list(user.keys),
                "mfa_serials": list(user.devices)}

    def delete_user(self, account_id, user_name):
        self._user(account_id, user_name)
        del self._world.users[account_id, user_name]
        return {}

    def access_key(self, account_id, user_name, access_key_id=None, secret_access_key=None,
                   status="Active"):
        user = self._user(account_id, user_name)
        key = self._world.access_key(user, access_key_id, secret_access_key, status)
        return {"access_key_id": key.access_key_id, "secret_access_key": key.secret,
                "status": key.status}

    def delete_access_key(self, access_key_id):
        user, _ = self._world.find_key(access_key_id)
        if not user:
            raise LookupError(f"There is no access key “{access_key_id}”")
        del user.keys[access_key_id]
        return {}

    def mfa_device(self, account_id, user_name, kind="virtual", name=None, seed=None):
        device = self._world.mfa_device(self._user(account_id, user_name), kind, name, seed)
        return {"serial_number": device.serial_number, "seed": device.seed, "kind": device.kind}

    def delete_mfa_device(self, account_id, user_name, serial_number):
        self._device(serial_number)
        del self._user(account_id, user_name).devices[serial_number]
        return {}

    def role(self, role_name, account_id, trusted, path="/", external_id=None, mfa_required=False,
             max_mfa_age=None, max_session_seconds=3600, allow=("*",), deny=(), partition="aws"):
        role = self._world.role(
            role_name, account_id, list(trusted), path, partition, external_id=external_id,
            mfa_required=mfa_required, max_mfa_age=max_mfa_age,
            max_session_seconds=max_session_seconds, policy=Policy(list(allow), list(deny)))
        return {"arn": role.arn}

    def policy(self, account_id, user_name, **changes):
        """Changes any of allow, deny, deny_without_mfa, revoked_before."""
        policy = self._user(account_id, user_name).policy
        for name, value in changes.items():
            if not hasattr(policy, name):
                raise LookupError(f"A policy has no “{name}”")
            setattr(policy, name, value)
        return asdict(policy)

    def revoke(self, account_id, user_name):
        """Denies the sessions that were issued until now."""
        return self.policy(account_id, user_name, revoked_before=self._world.now())

    def inline_policies(self, account_id, user_name):
        """The documents that PutUserPolicy put, by name."""
        policies = self._user(account_id, user_name).inline_policies
        return {"policies": {name: policy.document for name, policy in policies.items()}}

    def fill_inline_policies(self, account_id, user_name, size):
        """A policy of somebody else's, which takes that much of what they may have together."""
        user = self._user(account_id, user_name)
        user.inline_policies = user.inline_policies | {"other": InlinePolicy("x" * size, 0)}
        return {}

    def expire_sessions(self, access_key_id=None):
        """Ends one session, or all of them, now."""
        sessions = [session for key, session in self._world.sessions.items()
                    if access_key_id in (None, key)]
        for session in sessions:
            session.expires_at = self._world.now()
        return {"expired": len(sessions)}

    # How the stand-in behaves

    def _settings(self):
        """Each setting by name, and the object that has it."""
        service, world = self._service, self._world
        return {
            "clock_offset": world, "session_seconds": world, "page_size": world,
            "delay_ms": service, "disabled_regions": service, "answer_style": service,
            "regions": service.verifier, "strict_iam_region": service.verifier,
        }

    def set(self, **changes):
        """Changes the settings that are given, and returns the state."""
        owners = self._settings()
        for name in changes:
            if name not in owners:
                raise LookupError(f"There is no setting “{name}”")
        if changes.get("answer_style", answers.VARIED) not in answers.STYLES:
            raise ValueError(f"answer_style is one of {', '.join(answers.STYLES)}")
        for name, value in changes.items():
            setattr(owners[name], name, value)
        return self.state()

    def misbehave(self, kind, times=1, action=None, delay_ms=0):
        self._service.misbehaviours.add(Rule(kind, times, action, delay_ms))
        return {}

    def behave(self):
        self._service.misbehaviours.clear()
        return {}

    def reset(self, world="keep"):
        """Settings, misbehaviours, journal and used codes; `world`: keep, default, empty."""
        self._service.reset_settings()
        self._service.misbehaviours.clear()
        self._service.journal.clear()
        self.forget_codes()
        if world != "keep":
            self._world.clear()
        if world == "default":
            add_default_world(self._world)
        return {}

    # Codes

    def code(self, serial_number, advance=False):
        """The next code that nobody used; `advance` moves the codes' clock until it is accepted,
        by whole steps, so that they go on changing at :00 and :30."""
        device = self._device(serial_number)
        answer = self._world.next_code(device)
        while advance and answer["seconds_until_accepted"] > 0:
            self._world.totp_offset += STEP_SECONDS
            answer = self._world.next_code(device)
        return answer

    def wrong_code(self, serial_number):
        """Six digits that are refused now and will be for a while."""
        device, step = self._device(serial_number), self._world.totp_step()
        near = {code_at(device.seed, other) for other in range(step - 5, step + 20)}
        codes = (f"{number:06d}" for number in range(1000))
        return {"code": next(code for code in codes if code not in near)}

    def advance(self, seconds):
        """Moves the clock of the codes only, as if `seconds` had passed."""
        self._world.totp_offset += seconds
        return {}

    def forget_codes(self):
        for user in self._world.users.values():
            for device in user.devices.values():
                device.used_steps.clear()
        return {}

    # What happened

    def requests(self):
        return {"requests": self._service.journal}

    def count(self, action=None):
        """How many requests there were, of all actions or of one, and how many of them by code."""
        chosen = [entry for entry in self._service.journal
                  if action is None or entry["action"] == action]
        codes = {}
        for entry in chosen:
            codes[entry["code"]] = codes.get(entry["code"], 0) + 1
        return {"count": len(chosen), "codes": codes}

    def forget_requests(self):
        self._service.journal.clear()
        return {}

    def state(self):
        service, world = self._service, self._world
        return {
            "seed": service.seed, "now": world.now(),
            **{name: getattr(owner, name) for name, owner in self._settings().items()},
            "misbehaviours": [asdict(rule) for rule in service.misbehaviours.rules],
        }
