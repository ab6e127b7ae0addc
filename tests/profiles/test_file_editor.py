# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""How a file is replaced: links, modes, owners, and every way that it cannot be."""

import os
import pathlib
import signal
import stat
import struct
import subprocess
import time

import pytest

from conftest import EDIT_PROFILE, NOT_WRITABLE, UNREADABLE, edit, run, temporary_files
from strace import calls_of, stopped_at, strace

TEXT = "# mine\n[other]\nregion = x\n"
NEW = TEXT + "\n[new]\nk = v\n"


@pytest.fixture
def credentials(folder):
    path = folder / "credentials"
    path.write_text(TEXT)
    path.chmod(0o600)
    return path


def mode(path):
    return stat.S_IMODE(os.stat(path).st_mode)


def assert_refused(path, words, *, kind="credentials", checked=True):
    """Refused with a sentence of its own, before and at the edit."""
    if checked:
        check = run(kind, path, "check-writable")
        assert check.code == NOT_WRITABLE and words in check.message, check.message
    result = run(kind, path, "set", "new", "k", "v")
    assert result.code == NOT_WRITABLE, result.message
    assert words in result.message
    assert result.message.endswith("Nothing was changed")


def test_missing_folder_and_file_are_made_for_the_person_alone(tmp_path):
    path = tmp_path / "deep" / ".aws" / "credentials"
    assert run("credentials", path, "check-writable").status == 0
    assert not path.parent.exists()
    old_mask = os.umask(0)
    try:
        edit(path, "set", "new", "k", "v")
    finally:
        os.umask(old_mask)
    assert path.read_text() == "[new]\nk = v\n"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_nothing_to_remove_makes_no_folder(tmp_path):
    edit(tmp_path / ".aws" / "credentials", "remove", "new")
    assert os.listdir(tmp_path) == []


def test_missing_file_is_empty(tmp_path):
    assert run("credentials", tmp_path / "a" / "b", "list").text == ""


def test_dev_null_is_an_empty_file():
    assert run("config", "/dev/null", "list").text == ""
    assert_refused("/dev/null", "not an ordinary file")


@pytest.mark.parametrize(("kind", "before", "after"), [
    ("credentials", 0o644, 0o600), ("credentials", 0o600, 0o600), ("credentials", 0o666, 0o600),
    ("config", 0o644, 0o644), ("config", 0o600, 0o600), ("config", 0o640, 0o640),
])
def test_mode_and_owner(folder, kind, before, after):
    path = folder / kind
    path.write_text(TEXT)
    path.chmod(before)
    owner = (os.stat(path).st_uid, os.stat(path).st_gid)
    edit(path, "set", "new", "k", "v", kind=kind)
    assert mode(path) == after
    assert (os.stat(path).st_uid, os.stat(path).st_gid) == owner


ACCESS, DEFAULT = "system.posix_acl_access", "system.posix_acl_default"


def access_list(mask):
    """user::rw-, user:33:r--, group::---, other::--- as acl(5) and the kernel have it."""
    nobody = 0xffffffff
    entries = [(0x01, 6, nobody), (0x02, 4, 33), (0x04, 0, nobody), (0x10, mask, nobody), (0x20, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def test_access_list_of_the_config_stays(folder):
    """Without it the mode, whose group bits are its mask, would let the group in."""
    path = folder / "config"
    path.write_text(TEXT)
    os.setxattr(path, ACCESS, access_list(4))
    edit(path, "set", "other", "k", "v", kind="config")
    assert "k = v" in path.read_text()
    assert os.getxattr(path, ACCESS) == access_list(4)


def test_access_list_that_cannot_be_kept_lets_no_group_in(folder):
    path = folder / "config"
    path.write_text(TEXT)
    os.setxattr(path, ACCESS, access_list(4))
    result = strace(["inject=fsetxattr:error=EOPNOTSUPP"], "config", path, "set", "new", "k", "v")
    assert result.returncode == 0 and "k = v" in path.read_text()
    assert mode(path) == 0o600


def test_access_list_of_the_credentials_lets_nobody_in(folder):
    path = folder / "credentials"
    path.write_text(TEXT)
    os.setxattr(path, ACCESS, access_list(4))
    edit(path, "set", "new", "k", "v")
    assert (path.read_text(), mode(path)) == (NEW, 0o600)


def test_new_file_inherits_no_access_list(folder):
    path = folder / "config"
    path.write_text(TEXT)
    path.chmod(0o640)
    os.setxattr(folder, DEFAULT, access_list(4))
    edit(path, "set", "new", "k", "v", kind="config")
    assert mode(path) == 0o640 and os.listxattr(path) == []


def test_same_bytes_are_not_written(credentials):
    credentials.chmod(0o400)
    credentials.parent.chmod(0o500)
    before = os.stat(credentials)
    edit(credentials, "set", "other", "region", "x")
    edit(credentials, "remove", "absent")
    after = os.stat(credentials)
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_chain_of_links_is_followed(credentials, tmp_path):
    store = tmp_path / "store"
    store.mkdir()
    target = store / "real"
    target.write_text(TEXT)
    credentials.unlink()
    (store / "middle").symlink_to("real")
    credentials.symlink_to(os.path.relpath(store / "middle", credentials.parent))
    edit(credentials, "set", "new", "k", "v")
    assert credentials.is_symlink() and (store / "middle").is_symlink()
    assert not target.is_symlink() and target.read_text() == NEW
    assert sorted(os.listdir(credentials.parent)) == ["credentials"]
    assert sorted(os.listdir(store)) == ["middle", "real"]


def test_dangling_link_gets_its_file(credentials, tmp_path):
    credentials.unlink()
    credentials.symlink_to(tmp_path / "elsewhere" / "file")
    edit(credentials, "set", "new", "k", "v")
    assert credentials.is_symlink()
    assert (tmp_path / "elsewhere" / "file").read_text() == "[new]\nk = v\n"
    assert mode(tmp_path / "elsewhere") == 0o700


def test_linked_folder(credentials, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(credentials.parent)
    edit(link / "credentials", "set", "new", "k", "v")
    assert credentials.read_text() == NEW and link.is_symlink()


def test_loop_of_links(folder):
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    assert_refused(folder / "a", "leads back to itself")
    assert run("credentials", folder / "a", "list").code == UNREADABLE


def test_too_many_links(folder):
    (folder / "0").write_text(TEXT)
    for i in range(45):
        (folder / str(i + 1)).symlink_to(str(i))
    assert_refused(folder / "45", "more than 40 links")


def test_write_protected_file(credentials):
    credentials.chmod(0o400)
    assert_refused(credentials, "is write-protected")
    assert credentials.read_text() == TEXT


def test_write_protected_folder(credentials):
    credentials.parent.chmod(0o500)
    assert_refused(credentials, "You may not make files in the folder")
    assert credentials.read_text() == TEXT


def test_folder_that_cannot_be_made(folder):
    folder.chmod(0o500)
    assert_refused(folder / ".aws" / "credentials", "You may not make files in the folder")


def test_file_in_the_way_of_the_folder(folder):
    (folder / ".aws").write_text("")
    assert_refused(folder / ".aws" / "credentials", "a file is in its way")


def test_file_of_another_user():
    """A file of root's that all may read; nothing is written to it."""
    path = "/etc/passwd"
    assert os.stat(path).st_uid != os.geteuid()
    check = run("credentials", path, "check-writable")
    assert check.code == NOT_WRITABLE and "belongs to another user" in check.message


def test_read_only_file_system_is_known_before(credentials):
    result = strace(["inject=faccessat2:error=EROFS"], "credentials", credentials, "check-writable")
    assert result.returncode == 3 and "read-only file system" in result.stderr


def test_mount_of_its_own_is_known_before(credentials):
    """As containers mount a single file; here the kernel's answer is changed to say so:
    the attribute of struct statx (statx(2)), after a mask and a block size."""
    mount_root = "ff070000" "00100000" "0020000000000000"
    result = strace([f"inject=statx:poke_exit=@arg5={mount_root}"], "credentials", credentials, "check-writable")
    assert result.returncode == 3 and "is mounted by itself" in result.stderr


@pytest.mark.parametrize(("make", "words"), [
    (lambda path: path.mkdir(), "is a folder"),
    (os.mkfifo, "not an ordinary file"),
    (lambda path: (path.write_text(TEXT), path.chmod(0)), "You may not read"),
    (lambda path: (path.touch(), os.truncate(path, 16 * 1024 * 1024 + 1)), "larger than 16 MiB"),
], ids=["folder", "fifo", "unreadable", "too-large"])
def test_what_cannot_be_read(folder, make, words):
    path = folder / "credentials"
    make(path)
    result = run("credentials", path, "list")
    assert result.code == UNREADABLE and words in result.message and not result.message.endswith(".")
    assert run("credentials", path, "set", "new", "k", "v").code == UNREADABLE


@pytest.mark.parametrize(("call", "error", "words"), [
    ("write", "ENOSPC", "no space left"), ("write", "EDQUOT", "disk quota"), ("fsync", "ENOSPC", "no space left"),
    ("write", "EIO", "could not be written"), ("fsync", "EIO", "could not be written"), ("rename", "EROFS", "read-only file system"),
    ("rename", "EXDEV", "could not be written"), ("rename", "EBUSY", "is mounted by itself"), ("fchmod", "EPERM", "You may not make files"),
])
def test_failing_call_changes_nothing(credentials, call, error, words):
    result = strace([f"inject={call}:error={error}:when=1"], "credentials", credentials, "set", "new", "k", "v")
    assert result.returncode == 3
    assert words in result.stderr and result.stderr.strip().endswith("Nothing was changed")
    assert credentials.read_text() == TEXT
    assert temporary_files(credentials.parent) == []
    edit(credentials, "set", "new", "k", "v")
    assert credentials.read_text() == NEW


def test_read_only_and_full_at_the_new_file(credentials):
    creation = calls_of("openat", credentials, "O_CREAT")
    for error, words in (("EROFS", "read-only file system"), ("ENOSPC", "no space left"), ("EACCES", "You may not make files")):
        result = strace([f"inject=openat:error={error}:when={creation}"], "credentials", credentials, "set", "new", "k", "v")
        assert (result.returncode, credentials.read_text()) == (3, TEXT)
        assert words in result.stderr


def test_really_limited_file_size(credentials):
    """The kernel's own refusal in the middle of a write."""
    value = "v" * 100_000

    def limit():
        import resource
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    process = subprocess.run([EDIT_PROFILE, "credentials", str(credentials), "set", "new", "k", value],
                             preexec_fn=limit, capture_output=True, encoding="utf-8")
    assert process.returncode == 3 and "File too large" in process.stderr
    assert credentials.read_text() == TEXT and temporary_files(credentials.parent) == []


@pytest.mark.parametrize("error", ["ENOLCK", "EOPNOTSUPP"])
def test_file_system_without_locks(credentials, error):
    stale = credentials.parent / ".daypass-new-other"
    stale.touch()
    result = strace([f"inject=flock:error={error}"], "credentials", credentials, "set", "new", "k", "v")
    assert result.returncode == 0 and credentials.read_text() == NEW
    assert stale.exists(), "without the lock it may belong to a living process"


def test_memory_that_cannot_be_locked(credentials):
    result = strace(["inject=mlock:error=EPERM"], "credentials", credentials, "set", "new", "k", "v")
    assert result.returncode == 0 and credentials.read_text() == NEW


def test_new_file_is_beside_the_target_and_synced_before_the_rename(credentials):
    result = strace([], "credentials", credentials, "set", "new", "k", "v", show="openat,flock,write,fsync,rename")
    lines = [line for line in result.trace if "ENOENT" not in line]
    order = [next(i for i, line in enumerate(lines) if words in line)
             for words in ("flock(", ".daypass-new-", "write(", "fsync(", "rename(")]
    assert order == sorted(order)
    rename = lines[order[-1]]
    assert rename.count(f'"{credentials.parent}/') == 2
    assert "fsync(" in lines[order[-1] + 1], "the folder is synced after the rename"


def test_write_of_unreadable_file_is_refused(credentials):
    credentials.write_text("[a]\n[a]\n")
    result = run("credentials", credentials, "set", "new", "k", "v")
    assert result.code == UNREADABLE and credentials.read_text() == "[a]\n[a]\n"


def test_torn_file_is_read_again(credentials):
    """Cut off in the middle of a line just now: waits for the rest."""
    credentials.write_text("[other]\nregion = eu-we")
    with stopped_at(("clock_nanosleep", 1), "credentials", credentials, "get", "other", "region") as (process, go_on):
        credentials.write_text("[other]\nregion = eu-west-1\n")
        go_on()
        assert process.stdout.read() == "eu-west-1\n"


def test_old_file_without_final_newline_is_read_at_once(credentials):
    credentials.write_text("[other]\nregion = x")
    os.utime(credentials, (time.time() - 5,) * 2)
    result = strace([], "credentials", credentials, "get", "other", "region", show="clock_nanosleep")
    assert result.returncode == 0 and not any("nanosleep" in line for line in result.trace)


def test_text_is_locked_and_left_out_of_core_dumps(credentials):
    result = strace([], "credentials", credentials, "get", "other", "region", show="mlock,madvise")
    locked = {line.split("(")[1].split(",")[0] for line in result.trace if line.startswith("mlock(")}
    undumped = {line.split("(")[1].split(",")[0] for line in result.trace if "MADV_DONTDUMP" in line}
    # AddressSanitizer makes mlock() do nothing.
    sanitized = b"__asan_init" in pathlib.Path(EDIT_PROFILE).read_bytes()
    assert undumped and locked == (set() if sanitized else undumped)
