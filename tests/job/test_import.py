# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass import” as a command: what it finds, asks, prints and ends with."""

import pytest

ANOTHER = "[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"


@pytest.fixture
def plaintext(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text("[profile work]\nregion = eu-west-1\n")
    person.credentials.write_text(f"[work]\naws_access_key_id = {person.taro.access_key_id}\n"
                                  f"aws_secret_access_key = {person.taro.secret_access_key}\n")
    return person


def test_nothing_found_is_no_failure(person):
    done = person.run("import")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "daypass: There are no plaintext access keys to move.\n"


def test_a_dry_run_only_prints(plaintext):
    plaintext.credentials.write_text(plaintext.credentials.read_text() + ANOTHER)
    before = plaintext.state()
    done = plaintext.run("import", "--dry-run")
    assert done.returncode == 0 and done.stderr == ""
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["work", "AKIAIOSFODNN7EXAMPLE", str(plaintext.credentials)],
        ["other", "AKIAI44QH8DHBEXAMPLE", str(plaintext.credentials)]]
    assert plaintext.taro.secret_access_key not in done.stdout
    assert plaintext.state() == before and plaintext.aws.requests() == []


def test_one_profile_is_moved_and_has_a_session(plaintext):
    with plaintext.terminal("import", "work", pipes=True) as terminal:
        terminal.wait_for("MFA code for “work” (111122223333, phone): ")
        terminal.type(plaintext.taro.code() + "\n")
        status, out, err = terminal.finish()
    assert (status, out) == (0, "") and "“work” has a session" in err
    assert plaintext.taro.access_key_id not in plaintext.credentials.read_text()
    assert [item["secret"] for item in plaintext.session.secrets()] == [plaintext.taro.secret_access_key]
    assert [row["state"] for row in plaintext.status()] == ["active"]


def test_a_profile_that_is_named_twice_is_moved_once(plaintext):
    with plaintext.terminal("import", "work", "work", pipes=True) as terminal:
        terminal.wait_for("MFA code for “work” (111122223333, phone): ")
        terminal.type(plaintext.taro.code() + "\n")
        status, _out, err = terminal.finish()
    assert status == 0 and err.count("is in the keyring") == 1


def test_each_key_is_asked_for(plaintext):
    plaintext.credentials.write_text(ANOTHER + plaintext.credentials.read_text())
    with plaintext.terminal("import", pipes=True) as terminal:
        terminal.wait_for("Move the key AKIAI44QH8DHBEXAMPLE of “other” into the keyring? [y/N]: ")
        terminal.type("n\n")
        terminal.wait_for("Move the key AKIAIOSFODNN7EXAMPLE of “work” into the keyring? [y/N]: ")
        terminal.type("y\n")
        terminal.wait_for("MFA code for “work”")
        terminal.type(plaintext.taro.code() + "\n")
        assert terminal.finish()[0] == 0
    assert plaintext.credentials.read_text().startswith(ANOTHER)
    assert [row["profile"] for row in plaintext.status()] == ["work"]


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\n"], ids=["Ctrl-C", "Ctrl-D", "empty line"])
def test_cancelled_leaves_files_and_keyring_as_they_were(plaintext, keys):
    before = plaintext.state()
    with plaintext.terminal("import", "work", pipes=True) as terminal:
        terminal.wait_for("MFA code")
        terminal.type(keys)
        status, out, err = terminal.finish()
        assert terminal.is_as_before()
    assert (status, out) == (4, "")
    assert err == "daypass: Cancelled; what was not moved yet is as it was.\n"
    assert plaintext.state() == before


@pytest.mark.parametrize("arguments", [[], ["work"]])
def test_nobody_to_ask(plaintext, arguments):
    before = plaintext.state()
    done = plaintext.run("import", *arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert "Run “daypass import” in a terminal" in done.stderr
    assert plaintext.state() == before


@pytest.mark.parametrize("arguments", [["nobody"], ["work", "nobody"]])
def test_what_is_not_there(plaintext, arguments):
    before = plaintext.state()
    done = plaintext.run("import", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert plaintext.state() == before
