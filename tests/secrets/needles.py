# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What to look for in a memory, so that also what is left of a secret is found."""

import hashlib
import hmac
import math
import time
from collections import Counter

# Whoever frees a piece of memory writes over its first bytes: what is left of a secret is its
# end. Any remainder of twice this length holds one of its pieces whole; of a session token, which
# is hundreds of letters long and of no use in part, one of 60 letters does.
PIECE = 12
LONG, STEP_OF_LONG = 100, 48

# Pieces that are further apart than this are not of the same copy.
APART = 256


def pieces(secret):
    """All along a secret; one that is short is a piece itself."""
    last = max(len(secret) - PIECE, 0)
    step = STEP_OF_LONG if len(secret) > LONG else PIECE
    return {secret[offset:offset + PIECE] for offset in [*range(0, last, step), last]}


def swap_words(text):
    """As SHA-256 keeps it: big-endian words in a little-endian memory."""
    return b"".join(text[at:at + 4][::-1] for at in range(0, len(text), 4))


def hashed_forms(key):
    """What HMAC makes of its key (RFC 2104), and SHA-256 of that."""
    masked = [bytes(byte ^ mask for byte in key) for mask in (0, 0x36, 0x5c)]
    return masked + [swap_words(form) for form in masked]


def signing_keys(secret, regions, services):
    """The keys that AWS Signature Version 4 derives: each of them signs for a day at least."""
    def derive(keys, texts):
        return {hmac.digest(key, text.encode(), hashlib.sha256) for key in keys for text in texts}
    days = {time.strftime("%Y%m%d", time.gmtime(time.time() - ago)) for ago in (0, 3600)}
    by_day = derive({b"AWS4" + secret}, days)
    by_region = derive(by_day, regions)
    by_service = derive(by_region, services)
    return by_day | by_region | by_service | derive(by_service, ["aws4_request"])


def long_lived_forms(secret, region):
    """A secret access key, and everything that signs in its place."""
    secret = secret.encode()
    keys = signing_keys(secret, [region, "us-east-1"], ["sts", "iam"])
    return hashed_forms(b"AWS4" + secret) + [form for key in keys for form in [*hashed_forms(key), key.hex().encode()]]


def count_places(memory, secrets):
    """In how many places something of each secret lies, of {name: [form, …]}; pieces of it
    that are together count once."""
    names = {piece: name for name, forms in secrets.items() for form in forms for piece in pieces(form)}
    places, last = Counter(dict.fromkeys(secrets, 0)), {}
    for find in sorted(memory.find(list(names)), key=lambda find: find.address):
        name = names[find.needle]
        if find.address - last.get(name, -math.inf) > APART:
            places[name] += 1
        last[name] = find.address
    return dict(places)
