# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Time-based one-time passwords, RFC 6238: six digits of SHA-1, 30 seconds."""

import base64
import hashlib
import hmac
import struct

STEP_SECONDS = 30


def code_at(seed, step):
    """The six digits of the base32 `seed` for the 30-second `step`."""
    padded = seed.upper() + "=" * (-len(seed) % 8)
    digest = hmac.new(base64.b32decode(padded), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
