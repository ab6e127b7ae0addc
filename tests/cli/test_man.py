# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The manual pages are well formed and tell of every command, option and line of the files."""

import os
import re
import subprocess
from pathlib import Path

import pytest

TOP = Path(os.environ["DAYPASS_SOURCE_ROOT"])
PAGES = [TOP / "data/man/daypass.1", TOP / "data/man/daypass.5"]


def text_of(page):
    """As a person reads it, on one line."""
    text = subprocess.run(["mandoc", "-Tascii", "-Owidth=1000", page], capture_output=True, text=True, check=True).stdout
    return re.sub(r".\x08", "", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_is_well_formed(page):
    result = subprocess.run(["mandoc", "-Tlint", "-Wwarning", page], capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("", 0)


def words(home, *arguments):
    """What a shell would complete."""
    env = home.env | {"PATH": f"{os.environ['DAYPASS_BUILD_ROOT']}/src/cli:/usr/bin:/bin"}
    lines = subprocess.run([TOP / "data/completions/daypass-words", *arguments], env=env, capture_output=True, text=True, check=True)
    return [line.split("\t")[0] for line in lines.stdout.splitlines()]


def test_every_command_and_option(home):
    entries = re.split(r"^     (?=\w)", text_of(PAGES[0]), flags=re.MULTILINE)
    commands = words(home, "commands")
    assert "renew" in commands
    assert "role" in commands
    commands = [command for command in commands if command != "role"] + [f"role {name}" for name in ("add", "list", "show", "remove")]
    for command in commands:
        entry = next(text for text in entries if text.startswith(command))
        missing = [option for option in words(home, "options", *command.split())
                   if option not in ("--help", "--prompt") and option not in entry]
        assert missing == [], command


def test_every_line_of_the_files():
    sources = "".join(path.read_text() for path in (TOP / "src/profiles").glob("*.c"))
    ours = set(re.findall(r"x_daypass_[a-z_]+[a-z]", sources))
    assert "x_daypass_mfa_serial" in ours
    assert [name for name in ours if name not in text_of(PAGES[1])] == []


def test_every_exit_status():
    statuses = re.search(r"^EXIT STATUS\n(.*?)^\w", text_of(PAGES[0]), re.MULTILINE | re.DOTALL).group(1)
    assert re.findall(r"^ +(\d)  ", statuses, re.MULTILINE) == list("0123456789")
