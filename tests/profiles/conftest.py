# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The program edit-profile, and a folder of the test's own."""

import os
import pathlib
import subprocess

import pytest

EDIT_PROFILE = str(pathlib.Path(os.environ["DAYPASS_BUILD_ROOT"]) / "tests/profiles/edit-profile")
UNREADABLE = 3
NOT_WRITABLE = 4
TEMPORARY = ".daypass-new-"


class Result:
    def __init__(self, process):
        self.status = process.returncode
        self.text = process.stdout[:-1] if process.returncode == 0 else None
        code, _, self.message = process.stderr.strip().partition(" ")
        self.code = int(code) if self.status == 3 else None


def run(kind, path, *args):
    """One operation; what went wrong is in the result, a crash is not."""
    process = subprocess.run([EDIT_PROFILE, kind, str(path), *args], capture_output=True, encoding="utf-8", errors="replace")
    assert process.returncode in (0, 1, 3), process.stderr
    return Result(process)


def edit(path, *args, kind="credentials"):
    result = run(kind, path, *args)
    assert result.status == 0, result.message


def get(path, profile, key, kind="credentials"):
    return run(kind, path, "get", profile, key).text


def temporary_files(folder):
    return [name for name in os.listdir(folder) if name.startswith(TEMPORARY)]


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "aws"
    folder.mkdir(0o700)
    yield folder
    folder.chmod(0o700)
