# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour that the README begins with."""
import os
import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'


def test_tour_ends_with_a_session_and_shows_no_secret():
    program = Path(os.environ['DAYPASS_BUILD_ROOT']) / 'src/cli/daypass'
    tour = subprocess.run(['/usr/bin/python3', '-B', TOP / 'build-aux/demo.py', program], text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    shown = tour.stdout
    assert tour.returncode == 0, shown

    assert '"Arn": "arn:aws:iam::111122223333:user/taro"' in shown
    assert re.search(r'\$ daypass status\nwork .*111122223333 .*\d\d:\d\d', shown)
    assert SECRET not in shown
    assert re.findall(r'aws_(?:secret_access_key|session_token) = (.*)', shown) == re.findall(r' = (\S{4}…)', shown)
    assert '\033' not in shown
