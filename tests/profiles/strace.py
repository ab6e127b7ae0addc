# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""edit-profile under strace: seen, delayed, refused or killed at one system call."""

import os
import subprocess
import tempfile

from conftest import EDIT_PROFILE

# A leak check would itself need ptrace.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}


def command(expressions, trace, show, *args):
    return ["strace", "-f", "-qq", "-o", trace, "-e", f"trace={show}",
            *(part for expression in expressions for part in ("-e", expression)), EDIT_PROFILE, *map(str, args)]


def strace(expressions, *args, show="all"):
    """The finished process, with the lines of its trace."""
    with tempfile.NamedTemporaryFile("r", prefix="trace-") as trace:
        result = subprocess.run(command(expressions, trace.name, show, *args),
                                capture_output=True, encoding="utf-8", env=ENVIRONMENT)
        result.trace = [line.split(None, 1)[1].rstrip("\n") for line in trace if len(line.split(None, 1)) == 2]
    return result


def name_of(line):
    return line.split("(")[0]


def calls_of(name, path, words):
    """Which call of that name, counted from 1, has these words in a usual edit of
    a copy of the file."""
    copy = str(path) + ".copy"
    with open(path, "rb") as source, open(copy, "wb") as destination:
        destination.write(source.read())
    calls = [line for line in strace([], "credentials", copy, "set", "new", "k", "v").trace if name_of(line) == name]
    os.unlink(copy)
    return next(i + 1 for i, line in enumerate(calls) if words in line)
