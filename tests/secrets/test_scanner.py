# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""That the search finds what there is: a planted secret, whole, in part and in other forms."""

import subprocess
import sys
from pathlib import Path

import pytest

from needles import count_places, hashed_forms, long_lived_forms, signing_keys, swap_words

SECRET = b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
KEYS = sorted(signing_keys(SECRET, ["ap-northeast-1"], ["sts"]))

# Closes its memory as Daypass does, and keeps what it reads. It gets that in hexadecimal digits and
# puts it where nothing else is, so that there is no other copy.
PROGRAM = """
import ctypes, mmap, os, sys
ctypes.CDLL(None).prctl(4, 0)
place = mmap.mmap(-1, 8192)
for position in range(int(sys.argv[1])):
    place[int(sys.argv[2]) + position] = int(os.read(0, 2), 16)
os.write(1, b"ready")
os.read(0, 1)
os._exit(0)  # so that Python does not tidy up
"""


@pytest.fixture(name="plant")
def plant_secrets(watch):
    """Starts a program that keeps a secret."""
    def start(secret, offset=0, **options):
        program = watch([sys.executable, "-c", PROGRAM, str(len(secret)), str(offset)],
                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options)
        program.process.stdin.write(secret.hex().encode())
        program.process.stdin.flush()
        return program
    return start


@pytest.mark.parametrize("planted, places", [
    pytest.param(SECRET, 1, id="whole"),
    pytest.param(SECRET[-24:], 1, id="what is left when it was freed"),
    pytest.param(SECRET[3:27], 1, id="a part in the middle"),
    pytest.param(hashed_forms(b"AWS4" + SECRET)[1], 1, id="with HMAC’s inner padding"),
    pytest.param(hashed_forms(b"AWS4" + SECRET)[5], 1, id="with HMAC’s outer padding, in words"),
    pytest.param(KEYS[0], 1, id="a derived key"),
    pytest.param(swap_words(KEYS[1]), 1, id="a derived key in words"),
    pytest.param(KEYS[2].hex().encode(), 1, id="a derived key in digits"),
    pytest.param(SECRET + bytes(1000) + SECRET, 2, id="two copies"),
    pytest.param(b"another secret access key of 40 letters.", 0, id="another one"),
])
def test_planted_secret_is_found(plant, planted, places):
    program = plant(planted, offset=123)
    assert program.process.stdout.read(5) == b"ready"
    with pytest.raises(PermissionError):
        Path(f"/proc/{program.pid}/mem").read_bytes()
    forms = long_lived_forms(SECRET.decode(), "ap-northeast-1")
    assert count_places(program.memory, {"key": forms}) == {"key": places}


def test_across_the_end_of_a_page_at_the_end_of_the_program(plant):
    program = plant(SECRET, offset=4096 - 20, until_exit=True)
    program.process.stdin.close()
    program.run_to_exit()
    assert count_places(program.memory, {"key": [SECRET]}) == {"key": 1}
    assert program.end() == 0


def test_the_program_that_it_becomes_is_looked_into(watch):
    becomes = f"import os; os.execv({sys.executable!r}, ['python3', '-c', 'import os; secret = os.read(0, 99); os._exit(0)'])"
    program = watch([sys.executable, "-c", becomes], until_exit=True, stdin=subprocess.PIPE)
    program.process.stdin.write(SECRET)
    program.process.stdin.close()
    program.run_to_exit()
    assert count_places(program.memory, {"key": [SECRET]})["key"] > 0
    assert program.end() == 0
