# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Several writers at once, ours and those that truncate in place."""

import os
import subprocess
import threading

import botocore.configloader
import pytest

from conftest import EDIT_PROFILE, edit, get, temporary_files
from strace import ENVIRONMENT, command

BYSTANDERS = "".join(f"# of {i}\n[bystander-{i}]\nregion = r{i}\n\n" for i in range(100))


@pytest.fixture
def credentials(folder):
    path = folder / "credentials"
    path.write_text(BYSTANDERS)
    path.chmod(0o600)
    return path


def start_counting(path, profile, key, times):
    return subprocess.Popen([EDIT_PROFILE, "credentials", str(path), "count", profile, key, str(times)], stderr=subprocess.PIPE)


def wait_for(processes):
    for process in processes:
        assert process.wait() == 0, process.stderr.read()
        process.stderr.close()


def test_eight_writers_lose_nothing(credentials):
    wait_for([start_counting(credentials, "shared", "sum", 50) for _ in range(8)])
    assert get(credentials, "shared", "sum") == "400"
    assert credentials.read_text().startswith(BYSTANDERS)
    assert temporary_files(credentials.parent) == []


def test_two_files_of_one_folder(credentials):
    config = credentials.parent / "config"
    wait_for([start_counting(path, f"p{i}", "sum", 25) for i in range(2) for path in (credentials, config)])
    assert [get(path, f"p{i}", "sum") for i in range(2) for path in (credentials, config)] == ["25"] * 4


def rewrite_in_place(path, change):
    """As every other tool: read all, truncate, write all."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(change(text))


def test_writer_in_place_meanwhile_damages_nothing(credentials):
    ours = [start_counting(credentials, f"p{i}", "sum", 40) for i in range(2)]

    def rewrite_after_each_edit():
        seen = 0
        while any(process.poll() is None for process in ours):
            inode = os.stat(credentials).st_ino
            if inode != seen:
                rewrite_in_place(credentials, lambda text: text + "# theirs\n")
                seen = inode

    other = threading.Thread(target=rewrite_after_each_edit)
    other.start()
    wait_for(ours)
    other.join()
    profiles = botocore.configloader.raw_config_parse(str(credentials))
    assert [profiles[f"bystander-{i}"]["region"] for i in range(100)] == [f"r{i}" for i in range(100)]
    assert credentials.read_text().count("# of ") == 100
    assert credentials.read_text().count("# theirs") > 1
    edit(credentials, "set", "p0", "sum", "done")


def edit_with_slow_rename(path, then):
    """Edits with a second between the last look at the file and the rename; calls
    @then in it."""
    trace = path.parent.parent / "trace"
    trace.touch()
    # strace writes the line of a delayed call when it begins.
    process = subprocess.Popen(command(["inject=rename:delay_enter=1000000"], str(trace), "fsync,rename",
                                       "credentials", path, "set", "ours", "k", "v"), env=ENVIRONMENT)
    while "fsync(" not in trace.read_text():
        assert process.poll() is None
    then()
    assert process.wait() == 0


def test_write_in_place_just_before_the_rename(credentials):
    edit_with_slow_rename(credentials, lambda: rewrite_in_place(credentials, lambda text: text + "[theirs]\nk = v\n"))
    assert (get(credentials, "ours", "k"), get(credentials, "theirs", "k")) == ("v", "v")
    assert credentials.read_text().startswith(BYSTANDERS)
    assert temporary_files(credentials.parent) == []


def test_truncated_before_and_written_after_the_rename(credentials):
    old_inode = os.stat(credentials).st_ino

    def write_late():
        text = credentials.read_text()
        with open(credentials, "w", encoding="utf-8") as file:
            while os.stat(credentials).st_ino == old_inode:
                pass
            file.write(text + "[theirs]\nk = v\n")

    edit_with_slow_rename(credentials, write_late)
    assert (get(credentials, "ours", "k"), get(credentials, "theirs", "k")) == ("v", "v")
    assert credentials.read_text().startswith(BYSTANDERS)


def test_truncated_and_never_written_keeps_what_was_there(credentials):
    def truncate():
        os.truncate(credentials, 0)

    edit_with_slow_rename(credentials, truncate)
    assert get(credentials, "ours", "k") == "v"
