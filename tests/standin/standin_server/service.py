# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Takes a whole request, decides, and makes the whole answer."""

import json
import time
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl, urlsplit

from . import answers, iam, misbehaviour, refusal, sts
from .refusal import Refusal
from .signature import Authorization, Verifier
from .world import World, add_default_world

# What the host name tells AWS, the version tells the stand-in.
SERVICES = {"2011-06-15": ("sts", sts), "2010-05-08": ("iam", iam)}
FORM = "application/x-www-form-urlencoded"
HUGE = 2 * 1024 * 1024


@dataclass
class Request:
    method: str
    target: str
    headers: Message
    body: bytes

    def parameters(self):
        """The pairs of the query and of the form, each name once."""
        text = urlsplit(self.target).query
        content_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if self.method == "POST" and content_type == FORM:
            text = "&".join(filter(None, (text, self.body.decode("utf-8", "replace"))))
        pairs = parse_qsl(text, keep_blank_values=True)
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Refusal(400, "MalformedQueryString", "A parameter is given twice")
        return found


def is_stock_sdk(headers):
    """AWS's own SDKs, of which those for Go read no other error than the documented one."""
    return "amz-sdk-invocation-id" in headers or "aws-sdk-" in headers.get("User-Agent", "")


@dataclass
class Reply:
    status: int
    content_type: str
    body: bytes
    headers: tuple = ()
    code: str = "OK"


class Service:
    """STS and IAM over one World, with a journal of what was asked."""

    def __init__(self, seed):
        self.seed = seed
        self.world = World(seed)
        self.verifier = Verifier(self.world)
        self.misbehaviours = misbehaviour.Misbehaviours()
        self.journal = []
        self.reset_settings()
        add_default_world(self.world)

    def reset_settings(self):
        self.world.clock_offset = self.world.totp_offset = 0.0
        self.world.session_seconds = self.world.page_size = None
        self.verifier.regions = None
        self.verifier.strict_iam_region = False
        self.delay_ms = 0
        self.disabled_regions = []
        self.answer_style = answers.VARIED

    def answer(self, request):
        """The Reply, and the Rule by which it is to be spoiled on its way (or None)."""
        if self.delay_ms:
            time.sleep(self.delay_ms / 1000)
        with self.world.lock:
            entry = {"action": None, "service": None, "region": None, "access_key_id": None}
            rule, reply = self.decide(request, entry)
            entry.update(status=reply.status, code=reply.code, method=request.method,
                         time=sts.timestamp(self.world.now()),
                         misbehaviour=rule.kind if rule else None)
            self.journal.append(entry)
        if rule and rule.delay_ms and rule.kind != "slow":
            time.sleep(rule.delay_ms / 1000)
        return reply, rule

    def journal_cut(self):
        """A request that was cut before it was read."""
        with self.world.lock:
            self.journal.append({
                "action": None, "service": None, "region": None, "access_key_id": None,
                "status": None, "code": "cut-before", "method": None,
                "time": sts.timestamp(self.world.now()), "misbehaviour": "cut-before"})

    def decide(self, request, entry):
        """Carries the request out unless a misbehaviour comes instead."""
        rule = None
        try:
            parameters = request.parameters()
            entry["action"] = parameters.get("Action")
            rule = self.misbehaviours.take(entry["action"])
            self.misbehave_instead(rule)
            if rule and rule.kind in misbehaviour.PAGES:
                return rule, self.page(rule.kind)
            return rule, self.spoil(rule, self.carry_out(request, parameters, entry))
        except Refusal as error:
            return rule, self.refuse(error, request, entry)

    @staticmethod
    def misbehave_instead(rule):
        if rule and rule.kind in misbehaviour.REFUSALS:
            raise Refusal(*misbehaviour.REFUSALS[rule.kind])
        if rule and rule.kind == "region-disabled":
            raise refusal.region_disabled("111122223333")

    @staticmethod
    def page(kind):
        status, content_type, body, headers = misbehaviour.PAGES[kind]
        return Reply(status, content_type, body, headers, code=kind)

    def carry_out(self, request, parameters, entry):
        if urlsplit(request.target).path not in ("", "/"):
            raise Refusal(404, "UnknownOperationException", "There is nothing at this path")
        authorization = Authorization(request.headers)
        entry.update(access_key_id=authorization.access_key_id, region=authorization.region)
        service, module = self.find_operation(parameters)
        entry["service"] = service
        caller = self.verifier.caller(request, authorization, service)
        if service == "sts" and authorization.region in self.disabled_regions:
            raise refusal.region_disabled(caller.account_id)
        action = parameters["Action"]
        result = module.ACTIONS[action](self.world, caller, parameters)
        chance = self.world.random
        identifier = answers.request_id(chance)
        body = answers.success(chance, action, module.NAMESPACE, result, identifier,
                               vary=self.answer_style != answers.AWS)
        return Reply(200, "text/xml", body, (("x-amzn-RequestId", identifier),))

    @staticmethod
    def find_operation(parameters):
        action = parameters.get("Action")
        if not action:
            raise Refusal(400, "MissingAction", "The request is missing an action.")
        version = parameters.get("Version", "NO_VERSION_SPECIFIED")
        service, module = SERVICES.get(version, (None, None))
        if not module or action not in module.ACTIONS:
            raise Refusal(400, "InvalidAction",
                          f"Could not find operation {action} for version {version}")
        return service, module

    def refuse(self, error, request, entry):
        chance = self.world.random
        identifier = answers.request_id(chance)
        namespace = iam.NAMESPACE if entry["service"] == "iam" else sts.NAMESPACE
        style = self.answer_style
        if style == answers.VARIED and is_stock_sdk(request.headers):
            style = answers.DOCUMENTED
        body = answers.error(chance, error, namespace, identifier, style)
        return Reply(error.status, "text/xml", body, (("x-amzn-RequestId", identifier),),
                     error.code)

    @staticmethod
    def spoil(rule, reply):
        """The misbehaviours that change the answer itself."""
        kind = rule.kind if rule else None
        if kind == "wrong-type":
            reply.content_type = "text/html"
        if kind == "json":
            reply.content_type, reply.body = "application/json", json.dumps({"ok": True}).encode()
        if kind == "huge":
            start, end = reply.body.rsplit(b"</", 1)
            reply.body = start + b"<Padding>" + b"A" * HUGE + b"</Padding></" + end
        return reply
