# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""edit-profile under strace: seen, delayed, refused or killed at one system call."""

import contextlib
import os
import shutil
import signal
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


def trace_of_copy(path):
    """The calls of a usual edit, made to a copy of the file."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy2(path, folder)
        return strace([], "credentials", copy, "set", "ours", "k", "v").trace


def calls_of(name, path, words):
    """Which call of that name, counted from 1, has these words in a usual edit."""
    calls = [line for line in trace_of_copy(path) if name_of(line) == name]
    return next(i + 1 for i, line in enumerate(calls) if words in line)


@contextlib.contextmanager
def stopped_at(point, *args):
    """The program, stopped when it returns from a call, and the function that lets
    it go on; it must succeed in the end."""
    with tempfile.NamedTemporaryFile("r", prefix="trace-") as trace:
        process = subprocess.Popen(command([f"inject={point[0]}:signal=SIGSTOP:when={point[1]}"], trace.name, "all", *args),
                                   stdout=subprocess.PIPE, encoding="utf-8", env=ENVIRONMENT)
        lines = []
        while not any("stopped by SIGSTOP" in line for line in lines):
            assert process.poll() is None, "not stopped"
            lines += trace.readlines()
        pid = int(lines[0].split()[0])
        yield process, lambda: os.kill(pid, signal.SIGCONT)
        process.stdout.close()
        assert process.wait() == 0


def stopped_before_rename(path):
    """An edit that has had its last look at the file and has not yet renamed."""
    names = [name_of(line) for line in trace_of_copy(path)]
    last = names.index("rename") - 1
    point = (names[last], names[:last + 1].count(names[last]))
    return stopped_at(point, "credentials", path, "set", "ours", "k", "v")
