# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Runs programs in turn and compares how long each took."""

import os
import tempfile
import time
from dataclasses import dataclass, field
from statistics import median


class Failed(Exception):
    """A program failed or its output was wrong: there is no figure."""


@dataclass
class Run:
    wall: float
    cpu: float


@dataclass
class Subject:
    """What is timed: `command` gives the arguments of the next run, `text` its standard
    input, and `check` looks at what came of it (its output, else the files). A run does
    the work `times` times."""
    name: str
    command: callable
    env: dict
    check: callable
    text: callable = bytes
    goal: float = None
    peer: bool = False
    times: int = 1
    rounds: int = 1000
    runs: list = field(default_factory=list)
    failure: str = None


def run(subject):
    """One run, from its start to its end."""
    arguments = [str(part) for part in subject.command()]
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        stdin.write(subject.text())
        stdin.seek(0)
        files = [(os.POSIX_SPAWN_DUP2, file.fileno(), number) for number, file in enumerate((stdin, stdout, stderr))]
        began = time.perf_counter()
        pid = os.posix_spawn(arguments[0], arguments, subject.env, file_actions=files)
        _pid, status, usage = os.wait4(pid, 0)
        wall = time.perf_counter() - began
        if os.waitstatus_to_exitcode(status) != 0:
            stderr.seek(0)
            raise Failed(f"{subject.name}: ended with {os.waitstatus_to_exitcode(status)}: "
                         f"{stderr.read().decode(errors='replace').strip()}")
        stdout.seek(0)
        try:
            subject.check(stdout.read())
        except (AssertionError, KeyError, ValueError) as error:
            raise Failed(f"{subject.name}: what came of it was wrong: {error!r}") from error
    return Run(wall / subject.times, (usage.ru_utime + usage.ru_stime) / subject.times)


def run_in_turn(subjects, rounds):
    """A B A B …, after one run of each that does not count. What a peer cannot do is
    its own business, and noted; anything else that fails ends the benchmark."""
    for number in range(-1, rounds):
        for subject in subjects:
            if subject.failure or number >= subject.rounds:
                continue
            try:
                measured = run(subject)
            except Failed as error:
                if not subject.peer:
                    raise
                subject.failure = str(error)
                continue
            if number >= 0:
                subject.runs.append(measured)


def compare(subject, floor):
    """The medians of a subject, and of its ratios to the floor's run of the same round."""
    pairs = list(zip(subject.runs, floor.runs))
    return {
        "name": subject.name,
        "peer": subject.peer,
        "runs": len(subject.runs),
        "milliseconds": median(own.wall for own in subject.runs) * 1000,
        "cpu_milliseconds": median(own.cpu for own in subject.runs) * 1000,
        "ratio": median(own.wall / other.wall for own, other in pairs),
        "cpu_ratio": median(own.cpu / other.cpu for own, other in pairs),
        "goal": subject.goal,
    }
