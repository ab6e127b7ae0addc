# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""role add and role remove: careful edits of the config file."""

import os

import pytest

ADMIN = "arn:aws:iam::444455556666:role/admin"
OTHERS = """# mine
[profile other]
sso_session = x

[profile plain]   ; colours
output = json

"""
QUESTION = f"Take “prod” ({ADMIN}) out of ~/.aws/config? [y/N]: "


@pytest.fixture
def account(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text(OTHERS)
    person.credentials.write_text("[keys]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")
    person.add()
    return person


def added(person):
    """What stands in the config file behind what stood there before."""
    text = person.config.read_text()
    assert text.startswith(person.before), text
    return text[len(person.before):]


def add(person, *arguments, role_arn=ADMIN, **options):
    person.before = person.config.read_text()
    return person.run("role", "add", *arguments, "--role-arn", role_arn, **options)


def unchanged(person, *arguments, status=2, **options):
    before = person.state()
    done = person.run("role", *arguments, **options)
    assert (done.returncode, done.stdout) == (status, "")
    assert person.state() == before
    assert done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    return done.stderr[len("daypass: "):-len(".\n")]


def test_add(account):
    done = add(account, "prod")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"daypass: “prod” is the role {ADMIN}, reached through “work”. “daypass check prod” tries it.\n"
    assert added(account) == f"\n[profile prod]\nrole_arn = {ADMIN}\nsource_profile = work\nregion = ap-northeast-1\n"
    account.renew()
    assert account.run("check", "prod").returncode == 0


def test_add_with_everything(account):
    done = add(account, "prod", "--source-profile", "work", "--region", "eu-west-1", "--external-id", "ticket:7",
               "--role-session-name", "taro", "--duration", "2h")
    assert done.returncode == 0
    assert added(account) == (f"\n[profile prod]\nrole_arn = {ADMIN}\nsource_profile = work\nregion = eu-west-1\n"
                              "external_id = ticket:7\nrole_session_name = taro\nduration_seconds = 7200\n")


def test_add_to_a_section_that_has_other_lines(account):
    assert add(account, "plain").returncode == 0
    assert "[profile plain]   ; colours\noutput = json\nrole_arn = " in account.config.read_text()


def test_add_behind_a_role(account):
    assert add(account, "prod").returncode == 0
    done = add(account, "deep", "--source-profile", "prod", role_arn="arn:aws:iam::777788889999:role/deep")
    assert done.returncode == 0 and "reached through “prod”" in done.stderr
    assert "source_profile = prod\nregion = ap-northeast-1\n" in added(account)


@pytest.mark.parametrize("env, source", [({}, "work"), ({"AWS_PROFILE": "home"}, "home"), ({"AWS_PROFILE": "prod"}, "prod")])
def test_add_without_a_source(account, env, source):
    account.role()
    if source == "home":
        account.add("home", account.aws.user("hanako"))
    assert add(account, "new", env=env).returncode == 0
    assert f"source_profile = {source}\n" in added(account)


def test_the_sections_own_region_stays(account):
    account.config.write_text(account.config.read_text().replace("output = json", "region = us-east-2"))
    assert add(account, "plain").returncode == 0
    assert "region = us-east-2\nrole_arn = " in account.config.read_text()
    assert account.config.read_text().count("region = ") == 2


@pytest.mark.parametrize("arguments, words", [
    (["work"], "“work” is an account. Choose another name for the role"),
    (["has"], f"“has” is a role already: {ADMIN}. Choose another name, or take that one out first"),
    (["--", "-x"], "“-x” cannot be a profile’s name: commands would take it for an option. Choose one that does not begin with “-”"),
    (["a b"], "“a b” cannot be a profile’s name: not all AWS tools would find it. Use letters, digits and _ - / . % @ : + only"),
    (["new", "--source-profile", "nobody"], "“nobody” is not an account of Daypass. The accounts are: work"),
    (["new", "--source-profile", "new"],
     "“new” cannot be reached through itself. --source-profile names an account, or a role that is reached through one"),
    (["new", "--region", "Mars"], "“Mars” is not the name of a region, such as eu-central-1"),
    (["new", "--external-id", "x"], "“x” cannot be an external id, which has 2 to 1224 letters, digits and _ + = , . @ : / -"),
    (["new", "--role-session-name", "a b"], "“a b” cannot be a role session name, which has 2 to 64 letters, digits and _ + = , . @ -"),
    (["new", "--duration", "13h"], "AWS gives roles for 15 minutes to 12 hours, not for “13h”"),
    (["new", "--role-arn", ADMIN.replace("arn:aws:", "arn:aws-cn:")],
     "The role is in the AWS partition “aws-cn” and the account “work” in “aws”, and no role can be reached from one to the other"),
    (["new", "--source-profile", "has", "--duration", "2h"],
     "“has” is a role itself, and AWS gives a role that is reached through another for an hour at most"),
])
def test_what_is_refused(account, arguments, words):
    account.role("has")
    assert unchanged(account, "add", "--role-arn", ADMIN, *arguments) == words


@pytest.mark.parametrize("role_arn", ["admin", "", "arn:aws:iam::444455556666:user/admin", "arn:aws:iam::44445555666:role/admin"])
def test_what_is_no_role(account, role_arn):
    assert unchanged(account, "add", "new", "--role-arn", role_arn) == (
        f"“{role_arn}” is not the ARN of a role, which looks like arn:aws:iam::123456789012:role/NAME. "
        "Copy it from the role’s page in the IAM console")


@pytest.mark.parametrize("profile", ["other", "keys"])
def test_what_is_somebody_elses(account, profile):
    words = unchanged(account, "add", profile, "--role-arn", ADMIN, status=8)
    assert words.startswith(f"The profile “{profile}” cannot be a role’s: ") and words.endswith(". Choose another name")


def test_no_account_to_reach_it_through(person):
    done = person.run("role", "add", "prod", "--role-arn", ADMIN)
    assert done.returncode == 2 and "There is no account yet." in done.stderr
    assert not person.config.exists()


def test_two_accounts_and_none_named(account):
    account.add("home", account.aws.user("hanako"))
    assert "There are several accounts (work, home)" in unchanged(account, "add", "prod", "--role-arn", ADMIN)


def test_remove_from_a_file_that_cannot_be_written(account):
    account.role()
    os.chmod(account.folder, 0o500)
    words = unchanged(account, "remove", "prod", "--yes", status=8)
    os.chmod(account.folder, 0o700)
    assert str(account.folder) in words


def test_add_to_a_file_that_another_program_keeps(account):
    """The lines can still be added where it is kept (Nix, chezmoi)."""
    before = account.state()
    os.chmod(account.folder, 0o500)
    done = add(account, "prod")
    os.chmod(account.folder, 0o700)
    assert (done.returncode, done.stdout) == (8, "") and account.state() == before
    lines = f"[profile prod]\nrole_arn = {ADMIN}\nsource_profile = work\nregion = ap-northeast-1\n"
    assert done.stderr.startswith(f"daypass: Add these lines to “{account.config}”:\n{lines}daypass: ")
    assert str(account.folder) in done.stderr[done.stderr.rindex("daypass: "):]


@pytest.mark.parametrize("arguments", [["add", "new", "--role-arn", ADMIN], ["remove", "prod", "--yes"]])
def test_a_file_that_others_cannot_read(account, arguments):
    account.role()
    account.config.write_text(account.config.read_text() + "\nno property\n")
    unchanged(account, *arguments, status=8)


# Remove

def test_remove(account):
    before = account.config.read_text()
    account.role(lines="region = eu-west-1\nexternal_id = ticket:7\nmfa_serial = arn:x\n")
    done = account.run("role", "remove", "prod", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "daypass: “prod” is gone from the config file. The role itself stays as it is at AWS.\n"
    assert account.config.read_text() == before
    assert account.aws.requests() == []


def test_remove_leaves_what_is_not_the_roles(account):
    account.role(lines="# wide\noutput = table\nregion = eu-west-1\ns3 =\n  addressing_style = path\n")
    assert account.run("role", "remove", "prod", "--yes").returncode == 0
    assert account.config.read_text().endswith(
        "[profile prod]\n# wide\noutput = table\nregion = eu-west-1\ns3 =\n  addressing_style = path\n")


def test_remove_what_has_lost_its_account(account):
    account.role()
    account.run("remove", "work", "--yes")
    assert account.run("role", "remove", "prod", "--yes").returncode == 0
    assert account.config.read_text() == OTHERS.rstrip("\n") + "\n"


def test_remove_what_others_are_reached_through(account):
    account.role()
    account.role("deep", source="prod")
    assert unchanged(account, "remove", "prod", "--yes") == "The role “deep” is reached through “prod”, so that one has to go first"
    assert account.run("role", "remove", "deep", "--yes").returncode == 0
    assert account.run("role", "remove", "prod", "--yes").returncode == 0


@pytest.mark.parametrize("profile, words", [
    ("work", "“work” is an account and not a role. “daypass remove work” takes an account out"),
    ("other", "“other” is not the profile of a role. “daypass role list” lists the roles"),
    ("nobody", "“nobody” is not the profile of a role. “daypass role list” lists the roles"),
])
def test_remove_what_is_no_role(account, profile, words):
    assert unchanged(account, "remove", profile, "--yes") == words


def test_remove_without_a_terminal_needs_yes(account):
    account.role()
    assert unchanged(account, "remove", "prod", stdin="y\n") == "Without a terminal, “daypass role remove” needs --yes"


def test_remove_asks(account):
    before = account.config.read_text()
    account.role()
    with account.terminal("role", "remove", "prod") as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("y\n")
        assert terminal.wait() == 0
    assert account.config.read_text() == before


@pytest.mark.parametrize("keys", ["\n", "n\n", "\x03", "\x04"])
def test_anything_else_is_no(account, keys):
    account.role()
    before = account.state()
    with account.terminal("role", "remove", "prod", pipes=True) as terminal:
        terminal.wait_for("[y/N]: ")
        terminal.type(keys)
        status, out, err = terminal.finish()
    assert (status, out) == (4, "")
    assert err.endswith("daypass: Cancelled; nothing was changed.\n")
    assert account.state() == before


def test_the_list_after_it(account):
    add(account, "prod")
    assert account.run("role", "list").stdout == f"prod  {ADMIN}  work\n"
    account.run("role", "remove", "prod", "--yes")
    assert account.run("role", "list").stdout == ""
