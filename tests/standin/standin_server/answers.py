# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Writes answers as XML that differ, under the seed, in all that may differ."""

import uuid
from xml.sax.saxutils import escape

UNKNOWN_ELEMENTS = (
    ("FutureField", "of no concern"),
    ("PackedSize", "12"),
    ("Details", {"Code": "NotAnError", "Message": "not a message", "Expiration": "soon"}),
)
# How answers look: just as AWS's, varied (errors in both shapes), varied with
# errors in the documented shape only, varied with the other shape only.
AWS, VARIED, DOCUMENTED, NESTED = "aws", "varied", "documented", "nested"
STYLES = (AWS, VARIED, DOCUMENTED, NESTED)


class XmlWriter:
    """Order, unknown elements, white space, declaration and references are by chance."""

    def __init__(self, chance, vary=True):
        self.chance = chance
        self.vary = vary
        self.pretty = vary and chance.random() < 0.5

    def likely(self, probability):
        return self.vary and self.chance.random() < probability

    def text(self, value):
        """Some characters become character references, as XML allows anywhere."""
        if not self.likely(0.6):
            return escape(str(value))
        style = self.chance.choice(["&#{};", "&#x{:x};", "&#x{:02X};"])
        return "".join(
            style.format(ord(letter)) if letter in "+/=&<>:" and self.chance.random() < 0.7
            else escape(letter) for letter in str(value))

    def element(self, name, content, depth):
        indent = "\n" + "  " * depth if self.pretty else ""
        if isinstance(content, dict):
            inside = self.members(content, depth + 1) + indent
        elif isinstance(content, list):
            inside = "".join(self.element("member", item, depth + 1)
                             for item in content) + indent
        else:
            inside = self.text(content)
        return f"{indent}<{name}>{inside}</{name}>"

    def members(self, content, depth):
        pairs = list(content.items())
        if self.likely(0.5):
            pairs.append(self.chance.choice(UNKNOWN_ELEMENTS))
        if self.vary:
            self.chance.shuffle(pairs)
        return "".join(self.element(name, value, depth) for name, value in pairs)

    def document(self, root, namespace, content):
        declaration = '<?xml version="1.0" encoding="UTF-8"?>\n' if self.likely(0.5) else ""
        quote = '"' if not self.likely(0.3) else "'"
        attribute = f" xmlns={quote}{namespace}{quote}" if namespace else ""
        end = "\n" if self.pretty else ""
        return (f"{declaration}<{root}{attribute}>{self.members(content, 1)}{end}</{root}>"
                f"{end}").encode()


def request_id(chance):
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def success(chance, action, namespace, result, identifier, vary=True):
    writer = XmlWriter(chance, vary)
    content = {f"{action}Result": result} if result else {}
    return writer.document(f"{action}Response", namespace, {
        **content, "ResponseMetadata": {"RequestId": identifier}})


def error(chance, refusal, namespace, identifier, shape):
    """The documented shape, or the one with Errors around it that doubles send."""
    vary = shape != AWS
    writer = XmlWriter(chance, vary)
    inner = {"Type": "Receiver" if refusal.status >= 500 else "Sender",
             "Code": refusal.code, "Message": refusal.message}
    if shape == NESTED or (shape == VARIED and chance.random() < 0.5):
        return writer.document("ErrorResponse", None,
                               {"Errors": {"Error": inner}, "RequestID": identifier})
    return writer.document("ErrorResponse", namespace, {"Error": inner, "RequestId": identifier})
