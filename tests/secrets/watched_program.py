# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Looks into the memory of a program that closes it to everybody else.

Only root may read a program that has called prctl (PR_SET_DUMPABLE, 0). But whoever starts a
program may start it under ptrace: it then stops after execve, before its first instruction, and
its /proc/PID/mem can be opened, also where Yama lets nobody but a parent trace. The kernel looks
at permissions when a file is opened, and not again when it is read.
"""

import array
import ctypes
import itertools
import os
import signal
import subprocess
from dataclasses import dataclass

PTRACE_TRACEME, PTRACE_CONT, PTRACE_DETACH, PTRACE_SETOPTIONS = 0, 7, 17, 0x4200
STOP_AT_EXEC, STOP_AT_EXIT, DIE_WITH_TRACER = 0x10, 0x40, 0x100000
EXEC, EXIT = 4, 6

PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")
PRESENT_OR_SWAPPED = 0b11 << 62  # of an entry of /proc/PID/pagemap
KERNEL_ADDRESSES = 1 << 63

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, pid=0, data=0):
    if libc.ptrace(request, pid, None, data) < 0:
        raise OSError(ctypes.get_errno(), f"ptrace {request:#x}")


@dataclass(frozen=True)
class Find:
    needle: bytes
    address: int
    area: str


class Memory:
    """The memory of what a process runs at the moment, readable now and later."""

    def __init__(self, pid):
        self._bytes, self._maps, self._pages, self._sizes = self._files = [
            os.open(f"/proc/{pid}/{name}", os.O_RDONLY | os.O_CLOEXEC) for name in ("mem", "maps", "pagemap", "smaps_rollup")]

    def close(self):
        for file in self._files:
            os.close(file)

    @staticmethod
    def _read(file):
        os.lseek(file, 0, os.SEEK_SET)
        text = b"".join(iter(lambda: os.read(file, 1 << 16), b"")).decode()
        assert text, "the program has no memory any more"
        return text.splitlines()

    def sizes(self):
        """How much memory of each kind it uses, in kB: Pss, Private_Dirty, …"""
        fields = (line.split() for line in self._read(self._sizes)[1:])
        return {name.rstrip(":"): int(number) for name, number, _unit in fields}

    def areas(self):
        """(start, end, name) of every mapping that the program can have written to: what else
        there is are files, as they are on disk."""
        for line in self._read(self._maps):
            addresses, rights, _offset, _device, inode, *name = line.split(None, 5)
            start, end = (int(address, 16) for address in addresses.split("-"))
            if start < KERNEL_ADDRESSES and ("w" in rights or inode == "0"):
                yield start, end, " ".join([rights, *name])

    def _pieces(self, start, end):
        """(address, bytes) of the pages that exist, neighbours as one."""
        entries = array.array("Q", os.pread(self._pages, (end - start) // PAGE_SIZE * 8, start // PAGE_SIZE * 8))
        numbered = itertools.groupby(enumerate(entries), lambda entry: bool(entry[1] & PRESENT_OR_SWAPPED))
        for run in (list(run) for exists, run in numbered if exists):
            address = start + run[0][0] * PAGE_SIZE
            try:
                data = os.pread(self._bytes, len(run) * PAGE_SIZE, address)
            except OSError:
                continue  # the kernel's own, or, on some kernels, what the program may not read either
            yield address, data

    def find(self, needles):
        """Every place of every one of these byte strings, as a list of Finds."""
        finds = []
        for start, end, area in self.areas():
            for at, data in self._pieces(start, end):
                for needle in needles:
                    place = data.find(needle)
                    while place >= 0:
                        finds.append(Find(needle, at + place, area))
                        place = data.find(needle, place + 1)
        return finds


class WatchedProgram:
    """Starts a program as subprocess.Popen does. `memory` is that of the program that runs;
    with `until_exit` it stops once more at its end, with all its memory."""

    def __init__(self, arguments, until_exit=False, prepare=lambda: None, **options):
        def start():
            prepare()
            ptrace(PTRACE_TRACEME)
        self.process = subprocess.Popen(arguments, preexec_fn=start, **options)
        self.pid = self.process.pid
        self._at_exit = False
        self._wait_for_stop()
        self.memory = Memory(self.pid)
        if until_exit:
            ptrace(PTRACE_SETOPTIONS, self.pid, STOP_AT_EXEC | STOP_AT_EXIT | DIE_WITH_TRACER)
        else:
            ptrace(PTRACE_DETACH, self.pid)

    def _wait_for_stop(self):
        """The signal that stopped it, and ptrace's event or 0."""
        _pid, status = os.waitpid(self.pid, 0)
        assert os.WIFSTOPPED(status), f"the program ended with {os.waitstatus_to_exitcode(status)}"
        return os.WSTOPSIG(status), status >> 16

    def run_to_exit(self):
        """Lets it run, also as another program that it becomes, until that is about to end."""
        event, number = None, 0
        while event != EXIT:
            ptrace(PTRACE_CONT, self.pid, 0 if event or number == signal.SIGTRAP else number)
            number, event = self._wait_for_stop()
            if event == EXEC:
                self.memory.close()
                self.memory = Memory(self.pid)
        self._at_exit = True

    def end(self):
        """Lets go of a program that stopped at its end, kills another; returns its exit status."""
        if self.process.poll() is None:
            if self._at_exit:
                ptrace(PTRACE_DETACH, self.pid)
            else:
                self.process.kill()
        self.memory.close()
        return self.process.wait()
