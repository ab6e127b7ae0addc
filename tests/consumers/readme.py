# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The words of other tools that Daypass's README explains."""

from pathlib import Path

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def explained(words):
    """WORDS, which a person who meets them finds in the README."""
    assert words in README, f"README.md does not explain: {words}"
    return words
