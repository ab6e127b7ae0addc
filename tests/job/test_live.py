# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass live”."""

import json
import os
import shlex
import subprocess

import pytest
from person import DAYPASS

LIVE = f"[profile work-live]\ncredential_process = {DAYPASS} export work --format process --lease\nregion = ap-northeast-1\n"


@pytest.fixture
def account(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text("# mine\n[profile other]\nregion = eu-west-1\n")
    person.add()
    return person


def test_the_profile_is_written_once(account):
    before = account.config.read_text()
    for _ in "first", "again":
        done = account.run("live", "work")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert "“AWS_PROFILE=work-live terraform apply”" in done.stderr
        assert account.config.read_text() == f"{before}\n{LIVE}"
    assert account.aws.requests() == []


def test_its_command_answers(account):
    account.renew()
    assert account.run("live", "work").returncode == 0
    line = next(line for line in account.config.read_text().splitlines() if line.startswith("credential_process"))
    command = line.partition(" = ")[2]
    assert os.path.isabs(shlex.split(command)[0])
    for shell in (False, True):
        done = subprocess.run(command if shell else shlex.split(command), shell=shell, env=account.env,
                              capture_output=True, text=True, check=True)
        assert json.loads(done.stdout)["AccessKeyId"].startswith("ASIA")


def test_it_follows_the_account_and_the_program(account):
    account.run("live", "work")
    text = account.config.read_text().replace("region = ap-northeast-1", "region = eu-west-3")
    account.config.write_text(text.replace(str(DAYPASS), "/opt/old/bin/daypass").replace("[profile work-live]\n", "[profile work-live]\noutput = json\n"))
    account.config.write_text(account.config.read_text().replace(LIVE.splitlines()[-1], "region = eu-west-3"))
    assert account.run("live", "work").returncode == 0
    section = account.config.read_text().split("[profile work-live]\n")[1]
    assert section == f"output = json\ncredential_process = {DAYPASS} export work --format process --lease\nregion = eu-west-3\n"


def test_its_name_is_as_good_as_the_account_s(account):
    account.run("live", "work")
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n", env={"AWS_PROFILE": "work-live"})
    assert done.returncode == 0, done.stderr
    assert [row["state"] for row in account.status("work-live")] == ["active"]


@pytest.mark.parametrize("command", [["export"], ["revoke", "--yes"], ["remove", "--yes"], ["live"]])
def test_what_is_the_account_s_alone_names_the_account(account, command):
    account.run("live", "work")
    before = account.state()
    done = account.run(*command, "work-live")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "daypass: “work-live” has no session of its own: it hands on that of “work”. Name that account instead.\n"
    assert account.state() == before


def test_remove_by_its_own_name_tells_whom_it_strands(account):
    account.role("prod", source="work-live")
    before = account.config.read_text()
    account.run("live", "work")
    done = account.run("live", "work-live", "--remove")
    assert done.returncode == 0 and account.config.read_text() == before
    assert done.stderr.startswith("daypass: The profile “work-live” is gone from ")
    assert done.stderr.endswith("\ndaypass: The role “prod” was reached through “work-live”, and cannot be used until its source_profile is another.\n")


def test_remove_takes_it_out(account):
    before = account.config.read_text()
    account.run("live", "work")
    done = account.run("live", "work", "--remove")
    assert (done.returncode, done.stdout) == (0, "")
    assert "gone" in done.stderr
    assert account.config.read_text() == before
    done = account.run("live", "work", "--remove")
    assert done.returncode == 0 and "nothing was changed" in done.stderr


def test_remove_leaves_what_the_person_added(account):
    account.run("live", "work")
    account.config.write_text(account.config.read_text() + "output = json\n")
    assert account.run("live", "work", "--remove").returncode == 0
    assert account.config.read_text().endswith("[profile work-live]\nregion = ap-northeast-1\noutput = json\n")


def test_remove_when_the_account_is_gone(account):
    account.run("live", "work")
    text = account.config.read_text()
    account.config.write_text(text[text.index("[profile work-live]"):])
    assert account.run("live", "work", "--remove").returncode == 0
    assert account.config.read_text() == ""


def test_remove_of_an_unknown_profile(account):
    before = account.config.read_text()
    done = account.run("live", "wrok", "--remove")
    assert done.returncode == 2 and "“wrok” is not an account of Daypass" in done.stderr
    assert account.config.read_text() == before


FOREIGN = [
    "credential_process = /usr/bin/other",
    "credential_process = /usr/bin/other export work --format process --lease",
    f"credential_process = {DAYPASS} export other --format process --lease",
    "role_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work",
    "region = eu-west-1",
]


@pytest.mark.parametrize("lines", FOREIGN)
@pytest.mark.parametrize("options", [[], ["--remove"]])
def test_a_foreign_section_is_refused(account, lines, options):
    account.config.write_text(f"{account.config.read_text()}\n[profile work-live]\n{lines}\n")
    before = account.state()
    done = account.run("live", "work", *options)
    assert (done.returncode, done.stdout) == (8, "")
    assert "“work-live” that is not from Daypass" in done.stderr
    assert account.state() == before


def test_keys_of_that_name_would_win(account):
    account.credentials.write_text("[work-live]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")
    before = account.state()
    done = account.run("live", "work")
    assert (done.returncode, done.stdout) == (8, "")
    assert "The credentials file has a section “work-live”" in done.stderr
    assert account.state() == before


def test_a_config_that_cannot_be_written(account):
    before = account.state()
    os.chmod(account.folder, 0o500)
    done = account.run("live", "work")
    os.chmod(account.folder, 0o700)
    assert done.returncode == 8
    assert f"Add these lines to “{account.config}”:\n{LIVE}" in done.stderr
    assert account.state() == before
    # Added by hand, it is as good as ours.
    account.config.write_text(f"{account.config.read_text()}\n{LIVE}")
    os.chmod(account.folder, 0o500)
    done = account.run("live", "work")
    os.chmod(account.folder, 0o700)
    assert done.returncode == 0, done.stderr


def test_remove_of_the_account_takes_it_along(account):
    account.run("live", "work")
    assert account.run("remove", "work", "--yes").returncode == 0
    assert account.config.read_text() == "# mine\n[profile other]\nregion = eu-west-1\n"


@pytest.mark.parametrize("operands", [[], ["other"], ["nobody"], ["work", "other"]])
def test_who_is_no_account(account, operands):
    before = account.state()
    done = account.run("live", *operands, env={"AWS_PROFILE": "work"})
    assert (done.returncode, done.stdout) == (2, "")
    assert account.state() == before
