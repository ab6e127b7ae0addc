# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Runs a consumer and notices when it turns to anything but the loopback.

By strace, which works for an ordinary user and in containers, where a network
namespace often does not, and which also sees attempts that came to nothing. It
stops at these four calls alone, so that it costs next to no time.
"""

import contextlib
import ipaddress
import os
import re
import signal
import subprocess
import tempfile
from pathlib import Path

STRACE = (
    "/usr/bin/strace", "--follow-forks", "--seccomp-bpf", "-qq",
    "--signal=none", "--trace=connect,sendto,sendmsg,sendmmsg",
)

# {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, and
# {sa_family=AF_INET6, sin6_port=htons(80), …, inet_pton(AF_INET6, "::1", …)}.
DESTINATION = re.compile(r'_port=htons\((\d+)\)[^"]*"([^"]+)"')
DNS_PORT = 53


class LeakError(AssertionError):
    """A consumer turned to an address outside of the loopback, or asked for one."""


def _is_outside(port, text):
    address = ipaddress.ip_address(text)
    # Python before 3.13 does not call ::ffff:127.0.0.1 a loopback address.
    address = getattr(address, "ipv4_mapped", None) or address
    # A name server on the loopback asks others.
    return not address.is_loopback or port == DNS_PORT


def _check_trace(trace, program):
    destinations = {(int(port), text) for port, text in DESTINATION.findall(trace.read_text())}
    outside = sorted(destination for destination in destinations if _is_outside(*destination))
    if outside:
        raise LeakError(f"{program} turned to {outside}")


@contextlib.contextmanager
def watched(command):
    """The command line that runs COMMAND and sees where it turns to; LeakError in the end if
    that was outside."""
    command = [str(word) for word in command]
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "network.trace"
        yield [*STRACE, f"--output={trace}", "--", *command]
        _check_trace(trace, command[0])


def run(command, *, env, cwd, timeout=600):
    """Runs COMMAND to its end and returns its output as text; LeakError if it looked outside."""
    with watched(command) as watched_command:
        process = subprocess.Popen(
            watched_command, env=env, cwd=cwd, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)
