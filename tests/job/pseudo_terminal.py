# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A terminal with a program in it, driven like a person does.

    with PseudoTerminal([program, "renew"], env) as terminal:
        terminal.wait_for("MFA code")
        terminal.type("123456\\n")
        assert terminal.wait() == 0
"""

import fcntl
import os
import select
import signal
import struct
import subprocess
import termios
import time

from private_session import PATIENCE


class PseudoTerminal:
    """The program gets the terminal as its controlling one. Its standard streams are the
    terminal too, or pipes ("pipes"), or what Popen takes under their names."""

    def __init__(self, arguments, env, pipes=False, **streams):
        self.master, self.slave = os.openpty()
        self.modes = termios.tcgetattr(self.slave)
        self.screen = ""
        self._seen = 0
        default = subprocess.PIPE if pipes else self.slave
        # The first process of a session that opens a terminal gets it as its own.
        self.process = subprocess.Popen(
            arguments, env=env, start_new_session=True, text=True,
            preexec_fn=lambda: fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0),
            **{"stdin": default, "stdout": default, "stderr": default} | streams)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                stream.close()
        os.close(self.master)
        os.close(self.slave)

    def _read(self, seconds):
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.screen += os.read(self.master, 65536).decode(errors="replace")
        return True

    def wait_for(self, text):
        """Waits until the text stands on the screen, behind what was waited for before."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.screen[self._seen:]:
            left = deadline - time.monotonic()
            if left < 0 or not self._read(left):
                raise AssertionError(f"waited for {text!r}, and the screen shows:\n{self.screen}")
        self._seen = self.screen.index(text, self._seen) + len(text)

    def wait_until(self, condition, what, seconds=PATIENCE):
        """Waits for something that is not on the screen, which goes on being read."""
        deadline = time.monotonic() + seconds
        while not condition():
            self._read(0.01)
            if time.monotonic() > deadline:
                raise AssertionError(f"waited for {what}, and the screen shows:\n{self.screen}")

    def read_screen(self):
        """Everything that stands on the screen now."""
        while self._read(0):
            pass
        return self.screen

    def type(self, text):
        os.write(self.master, text.encode())

    def wait(self):
        """Waits for the end; returns the exit status as Popen has it."""
        self.wait_until(lambda: self.process.poll() is not None, "the end")
        self.read_screen()
        return self.process.returncode

    def finish(self):
        """Like wait(), where the streams are pipes: status, stdout, stderr."""
        status = self.wait()
        return status, self.process.stdout.read(), self.process.stderr.read()

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def foreground(self):
        """The process group that the terminal listens to."""
        return struct.unpack("i", fcntl.ioctl(self.master, termios.TIOCGPGRP, b"\0" * 4))[0]

    def resize(self, lines, columns):
        """As the terminal's window does: who is in its foreground is told."""
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def is_as_before(self):
        return termios.tcgetattr(self.slave) == self.modes
