# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Accounts, users, keys, devices, roles and sessions, as AWS would hold them."""

import base64
import random
import string
import threading
import time
from dataclasses import dataclass, field

from .totp import STEP_SECONDS, code_at

BASE32 = string.ascii_uppercase + "234567"
SECRET_LETTERS = string.ascii_letters + string.digits + "+/"
VIRTUAL, HARDWARE, SECURITY_KEY = "virtual", "hardware", "security-key"

# AWS's documented example key, so that no scanner takes it for a real one.
EXAMPLE_KEY_ID = "AKIAIOSFODNN7EXAMPLE"
EXAMPLE_SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
EXAMPLE_SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class MfaDevice:
    serial_number: str
    kind: str
    seed: str
    enabled_at: float
    used_steps: set = field(default_factory=set)


@dataclass
class AccessKey:
    access_key_id: str
    secret: str
    status: str = "Active"


@dataclass
class Policy:
    """Patterns of actions such as `iam:*`; a deny wins."""
    allow: list = field(default_factory=lambda: ["*"])
    deny: list = field(default_factory=list)
    deny_without_mfa: list = field(default_factory=list)
    revoked_before: float = 0.0


@dataclass
class InlinePolicy:
    """What PutUserPolicy put: a document that denies everything to older sessions."""
    document: str
    deny_issued_before: float


@dataclass
class User:
    account_id: str
    user_name: str
    path: str
    user_id: str
    arn: str
    created_at: float
    is_root: bool = False
    keys: dict = field(default_factory=dict)
    devices: dict = field(default_factory=dict)
    inline_policies: dict = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)


@dataclass
class Role:
    account_id: str
    role_name: str
    path: str
    role_id: str
    arn: str
    trusted: list
    external_id: str = None
    mfa_required: bool = False
    max_mfa_age: int = None
    max_session_seconds: int = 3600
    policy: Policy = field(default_factory=Policy)


@dataclass
class Session:
    """Temporary credentials; `role` is None for a GetSessionToken session."""
    access_key_id: str
    secret: str
    token: str
    issued_at: float
    expires_at: float
    user: User
    mfa_at: float = None
    role: Role = None
    role_session_name: str = None


@dataclass
class Caller:
    """Who signed a request: a user by a long-term key, or a session."""
    user: User
    session: Session = None

    @property
    def role(self):
        return self.session.role if self.session else None

    @property
    def account_id(self):
        return self.role.account_id if self.role else self.user.account_id

    @property
    def arn(self):
        if not self.role:
            return self.user.arn
        partition = self.role.arn.split(":")[1]
        return (f"arn:{partition}:sts::{self.account_id}:assumed-role/"
                f"{self.role.role_name}/{self.session.role_session_name}")

    @property
    def user_id(self):
        if self.role:
            return f"{self.role.role_id}:{self.session.role_session_name}"
        return self.user.user_id

    @property
    def policy(self):
        return self.role.policy if self.role else self.user.policy

    @property
    def mfa_at(self):
        return self.session.mfa_at if self.session else None


class World:
    """Everything the stand-in knows; use it with `lock` held."""

    def __init__(self, seed):
        self.lock = threading.RLock()
        self.random = random.Random(seed)
        self.clock_offset = 0.0
        self.totp_offset = 0.0
        self.session_seconds = None
        self.page_size = None
        self.partitions = {}
        self.users = {}
        self.roles = {}
        self.sessions = {}

    def now(self):
        return time.time() + self.clock_offset

    def clear(self):
        for table in (self.partitions, self.users, self.roles, self.sessions):
            table.clear()

    def letters(self, count, alphabet=BASE32):
        return "".join(self.random.choices(alphabet, k=count))

    def account(self, account_id=None, partition="aws"):
        """Finds or makes an account; returns its id."""
        account_id = account_id or f"{self.random.randrange(10**11, 10**12)}"
        self.partitions.setdefault(account_id, partition)
        return account_id

    def user(self, user_name, account_id=None, path="/", root=False, partition="aws"):
        """Finds or makes a user; `root` makes the account's root user."""
        account_id = self.account(account_id, partition)
        name = "<root>" if root else user_name
        known = self.users.get((account_id, name))
        if known:
            return known
        resource = "root" if root else f"user{path}{user_name}"
        user_id = account_id if root else "AIDA" + self.letters(17)
        arn = f"arn:{self.partitions[account_id]}:iam::{account_id}:{resource}"
        user = User(account_id, name, path, user_id, arn, self.now(), root)
        self.users[account_id, name] = user
        return user

    def access_key(self, user, access_key_id=None, secret=None, status="Active"):
        access_key_id = access_key_id or "AKIA" + self.letters(16)
        known = user.keys.get(access_key_id)
        secret = secret or (known.secret if known else self.letters(40, SECRET_LETTERS))
        user.keys[access_key_id] = AccessKey(access_key_id, secret, status)
        return user.keys[access_key_id]

    def mfa_device(self, user, kind=VIRTUAL, name=None, seed=None):
        name = name or user.user_name.strip("<>")
        prefix = f"arn:{self.partitions[user.account_id]}:iam::{user.account_id}"
        serial = {
            VIRTUAL: f"{prefix}:mfa/{name}",
            HARDWARE: name if name.startswith(("GAHT", "GAKT")) else "GAHT" + self.letters(8),
            SECURITY_KEY: f"{prefix}:u2f/user/{user.user_name}/{name}-{self.letters(10)}",
        }[kind]
        device = MfaDevice(serial, kind, seed or self.letters(32), self.now())
        user.devices[serial] = device
        return device

    def role(self, role_name, account_id, trusted, path="/", partition="aws", **options):
        account_id = self.account(account_id, partition)
        arn = f"arn:{self.partitions[account_id]}:iam::{account_id}:role{path}{role_name}"
        role = Role(account_id, role_name, path, "AROA" + self.letters(17), arn, trusted,
                    **options)
        self.roles[arn] = role
        return role

    def issue(self, user, seconds, *, minimum_size=0, **details):
        """Makes temporary credentials that end after `seconds`."""
        now = self.now()
        if self.session_seconds is not None:
            seconds = self.session_seconds
        session = Session("ASIA" + self.letters(16), self.letters(40, SECRET_LETTERS),
                          self.session_token(minimum_size), now, now + seconds, user, **details)
        self.sessions[session.access_key_id] = session
        return session

    def session_token(self, minimum_size):
        """A token as long and as awkward as AWS's: base64 with +, / and =."""
        wanted = self.random.choice([356, 420, 612, 872, 1160, 1600, 2400, 4096])
        wanted = max(wanted, minimum_size)
        prefix = "IQoJb3JpZ2luX2Vj+/"
        raw = self.random.randbytes((wanted - len(prefix)) // 4 * 3 - 2)
        token = prefix + base64.b64encode(raw).decode()
        return "A" * (wanted - len(token)) + token

    def find_key(self, access_key_id):
        """The user and the long-term key, or (None, None)."""
        for user in self.users.values():
            if access_key_id in user.keys:
                return user, user.keys[access_key_id]
        return None, None

    def find_device(self, serial_number):
        for user in self.users.values():
            if serial_number in user.devices:
                return user.devices[serial_number]
        return None

    def totp_step(self):
        return int((self.now() + self.totp_offset) // STEP_SECONDS)

    def accept_code(self, device, code):
        """True if `code` is right now and was not used; uses it."""
        current = self.totp_step()
        for step in (current - 1, current, current + 1):
            if step not in device.used_steps and code_at(device.seed, step) == code:
                device.used_steps.add(step)
                return True
        return False

    def next_code(self, device):
        """The next code nobody used, and when it is accepted and when it changes."""
        step = current = self.totp_step()
        while step in device.used_steps:
            step += 1
        moment = self.now() + self.totp_offset
        return {
            "code": code_at(device.seed, step),
            "seconds_until_accepted": max(0.0, (step - 1) * STEP_SECONDS - moment),
            "seconds_until_next": (current + 1) * STEP_SECONDS - moment,
        }


def add_default_world(world):
    """The world of the README: taro with a phone, and a role to assume."""
    taro = world.user("taro", "111122223333")
    world.access_key(taro, EXAMPLE_KEY_ID, EXAMPLE_SECRET)
    world.mfa_device(taro, VIRTUAL, "phone", EXAMPLE_SEED)
    world.role("admin", "444455556666", ["111122223333"])
