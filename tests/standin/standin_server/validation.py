# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The constraints of the parameters, refused in AWS's wording."""

import re

from .refusal import Refusal, validation_error

TOO_SHORT = "Member must have length greater than or equal to {}"
TOO_LONG = "Member must have length less than or equal to {}"
TOO_SMALL = "Member must have value greater than or equal to {}"
TOO_LARGE = "Member must have value less than or equal to {}"
NO_MATCH = "Member must satisfy regular expression pattern: {}"
MISSING = "Member must not be null"

ARN_PATTERN = r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD]+"
# Name on the wire: shortest, longest, pattern.
TEXTS = {
    "SerialNumber": (9, 256, r"[\w+=/:,.@-]*"),
    "TokenCode": (6, 6, r"[\d]*"),
    "RoleArn": (20, 2048, ARN_PATTERN),
    "RoleSessionName": (2, 64, r"[\w+=,.@-]*"),
    "ExternalId": (2, 1224, r"[\w+=,.@:\/-]*"),
    "SourceIdentity": (2, 64, r"[\w+=,.@-]*"),
    "UserName": (1, 128, r"[\w+=,.@-]+"),
    "PolicyName": (1, 128, r"[\w+=,.@-]+"),
    "PolicyDocument": (1, 131072, r"[\u0009\u000A\u000D\u0020-\u00FF]+"),
    "Marker": (1, 320, r"[\u0020-\u00FF]+"),
}


class Checks:
    """Collects what is wrong with a request's parameters; AWS lists all of it."""

    def __init__(self, parameters):
        self.parameters = parameters
        self.faults = []

    def fault(self, name, value, constraint):
        shown = "null" if value is None else f"'{value}'"
        member = name[0].lower() + name[1:]
        self.faults.append(
            f"Value {shown} at '{member}' failed to satisfy constraint: {constraint}")

    def text(self, name, required=False):
        value = self.parameters.get(name)
        if value is None:
            if required:
                self.fault(name, None, MISSING)
            return None
        shortest, longest, pattern = TEXTS[name]
        if len(value) < shortest:
            self.fault(name, value, TOO_SHORT.format(shortest))
        if len(value) > longest:
            self.fault(name, value, TOO_LONG.format(longest))
        if not re.fullmatch(pattern, value, re.ASCII):
            self.fault(name, value, NO_MATCH.format(pattern))
        return value

    def number(self, name, smallest, largest, default):
        value = self.parameters.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,10}", value):
            raise Refusal(400, "MalformedInput", f"'{name}' is not an integer")
        if int(value) < smallest:
            self.fault(name, value, TOO_SMALL.format(smallest))
        if int(value) > largest:
            self.fault(name, value, TOO_LARGE.format(largest))
        return int(value)

    def done(self):
        """Raises the one ValidationError for everything found."""
        if not self.faults:
            return
        count = len(self.faults)
        noun = "error" if count == 1 else "errors"
        raise validation_error(
            f"{count} validation {noun} detected: " + "; ".join(self.faults))
