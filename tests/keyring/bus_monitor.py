# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Writes down the method calls on a private session's bus."""

import subprocess
from typing import NamedTuple


class Call(NamedTuple):
    sender: str
    path: str
    interface: str
    member: str


class BusMonitor:
    def __init__(self, session):
        self._session = session

    def __enter__(self):
        self._monitor = subprocess.Popen(["dbus-monitor", "--session", "--profile"], env=self._session.env, text=True,
                                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        # It loses its name on becoming a monitor, and hears of that as the first thing.
        while "NameLost" not in self._monitor.stdout.readline():
            pass
        return self

    def __exit__(self, *_exception):
        self._monitor.terminate()
        self._monitor.wait()
        self._monitor.stdout.close()

    def _read_calls(self):
        """Everything up to a call of our own that nobody else makes."""
        self._session.owner_of("io.github.daypass.EndOfWatch")
        calls = []
        while True:
            kind, *fields = self._monitor.stdout.readline().rstrip("\n").split("\t")
            if kind != "mc":
                continue
            _time, _serial, sender, _destination, path, interface, member = fields
            if member == "NameHasOwner" and sender == self._session.bus.get_unique_name():
                return calls
            calls.append(Call(sender, path, interface, member))

    def calls_of_who_called(self, member):
        """All calls of the program that made this one, in their order, but for RemoveMatch:
        nobody waits for that, and some are still unsent when the program ends."""
        calls = self._read_calls()
        sender, = {call.sender for call in calls if call.member == member}
        return [call for call in calls if call.sender == sender and call.member != "RemoveMatch"]
