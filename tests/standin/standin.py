# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Starts the stand-in for AWS and controls it: `with Standin() as aws: …`."""

import json
import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

RUN = Path(__file__).resolve().parent / "run"
PYTHON = "/usr/bin/python3"


class StandinError(Exception):
    """A control call that was refused."""


@dataclass
class User:
    """An IAM user of the stand-in with one access key and one MFA device."""
    standin: "Standin"
    account_id: str
    user_name: str
    arn: str
    access_key_id: str
    secret_access_key: str
    mfa_serial: str = None
    mfa_seed: str = None

    def code(self, advance=True):
        """The next unused code. `advance` moves the stand-in's clock of codes so that it is
        accepted at once; without it, waiting is the caller's business."""
        return self.standin.call("code", serial_number=self.mfa_serial, advance=advance)["code"]

    def wrong_code(self, seconds_until_next=0):
        """A code that is refused; waits until there are so many seconds left to count down to the next one."""
        while self.seconds_until_next_code() < seconds_until_next:
            time.sleep(0.05)
        return self.standin.call("wrong-code", serial_number=self.mfa_serial)["code"]

    def seconds_until_next_code(self):
        return self.standin.call("code", serial_number=self.mfa_serial)["seconds_until_next"]

    def set_key_status(self, status):
        """`status` is Active or Inactive."""
        self.standin.call("access-key", status=status, access_key_id=self.access_key_id,
                          **self.identity())

    def delete_key(self):
        self.standin.call("delete-access-key", access_key_id=self.access_key_id)

    def add_device(self, kind="virtual", name=None, seed=None):
        """Another device; returns its serial number."""
        return self.standin.call("mfa-device", kind=kind, name=name, seed=seed,
                                 **self.identity())["serial_number"]

    def policy(self, **changes):
        """Any of allow, deny, deny_without_mfa (lists of patterns such as `iam:*`)."""
        return self.standin.call("policy", **changes, **self.identity())

    def revoke_sessions(self):
        return self.standin.call("revoke", **self.identity())

    def inline_policies(self):
        """What PutUserPolicy has put: the documents by name."""
        return self.standin.call("inline-policies", **self.identity())["policies"]

    def identity(self):
        return {"account_id": self.account_id, "user_name": self.user_name}


class Standin:
    """A running stand-in. `url` is its address, `seed` what its answers vary by."""

    def __init__(self, seed=None, tls=None, config=None, port=0, **settings):
        self.arguments = [PYTHON, str(RUN), "--until-stdin-closes", "--port", str(port)]
        for name, value in (("--seed", seed), ("--tls", tls), ("--config", config)):
            if value is not None:
                self.arguments += [name, str(value)]
        self.ca_file = os.path.join(tls, "ca.pem") if tls else None
        self.settings = settings
        self.process = self.opener = self.url = self.seed = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_details):
        self.stop()

    def start(self):
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(self.arguments, stdin=subprocess.PIPE, text=True,
                                        stdout=subprocess.PIPE, env=environment)
        first = self.process.stdout.readline()
        second = self.process.stdout.readline()
        if not first.startswith("listening on ") or not second.startswith("seed "):
            self.stop()
            raise StandinError("The stand-in did not start")
        self.url = first.split()[-1]
        self.seed = int(second.split()[-1])
        handlers = [urllib.request.ProxyHandler({})]
        if self.ca_file:
            context = ssl.create_default_context(cafile=self.ca_file)
            handlers.append(urllib.request.HTTPSHandler(context=context))
        self.opener = urllib.request.build_opener(*handlers)
        if self.settings:
            self.set(**self.settings)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def call(self, name, /, **arguments):
        """One control call of the README; returns its answer."""
        request = urllib.request.Request(f"{self.url}/_standin/{name}", method="POST",
                                         data=json.dumps(arguments).encode(),
                                         headers={"Content-Type": "application/json"})
        try:
            with self.opener.open(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise StandinError(json.load(error)["error"]) from None

    def user(self, user_name="taro", account_id=None, path="/", device="virtual",
             device_name=None, root=False, partition="aws"):
        """Makes (or finds) a user and gives it a new key and, unless `device` is None, a device.
        Without `account_id` the user gets an account of its own."""
        made = self.call("user", user_name=user_name, account_id=account_id, path=path, root=root,
                         partition=partition)
        whose = {"account_id": made["account_id"], "user_name": made["user_name"]}
        key = self.call("access-key", **whose)
        added = {}
        if device:
            added = self.call("mfa-device", kind=device, name=device_name, **whose)
        return User(self, made["account_id"], made["user_name"], made["arn"],
                    key["access_key_id"], key["secret_access_key"],
                    added.get("serial_number"), added.get("seed"))

    @property
    def taro(self):
        """The user of the default world, with AWS's documented example key."""
        return User(self, "111122223333", "taro", "arn:aws:iam::111122223333:user/taro",
                    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                    "arn:aws:iam::111122223333:mfa/phone", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")

    def role(self, role_name, account_id, trusted, **options):
        """Makes a role; returns its ARN."""
        return self.call("role", role_name=role_name, account_id=account_id, trusted=trusted,
                         **options)["arn"]

    def set(self, **settings):
        return self.call("set", **settings)

    def misbehave(self, kind, times=1, action=None, delay_ms=0):
        """Spoils the next `times` requests (None: all that come) of `action` (None: any)."""
        self.call("misbehave", kind=kind, times=times, action=action, delay_ms=delay_ms)

    def behave(self):
        self.call("behave")

    def reset(self, world="keep"):
        self.call("reset", world=world)

    def requests(self):
        return self.call("requests")["requests"]

    def count(self, action=None, code=None):
        """How many requests of `action` there were, or those that ended with `code` only."""
        answer = self.call("count", action=action)
        return answer["count"] if code is None else answer["codes"].get(code, 0)

    def expire_sessions(self, access_key_id=None):
        self.call("expire-sessions", access_key_id=access_key_id)
