# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A terminal of its own with a person before it."""

import json
import os
import pty
import select
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from private_session import PATIENCE

LEADER = Path(__file__).with_name("terminal_leader.py")


@dataclass
class Ended:
    """A command that has ended: a status below zero is a signal's."""
    pid: int
    status: int
    stdout: str
    stderr: str


class Terminal:
    """with Terminal() as terminal: terminal.start([program], env); terminal.type("123456\\n")"""

    def __enter__(self):
        self.master, slave = pty.openpty()
        self.leader = subprocess.Popen(["/usr/bin/python3", LEADER, os.ttyname(slave)], start_new_session=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._told = b""
        self._ended = {}
        self._pids = None
        self._stderr = {}
        self.pids = []
        self.screen = ""
        self._slave = slave
        return self

    def __exit__(self, *_exception):
        for pid in set(self.pids) - set(self._ended):
            os.kill(pid, 9)
        self.leader.stdin.close()
        self.leader.wait()
        self.leader.stdout.close()
        os.close(self._slave)
        os.close(self.master)

    def start(self, argv, env, count=1):
        """Runs it in the foreground, `count` times at once; returns the process ids."""
        self._pids = None
        self._ended = {}
        job = {"argv": [str(word) for word in argv], "env": env, "count": count}
        self.leader.stdin.write(json.dumps(job).encode() + b"\n")
        self.leader.stdin.flush()
        self._wait(lambda: self._pids, "the start")
        self.pids = self._pids
        return self.pids

    def type(self, text):
        os.write(self.master, text.encode())

    def expect(self, text, after=0):
        """Waits until `text` stands on the screen, not before the position `after`."""
        self._wait(lambda: text in self.screen[after:], f"{text!r} on the screen")

    def wait(self, pids=None):
        """Waits for the end of these processes, or of all; returns an Ended for each."""
        pids = self.pids if pids is None else pids
        self._wait(lambda: set(pids) <= set(self._ended), f"the end of {set(pids)}")
        return [self._ended[pid] for pid in pids]

    def ended(self):
        """Who has ended up to now."""
        self._take(0)
        return list(self._ended.values())

    def stderr_of(self, pid):
        """What a running command has said until now."""
        return Path(self._stderr[pid]).read_text()

    def _wait(self, condition, what):
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited for {what}; on the screen: {self.screen[-2000:]!r}; ended: {self._ended}")
            self._take(0.5)

    def _take(self, seconds):
        ready, _, _ = select.select([self.master, self.leader.stdout], [], [], seconds)
        if self.master in ready:
            self.screen += os.read(self.master, 65536).decode(errors="replace")
        if self.leader.stdout in ready:
            self._told += os.read(self.leader.stdout.fileno(), 65536)
            *lines, self._told = self._told.split(b"\n")
            for line in lines:
                self._note(json.loads(line))

    def _note(self, message):
        if "pids" in message:
            self._pids = message["pids"]
            self._stderr = dict(zip(message["pids"], message["stderr"]))
        else:
            self._ended[message["pid"]] = Ended(**message)
