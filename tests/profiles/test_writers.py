# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Several writers at once, ours and those that truncate in place."""

import os
import subprocess
import threading
import time

import botocore.configloader
import pytest

from conftest import EDIT_PROFILE, edit, get, temporary_files
from strace import stopped_at, stopped_before_rename

BYSTANDERS = "".join(f"# of {i}\n[bystander-{i}]\nregion = r{i}\n\n" for i in range(100))


CHANGED_BYSTANDERS = BYSTANDERS.replace("region = r50", "region = x50")
LAST_WEEK = time.time() - 7 * 24 * 3600


@pytest.fixture(params=["just written", "last week's"])
def credentials(folder, request):
    """Of an old file the time stamps tell that it was written, of a new one the content."""
    path = folder / "credentials"
    path.write_text(BYSTANDERS)
    path.chmod(0o600)
    if request.param == "last week's":
        os.utime(path, (LAST_WEEK, LAST_WEEK))
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


def assert_nothing_lost(path):
    assert (get(path, "ours", "k"), get(path, "theirs", "k")) == ("v", "v")
    assert path.read_text().startswith(BYSTANDERS)
    assert temporary_files(path.parent) == []


def test_write_in_place_just_before_the_rename(credentials):
    with stopped_before_rename(credentials) as (_, go_on):
        rewrite_in_place(credentials, lambda text: text + "[theirs]\nk = v\n")
        go_on()
    assert_nothing_lost(credentials)


@pytest.mark.parametrize("sets_time", [False, True], ids=["new time", "old time set again"])
def test_as_many_bytes_written_before_the_rename(credentials, sets_time):
    status = os.stat(credentials)
    with stopped_at(("fsync", 1), "credentials", credentials, "set", "ours", "k", "v") as (_, go_on):
        rewrite_in_place(credentials, lambda text: CHANGED_BYSTANDERS)
        if sets_time:
            os.utime(credentials, ns=(status.st_atime_ns, status.st_mtime_ns))
        go_on()
    assert credentials.read_text() == CHANGED_BYSTANDERS + "[ours]\nk = v\n"


def write_after_the_rename(credentials, sets_time):
    with open(credentials, "r+", encoding="utf-8") as file:
        status = os.stat(credentials)
        with stopped_at(("fsync", 2), "credentials", credentials, "set", "ours", "k", "v") as (_, go_on):
            assert os.stat(credentials).st_ino != status.st_ino
            file.write(CHANGED_BYSTANDERS)
            file.flush()
            if sets_time:
                os.utime(file.fileno(), ns=(status.st_atime_ns, status.st_mtime_ns))
            go_on()
    assert credentials.read_text() == CHANGED_BYSTANDERS + "[ours]\nk = v\n"


def test_as_many_bytes_written_after_the_rename(credentials):
    write_after_the_rename(credentials, sets_time=False)


def test_two_writes_at_the_same_time(credentials):
    """Time stamps are coarse: one that is young may be that of both writes."""
    os.utime(credentials)
    write_after_the_rename(credentials, sets_time=True)


def test_replaced_meanwhile(credentials):
    """As text editors do: a new file takes the name after ours was read."""
    with stopped_at(("fchmod", 1), "credentials", credentials, "set", "ours", "k", "v") as (_, go_on):
        other = credentials.parent / "other"
        other.write_text(BYSTANDERS + "[theirs]\nk = v\n")
        other.rename(credentials)
        go_on()
    assert_nothing_lost(credentials)


def test_made_meanwhile(credentials):
    credentials.unlink()
    with stopped_at(("write", 1), "credentials", credentials, "set", "ours", "k", "v") as (_, go_on):
        credentials.write_text(BYSTANDERS + "[theirs]\nk = v\n")
        go_on()
    assert_nothing_lost(credentials)


def test_truncated_before_and_written_after_the_rename(credentials):
    text = credentials.read_text()
    old_inode = os.stat(credentials).st_ino
    with stopped_before_rename(credentials) as (_, go_on):
        with open(credentials, "w", encoding="utf-8") as file:
            go_on()
            while os.stat(credentials).st_ino == old_inode:
                pass
            file.write(text + "[theirs]\nk = v\n")
    assert_nothing_lost(credentials)


def test_truncated_and_never_written_keeps_what_was_there(credentials):
    with stopped_before_rename(credentials) as (_, go_on):
        os.truncate(credentials, 0)
        go_on()
    assert credentials.read_text() == BYSTANDERS + "[ours]\nk = v\n"


def test_empty_file_is_waited_for_before_an_edit(credentials):
    """Two reads that agree on nothing do not make it a file without profiles."""
    with open(credentials, "r+", encoding="utf-8") as file:
        file.truncate()
        # Still young when the program has started on a busy machine.
        os.utime(credentials, (time.time() + 0.9,) * 2)
        with stopped_at(("clock_nanosleep", 4), "credentials", credentials, "set", "ours", "k", "v") as (_, go_on):
            file.write(BYSTANDERS)
            file.flush()
            go_on()
    assert credentials.read_text() == BYSTANDERS + "[ours]\nk = v\n"


def test_damaged_before_the_rename_keeps_what_was_there(credentials):
    with stopped_before_rename(credentials) as (_, go_on):
        credentials.write_text("[half]\n[half]\na li")
        go_on()
    assert credentials.read_text() == BYSTANDERS + "[ours]\nk = v\n"
