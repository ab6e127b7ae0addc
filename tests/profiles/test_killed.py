# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Killed at every system call: the file is the old one or the new one, whole and
the person's alone, and the next edit goes through and leaves nothing behind."""

import os
import stat
import subprocess
import time

import pytest

from conftest import edit, temporary_files
from strace import ENVIRONMENT, command, name_of, strace

OLD = "# mine\n[other]\nregion = x\n" + "[work]\naws_session_token = " + "o" * 9000 + "\n"
NEW = OLD.replace("o" * 9000, "n" * 9000)
ARGS = ("set", "work", "aws_session_token", "n" * 9000)


def points_after_start(trace, path):
    """(call, which of its kind) from the first that concerns the file on."""
    seen = {}
    started = False
    points = []
    for line in trace:
        name = name_of(line)
        if not name.isidentifier() or name in ("exit_group", "execve"):
            continue
        seen[name] = seen.get(name, 0) + 1
        started = started or str(path) in line
        if started:
            points.append((name, seen[name]))
    return points


def kill_at(point, path):
    """How often memory or a random name is asked for differs between runs, so that
    call may not come."""
    name, number = point
    process = subprocess.run(command([f"inject={name}:signal=SIGKILL:when={number}"], "/dev/null", "all", "credentials", path, *ARGS),
                             capture_output=True, env=ENVIRONMENT)
    assert process.returncode in (-9, 137) or name in ("brk", "mmap", "munmap", "mlock", "madvise", "getrandom"), f"not killed at {point}"


@pytest.mark.parametrize("age", [0, 3600, None], ids=["just written", "old", "missing"])
def test_killed_at_every_call(tmp_path, age):
    exists = age is not None
    home = tmp_path / "home"
    path = home / ".aws" / "credentials"
    new = NEW if exists else "[work]\naws_session_token = " + "n" * 9000 + "\n"

    def prepare():
        home.mkdir(exist_ok=True)
        if path.parent.exists():
            for name in os.listdir(path.parent):
                os.unlink(path.parent / name)
            os.rmdir(path.parent)
        if exists:
            path.parent.mkdir(0o700)
            path.write_text(OLD)
            path.chmod(0o600)
            os.utime(path, (time.time() - age,) * 2)

    prepare()
    points = points_after_start(strace([], "credentials", path, *ARGS).trace, path)
    names = {name for name, _ in points}
    assert {"openat", "flock", "write", "fchmod", "fsync", "rename"} - ({"fchmod"} if not exists else set()) <= names

    left_over = outcomes = 0
    for point in points:
        prepare()
        kill_at(point, path)
        if exists or path.exists():
            assert path.read_text() in ((OLD, new) if exists else (new,)), point
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o600, point
            outcomes |= 1 if path.read_text() == OLD else 2
        left_over += len(temporary_files(path.parent)) if path.parent.exists() else 0
        edit(path, *ARGS)
        assert path.read_text() == new, point
        assert temporary_files(path.parent) == [], point
    assert left_over > 0 and outcomes == (3 if exists else 2), "the kills reached the write"
