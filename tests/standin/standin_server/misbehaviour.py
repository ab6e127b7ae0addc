# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What goes wrong on purpose: which requests, how often, and how."""

from dataclasses import dataclass

PROXY_PAGE = b"""<!DOCTYPE html>
<html><head><title>Network sign-in</title></head>
<body><h1>Please sign in to use this network</h1></body></html>
"""

# Error answers that come instead of the real one, as Refusal takes them: the
# request is not carried out.
REFUSALS = {
    "throttling": (400, "Throttling", "Rate exceeded"),
    "internal-failure": (500, "InternalFailure", (
        "The request processing has failed because of an unknown error, exception or failure.")),
    "service-unavailable": (503, "ServiceUnavailable", (
        "The request has failed due to a temporary failure of the server.")),
    "opt-in-required": (403, "OptInRequired", (
        "The AWS Access Key Id needs a subscription for the service")),
}
# name: status, content type, body, further headers
PAGES = {
    "html-200": (200, "text/html", PROXY_PAGE, ()),
    "html-403": (403, "text/html", PROXY_PAGE, ()),
    "html-407": (407, "text/html", PROXY_PAGE, (("Proxy-Authenticate", 'Basic realm="proxy"'),)),
    "redirect": (302, "text/html", b"", (("Location", "/elsewhere"),)),
    "empty": (200, "text/xml", b"", ()),
}
INSTEAD = {*REFUSALS, *PAGES, "region-disabled", "cut-before"}
# The request is carried out, and then the answer goes wrong.
AFTERWARDS = {"truncated", "cut-after", "huge", "wrong-type", "json", "slow", "delay"}
KINDS = INSTEAD | AFTERWARDS


@dataclass
class Rule:
    """One misbehaviour for the next `times` requests, or for ever (None)."""
    kind: str
    times: int = 1
    action: str = None
    delay_ms: float = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"“{self.kind}” is not one of {', '.join(sorted(KINDS))}")
        if self.kind == "cut-before" and self.action:
            raise ValueError("“cut-before” happens before the action is known")


class Misbehaviours:
    """The rules in order; the first that fits a request is used up by it."""

    def __init__(self):
        self.rules = []

    def add(self, rule):
        self.rules.append(rule)

    def clear(self):
        self.rules.clear()

    def take(self, action, before_reading=False):
        for rule in self.rules:
            fits = rule.action in (None, action) and (rule.kind == "cut-before") == before_reading
            if fits:
                self.use(rule)
                return rule
        return None

    def use(self, rule):
        if rule.times is None:
            return
        rule.times -= 1
        if rule.times <= 0:
            self.rules.remove(rule)
