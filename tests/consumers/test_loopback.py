# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The guard of all other tests: does it notice who leaves the loopback?"""

import sys

import pytest

import loopback

# Not connected but addressed only: nothing goes out, even where there is a network.
CONNECT = """
import socket, sys
family = socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET
socket.socket(family, socket.SOCK_DGRAM).connect((sys.argv[1], int(sys.argv[2])))
"""


def connect(address, port, folder):
    program = [sys.executable, "-c", CONNECT, address, port]
    return loopback.run(program, env={"PATH": "/usr/bin"}, cwd=folder)


@pytest.mark.parametrize(
    ("address", "port"),
    [("192.0.2.1", 443), ("2001:db8::1", 443), ("::ffff:192.0.2.1", 443), ("127.0.0.53", 53)],
)
def test_leaving_the_loopback_is_noticed(address, port, tmp_path):
    with pytest.raises(loopback.LeakError, match=address):
        connect(address, port, tmp_path)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_loopback_is_free(address, tmp_path):
    connect(address, 443, tmp_path)
