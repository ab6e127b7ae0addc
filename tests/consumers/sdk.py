# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Programs of three SDKs that live on and say, whenever they are asked, who they are."""

import contextlib
from pathlib import Path

import loopback
from pseudo_terminal import PseudoTerminal

IDENTITY = Path(__file__).resolve().parent / "identity"
NAMES = ("go", "boto3", "javascript")


def command(name, tools):
    """How the program NAME is run."""
    return {
        "go": [tools.go_sdk],
        "boto3": [tools.python, IDENTITY / "identity.py"],
        "javascript": [tools.node, IDENTITY / "identity.mjs", tools.javascript_sdk],
    }[name]


class Sdk:
    """A running program, in a terminal of its own, whose streams are pipes."""

    def __init__(self, name, terminal):
        self.name = name
        self.terminal = terminal

    def ask(self):
        """Lets it call AWS; read_answer() has what comes of it."""
        self.terminal.process.stdin.write("\n")
        self.terminal.process.stdin.flush()

    def read_answer(self):
        """“arn …” or “error …”."""
        return self.terminal.process.stdout.readline().strip()

    def who(self):
        self.ask()
        return self.read_answer()

    def end(self):
        """Ends it; returns what it printed as errors meanwhile."""
        self.terminal.process.stdin.close()
        errors = self.terminal.process.stderr.read()
        self.terminal.process.wait()
        return errors


@contextlib.contextmanager
def started(name, tools, day, **variables):
    """The program NAME, which reads `work-live`, with VARIABLES in its environment."""
    environment = day.session.env | day.environment | {"AWS_PROFILE": "work-live", "TERM": "xterm"} | variables
    with loopback.watched(command(name, tools)) as arguments:
        with PseudoTerminal(arguments, environment, pipes=True) as terminal:
            yield Sdk(name, terminal)
