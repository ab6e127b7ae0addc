# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass remove”."""

import os

import pytest

NEVER_AGAIN = "AWS never shows the secret access key of “work” again."


@pytest.fixture
def account(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text("# mine\n[profile other]\nregion = eu-west-1\n")
    person.credentials.write_text("[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")
    person.add()
    person.renew()
    return person


def is_gone(person):
    return (person.session.secrets() == []
            and person.config.read_text() == "# mine\n[profile other]\nregion = eu-west-1\n"
            and person.credentials.read_text() == "[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")


def test_yes_takes_everything_out(account):
    done = account.run("remove", "work", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith(f"daypass: {NEVER_AGAIN}")
    assert is_gone(account)
    assert account.aws.requests() == []


def test_what_is_not_ours_in_the_section_stays(account):
    account.config.write_text(account.config.read_text() + "output = json\n")
    assert account.run("remove", "work", "--yes").returncode == 0
    assert account.config.read_text().endswith("[profile work]\nregion = ap-northeast-1\noutput = json\n")
    assert "daypass" not in account.config.read_text()


def test_the_region_that_was_there_before_stays(account):
    """Other tools may go on with the profile, and nobody else knows its region any more."""
    account.config.write_text(account.config.read_text() + "\n# its region\n[profile old]\nregion = ap-northeast-1\n")
    before = account.config.read_text()
    account.add("old")
    assert account.run("remove", "old", "--yes").returncode == 0
    assert account.config.read_text() == before


def test_the_roles_that_it_strands_are_named(account):
    account.run("live", "work")
    for profile, source in ("prod", "work"), ("test", "work-live"), ("deep", "prod"):
        account.role(profile, source=source)
    done = account.run("remove", "work", "--yes")
    assert done.returncode == 0
    assert done.stderr.splitlines()[2:] == [
        f"daypass: The role “{profile}” was reached through “{source}”, and cannot be used until its source_profile is another."
        for profile, source in (("prod", "work"), ("test", "work-live"))]


def test_a_role_has_a_command_of_its_own(account):
    account.role()
    before = account.state()
    done = account.run("remove", "prod", "--yes")
    assert (done.returncode, done.stderr) == (2, "daypass: “prod” is a role and not an account. “daypass role remove prod” takes a role out.\n")
    assert account.state() == before


def test_without_a_terminal_it_needs_yes(account):
    before = account.state()
    done = account.run("remove", "work", stdin="y\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--yes" in done.stderr
    assert account.state() == before


@pytest.mark.parametrize("answer", ["y", "Y", "yes"])
def test_a_person_says_yes(account, answer):
    with account.terminal("remove", "work") as terminal:
        terminal.wait_for(NEVER_AGAIN)
        terminal.wait_for("Remove “work” from the keyring and the AWS files? [y/N]: ")
        terminal.type(answer + "\n")
        assert terminal.wait() == 0
    assert is_gone(account)


@pytest.mark.parametrize("keys", ["\n", "n\n", "\x03", "\x04", "perhaps\n"])
def test_anything_else_is_no(account, keys):
    before = account.state()
    with account.terminal("remove", "work", pipes=True) as terminal:
        terminal.wait_for("[y/N]: ")
        terminal.type(keys)
        status, out, err = terminal.finish()
        assert terminal.is_as_before()
    assert (status, out) == (4, "")
    assert err.endswith("daypass: Cancelled; nothing was changed.\n")
    assert account.state() == before


@pytest.mark.parametrize("operands", [[], ["other"], ["nobody"], ["work", "other"]])
def test_who_is_no_account_stays(account, operands):
    before = account.state()
    done = account.run("remove", *operands, "--yes", env={"AWS_PROFILE": "work"})
    assert (done.returncode, done.stdout) == (2, "")
    assert account.state() == before


def test_a_locked_keyring_changes_nothing(account):
    before = account.state()[0]
    account.session.lock()
    done = account.run("remove", "work", "--yes")
    assert done.returncode == 5
    assert account.state()[0] == before
    account.session.unlock()
    assert len(account.session.secrets()) == 1


def test_files_that_cannot_be_written_keep_the_key(account):
    before = account.state()
    os.chmod(account.folder, 0o500)
    done = account.run("remove", "work", "--yes")
    os.chmod(account.folder, 0o700)
    assert done.returncode == 8
    assert account.state() == before


def test_removed_and_added_again(account):
    assert account.run("remove", "work", "--yes").returncode == 0
    account.add()
    account.renew()
    assert [row["state"] for row in account.status()] == ["active"]
