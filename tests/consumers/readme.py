# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the README of Daypass says about other tools."""

import re
from pathlib import Path

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def explained(words):
    """WORDS, which a person who meets them finds in the README."""
    assert words in README, f"README.md does not explain: {words}"
    return words


def recipe(start):
    """The block of code in the README that begins with START."""
    blocks = re.findall(r"```\w+\n(.*?)```", README, re.DOTALL)
    (block,) = [block for block in blocks if block.startswith(start)]
    return block
