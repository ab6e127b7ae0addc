# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Random files of the grammar that people use and stretch, read by botocore and by us:
what it refuses we refuse, of a file without a fault both read the same, and an edit
changes nothing that it reads of the other profiles."""

import os
import random

import botocore.configloader
import botocore.exceptions
import pytest

from conftest import UNREADABLE, run

SEED = 20261124
HEADERS = ["[{}]"] * 20 + ["[{}] # mine", "[{}]#mine", "[{}] mine", "[ {}]", "[{}] ; see [x]", "[{}]]", "  [{}]", "[{}", "[]"]
LINES = (["region = x", "k=v", "K2 = a = b", "x_note = \u3042", "c = \"q\"", "d = a;b", "output =", "e\t=\tv\t"] * 5
         + ["s3 =\n  a = b\n\tc = d", "# note", "; note", "", " \t", "", "# note", "s4 =\n  a: b", "s5 =\n  junk", "f = v # note", "g : v",
            "  h = v", "  # note", "junk", "= v", "region = y", "i = v\n  more", "\x0b", "[plugins]", "[DEFAULT]"])


def make(numbers, kind):
    """A file's bytes; two in three are without a fault that is in itself rare."""
    end = numbers.choice(["\n", "\n", "\n", "\r\n", "\r"])
    lines = LINES[:43] if numbers.random() < 0.66 else LINES
    text = numbers.choice(["", "", "# mine\n", "\ufeff", "\n"])
    for name in numbers.sample(["p", "q", "default", "x@y:z", "\u65e5\u672c"], numbers.randint(0, 4)):
        header = numbers.choice(HEADERS if lines is LINES else HEADERS[:21])
        if kind == "config" and name != "default":
            name = numbers.choice(["profile {}", "profile {}", "profile\t{}", "profile '{}'", 'profile "{}"', "sso-session {}", "{}"]).format(name)
        properties = numbers.sample(sorted(set(lines)) if lines is not LINES else lines, numbers.randint(0, 6))
        text += "\n".join([header.format(name), *properties, ""])
    return text.replace("\n", end).encode()[:-1 if numbers.random() < 0.2 else None]


def botocore_reads(kind, path):
    """All profiles, or None when botocore refuses the file."""
    try:
        sections = botocore.configloader.raw_config_parse(str(path))
    except botocore.exceptions.ConfigParseError:
        return None
    return botocore.configloader.build_profile_map(sections)["profiles"] if kind == "config" else sections


def write(path, text):
    path.write_bytes(text)
    os.utime(path, (1, 1))  # not of the last second, or each run waits for a writer to finish


@pytest.mark.parametrize("kind", ["config", "credentials"])
def test_random_files(folder, kind):
    numbers = random.Random(f"{SEED} {kind}")
    path = folder / kind
    n_refused = n_faultless = 0
    for number in range(150):
        text = make(numbers, kind)
        print(number, text)
        write(path, text)
        problems = run(kind, path, "problems").text
        before = botocore_reads(kind, path)
        result = run(kind, path, "set", "p", "aws_session_token", "T==")
        if before is None or " fatal " in problems:
            n_refused += before is None
            assert " fatal " in problems and result.code == UNREADABLE and path.read_bytes() == text
            continue
        after = botocore_reads(kind, path)
        assert after.pop("p")["aws_session_token"] == "T=="
        if problems == "":
            n_faultless += 1
            before.pop("p", None)
            assert after == before
            listed = set(run(kind, path, "list").text.split("\n")) - {"p", ""}
            assert listed == set(before)
    assert n_refused > 10 and n_faultless > 30
