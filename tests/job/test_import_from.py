# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass import --from”: what aws-mfa and aws-vault have is taken over, and nothing else."""

import pytest
from aws_mfa import write_aws_mfa
from aws_vault import AwsVault
from person import DAYPASS
from pseudo_terminal import PseudoTerminal

OTHER_ID, OTHER_SECRET = "AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
PHONE = "arn:aws:iam::111122223333:mfa/phone"
ROLE = "arn:aws:iam::444455556666:role/admin"


def import_from(person, tool, *arguments, answers=(), status=0, env=None):
    """Imports in a terminal: answers the questions in turn, and the one for the code. Returns what was said."""
    with person.terminal("import", "--from", tool, *arguments, pipes=True, env=env) as terminal:
        for question, answer in answers:
            terminal.wait_for(question)
            terminal.type((person.taro.code() if answer == "code" else answer) + "\n")
        done, out, err = terminal.finish()
    assert (done, out) == (status, ""), err
    assert person.taro.secret_access_key not in err + terminal.screen
    return err


def section(person, name, file=None):
    """The lines of a section, sorted; None when there is no such section."""
    text = (file or person.credentials).read_text()
    before, header, after = ("\n" + text).partition(f"\n[{name}]\n")
    return sorted(line for line in after.partition("\n[")[0].splitlines() if line) if header else None


def keys(lines):
    return [line.partition(" = ")[0] for line in lines]


# The option

@pytest.mark.parametrize("tool, says", [
    ("granted", "takes one of: aws-vault, aws-mfa"),
    ("", "takes one of: aws-vault, aws-mfa"),
    ("leapp", "secret-tool lookup service Leapp"),
])
def test_other_tools_are_wrong_usage(person, tool, says):
    done = person.run("import", "--from", tool)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


@pytest.mark.parametrize("tool, says", [("aws-vault", "aws-vault has no access key"), ("aws-mfa", "There are no keys of aws-mfa to move")])
@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_nothing_found_is_no_failure(person, tool, says, arguments):
    done = person.run("import", "--from", tool, *arguments)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("daypass: " + says)


@pytest.mark.parametrize("tool, name, named", [("aws-vault", "nobody", "“nobody”"), ("aws-mfa", "nobody", "“nobody-long-term”"),
                                               ("aws-mfa", "nobody-long-term", "“nobody-long-term”")])
def test_an_unknown_profile_is_wrong_usage(person, tool, name, named):
    done = person.run("import", "--from", tool, name)
    assert done.returncode == 2 and tool in done.stderr and named in done.stderr


# aws-mfa

@pytest.fixture
def mfa(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text("[profile work]\nregion = eu-west-1\n")
    person.credentials.write_text(f"[other]\naws_access_key_id = {OTHER_ID}\naws_secret_access_key = {OTHER_SECRET}\n\n")
    write_aws_mfa(person.credentials, "work", person.taro, aws_mfa_device=PHONE)
    return person


def test_aws_mfa_session_and_key_become_the_account(mfa):
    other = section(mfa, "other")
    said = import_from(mfa, "aws-mfa", answers=[("with which aws-mfa serves “work”, into the keyring? [y/N]: ", "y"),
                                                ("MFA code for “work” (111122223333, phone): ", "code")])
    assert "“work” has a session" in said
    assert section(mfa, "work-long-term") is None and section(mfa, "other") == other
    assert keys(section(mfa, "work")) == ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "manager",
                                          "x_security_token_expires"]
    [item] = mfa.session.secrets()
    assert (item["attributes"]["profile"], item["secret"]) == ("work", mfa.taro.secret_access_key)
    [row] = mfa.status()
    assert (row["profile"], row["state"], row["region"], row["mfa_serial"]) == ("work", "active", "eu-west-1", PHONE)
    assert mfa.run("export", "work").returncode == 0


@pytest.mark.parametrize("name", ["work", "work-long-term"])
def test_aws_mfa_is_named_by_either_section(mfa, name):
    import_from(mfa, "aws-mfa", name, answers=[("MFA code for “work”", "code")])
    assert [row["profile"] for row in mfa.status()] == ["work"]


def test_aws_mfa_device_is_the_default(mfa):
    """The line of aws-mfa says which of two."""
    mfa.taro.add_device(name="tablet")
    import_from(mfa, "aws-mfa", "work", answers=[("MFA code for “work” (111122223333, phone): ", "code")])


def test_aws_mfa_without_a_session_yet(mfa):
    mfa.credentials.write_text(mfa.credentials.read_text().partition("[work]")[0])
    import_from(mfa, "aws-mfa", "work", answers=[("MFA code for “work”", "code")])
    assert section(mfa, "work-long-term") is None and "manager = daypass" in section(mfa, "work")


def test_what_else_is_in_the_sections_of_aws_mfa_stays(mfa):
    write_aws_mfa(mfa.credentials, "work", mfa.taro, note="mine", short_output="json")
    import_from(mfa, "aws-mfa", "work", answers=[("MFA code for “work”", "code")])
    assert section(mfa, "work-long-term") == ["note = mine"]
    assert "output = json" in section(mfa, "work") and "assumed_role" not in keys(section(mfa, "work"))


def test_aws_mfa_dry_run(mfa):
    before = mfa.state()
    done = mfa.run("import", "--from", "aws-mfa", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["work", mfa.taro.access_key_id, str(mfa.credentials)]
    assert mfa.state() == before and mfa.aws.requests() == []


def test_aws_mfa_cancelled_changes_nothing(mfa):
    before = mfa.state()
    said = import_from(mfa, "aws-mfa", "work", answers=[("MFA code for “work”", "")], status=4)
    assert "Cancelled" in said and mfa.state() == before


def without(person, line):
    """The session of aws-mfa without one of its lines is somebody else's section."""
    text = person.credentials.read_text()
    head, tail = text.split("[work]\n")
    kept = [text for text in tail.splitlines(keepends=True) if not text.startswith(line)]
    person.credentials.write_text(head + "[work]\n" + "".join(kept))


@pytest.mark.parametrize("line", ["assumed_role", "aws_security_token", "expiration"])
def test_a_session_that_is_not_of_aws_mfa_is_not_overwritten(mfa, line):
    without(mfa, line)
    before = mfa.state()
    done = mfa.run("import", "--from", "aws-mfa", "work")
    assert done.returncode == 8 and "not from Daypass" in done.stderr
    assert mfa.state() == before and mfa.aws.requests() == []


def test_a_managed_section_in_the_form_of_aws_mfa_is_not_overwritten(mfa):
    write_aws_mfa(mfa.credentials, "work", mfa.taro, short_manager="awsume")
    before = mfa.state()
    done = mfa.run("import", "--from", "aws-mfa", "work")
    assert done.returncode == 8 and mfa.state() == before


@pytest.mark.parametrize("lines", [{"assume_role": ROLE}, {"short_assumed_role_arn": ROLE}])
def test_a_role_of_aws_mfa_does_not_become_the_user(mfa, lines):
    write_aws_mfa(mfa.credentials, "work", mfa.taro, **lines)
    before = mfa.state()
    done = mfa.run("import", "--from", "aws-mfa", "work")
    assert done.returncode == 8 and f"daypass role add work --role-arn {ROLE}" in done.stderr
    assert mfa.state() == before and mfa.aws.requests() == []


def test_the_way_that_a_role_of_aws_mfa_is_shown(mfa):
    """What the sentence says is done, and works."""
    write_aws_mfa(mfa.credentials, "work", mfa.taro, assume_role=ROLE, short_assumed_role_arn=ROLE)
    mfa.config.write_text("[profile work-long-term]\nregion = eu-west-1\n")
    with mfa.terminal("import", "work-long-term", pipes=True) as terminal:
        terminal.wait_for("MFA code for “work-long-term”")
        terminal.type(mfa.taro.code() + "\n")
        assert terminal.finish()[0] == 0
    mfa.credentials.write_text(mfa.credentials.read_text().partition("[work]\n")[0])
    done = mfa.run("role", "add", "work", "--role-arn", ROLE, "--source-profile", "work-long-term")
    assert done.returncode == 0, done.stderr
    assert mfa.run("check", "work", "--account-id", "444455556666").returncode == 0


def test_a_plain_import_tells_of_aws_mfa(mfa):
    mfa.credentials.write_text(mfa.credentials.read_text().partition("[work]")[0].partition("\n\n")[2])
    with mfa.terminal("import", pipes=True) as terminal:
        terminal.wait_for("of “work-long-term” into the keyring under that name? (“daypass import --from aws-mfa” takes it over")
        terminal.type("n\n")
        assert terminal.finish()[0] == 0


def test_an_interrupted_import_from_aws_mfa_goes_on(mfa):
    """Ended between the two files: the account is there, and aws-mfa's sections are as they were."""
    mfa.config.write_text("[profile work]\nregion = eu-west-1\nmanager = daypass\nx_daypass_account_id = 111122223333\n"
                          f"x_daypass_mfa_serial = {PHONE}\n")
    before = mfa.credentials.read_bytes()
    assert mfa.run("renew", "work", "--code-stdin", stdin=mfa.taro.code() + "\n").returncode != 0
    assert mfa.credentials.read_bytes() == before
    import_from(mfa, "aws-mfa", "work", answers=[("MFA code for “work”", "code")])
    assert section(mfa, "work-long-term") is None and [row["state"] for row in mfa.status()] == ["active"]


def test_dependents_of_the_long_term_section_are_named(mfa):
    mfa.config.write_text(mfa.config.read_text() + f"[profile prod]\nrole_arn = {ROLE}\nsource_profile = work-long-term\n")
    before = mfa.state()
    done = mfa.run("import", "--from", "aws-mfa", "work")
    assert done.returncode == 8 and "prod" in done.stderr and "source_profile = work" in done.stderr
    assert mfa.state() == before


# aws-vault

CALLS = "credential_process = /usr/bin/aws-vault exec --json work\n"


@pytest.fixture
def vault(person):
    person.folder.mkdir(mode=0o700)
    person.config.write_text(f"[profile work]\nregion = eu-west-1\nmfa_serial = {PHONE}\n")
    person.vault = AwsVault(person.session)
    person.vault.add("work", person.taro.access_key_id, person.taro.secret_access_key)
    person.vault.add_session("work", PHONE)
    return person


def test_aws_vault_key_is_taken_over_and_stays(vault):
    before = vault.vault.items()
    said = import_from(vault, "aws-vault", answers=[
        (f"Take the key {vault.taro.access_key_id} over, which aws-vault has for “work”? [y/N]: ", "y"),
        ("Rename it to x_daypass_mfa_serial?", "y"),
        ("MFA code for “work” (111122223333, phone): ", "code"),
        ("Remove the key from aws-vault? [y/N]: ", "")])
    assert "“aws-vault remove work” takes it out there" in said
    assert vault.vault.items() == before
    [item] = vault.session.secrets()
    assert (item["attributes"]["profile"], item["secret"]) == ("work", vault.taro.secret_access_key)
    assert [(row["profile"], row["state"]) for row in vault.status()] == [("work", "active")]
    assert "mfa_serial" not in keys(section(vault, "profile work", vault.config))


def test_only_the_key_is_removed_from_aws_vault(vault):
    vault.vault.add("other", OTHER_ID, OTHER_SECRET)
    names = vault.vault.names()
    import_from(vault, "aws-vault", "work", answers=[("Rename", "y"), ("MFA code", "code"), ("Remove the key from aws-vault?", "y")])
    assert vault.vault.names() == [name for name in names if name != "work"]


def test_a_key_that_was_taken_over_is_not_offered_again(vault):
    import_from(vault, "aws-vault", "work", answers=[("Rename", "y"), ("MFA code", "code"), ("Remove", "n")])
    for arguments in ([], ["work"]):
        done = vault.run("import", "--from", "aws-vault", *arguments)
        assert done.returncode == 0 and "that Daypass does not have" in done.stderr


def test_a_new_key_of_aws_vault_is_offered(vault):
    import_from(vault, "aws-vault", "work", answers=[("Rename", "y"), ("MFA code", "code"), ("Remove", "n")])
    vault.vault.add("work", OTHER_ID, OTHER_SECRET)
    assert vault.run("import", "--from", "aws-vault", "--dry-run").stdout.split() == ["work", OTHER_ID, "aws-vault"]


def test_aws_vault_dry_run(vault):
    vault.vault.add("other", OTHER_ID, OTHER_SECRET)
    before = vault.state()
    done = vault.run("import", "--from", "aws-vault", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()] == [["other", OTHER_ID, "aws-vault"],
                                                                  ["work", vault.taro.access_key_id, "aws-vault"]]
    assert vault.state() == before and vault.aws.requests() == []


def test_the_collection_that_aws_vault_was_told_to_use(vault):
    vault.vault = AwsVault(vault.session, "my-keys")
    vault.vault.add("other", OTHER_ID, OTHER_SECRET)
    done = vault.run("import", "--from", "aws-vault", "--dry-run", env={"AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME": "my-keys"})
    assert done.stdout.split() == ["other", OTHER_ID, "aws-vault"]


def test_aws_vault_cancelled_changes_nothing(vault):
    before = vault.state()
    import_from(vault, "aws-vault", "work", answers=[("Rename", "y"), ("MFA code", "")], status=4)
    assert vault.state() == before and "work" in vault.vault.names()


def test_a_locked_collection_where_no_prompt_can_be_shown(vault):
    vault.session.lock(vault.vault.collection)
    done = vault.run("import", "--from", "aws-vault")
    assert done.returncode == 5 and "“awsvault”" in done.stderr


@pytest.mark.parametrize("keyring", ["absent"])
def test_aws_vault_without_a_keyring(person):
    assert person.run("import", "--from", "aws-vault").returncode == 5


def test_credential_process_on_the_same_name_makes_way(vault):
    vault.config.write_text(f"# mine\n[profile work]\nregion = eu-west-1\n{CALLS}# end\n\n[profile old]\n{CALLS}")
    said = import_from(vault, "aws-vault", "work", answers=[("Let the session take its place? [y/N]: ", "y"), ("MFA code", "code"), ("Remove", "n")])
    assert "credential_process" not in keys(section(vault, "profile work", vault.config))
    assert vault.config.read_text().startswith("# mine\n[profile work]\nregion = eu-west-1\n")
    assert vault.config.read_text().endswith(f"# end\n\n[profile old]\n{CALLS}")
    assert "These profiles get this key from aws-vault by credential_process: old" in said
    assert vault.run("export", "work").returncode == 0


@pytest.mark.parametrize("answers", [[("Let the session take its place?", "n")], None], ids=["no", "nobody to ask"])
def test_credential_process_that_stays_is_said(vault, answers):
    vault.config.write_text(f"[profile work]\nregion = eu-west-1\n{CALLS}")
    before = vault.state()
    if answers:
        said = import_from(vault, "aws-vault", "work", answers=answers, status=8)
    else:
        done = vault.run("import", "--from", "aws-vault", "work")
        assert done.returncode == 8
        said = done.stderr
    assert "“work” has a credential_process line that calls aws-vault" in said
    assert vault.state() == before and vault.aws.requests() == []


def test_a_full_disk_brings_the_credential_process_back(vault):
    """It is taken out of the config file first; then the credentials file cannot be written."""
    vault.config.write_text(f"[profile work]\nregion = eu-west-1\n{CALLS}")
    before = vault.config.read_bytes()
    argv = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:error=ENOSPC:when=3",
            DAYPASS, "import", "--from", "aws-vault", "work"]
    with PseudoTerminal(argv, vault.env | {"ASAN_OPTIONS": "detect_leaks=0"}, pipes=True) as terminal:
        for question, answer in (("Let the session take its place?", "y"), ("MFA code", vault.taro.code())):
            terminal.wait_for(question)
            terminal.type(answer + "\n")
        assert terminal.finish()[0] == 8
    assert vault.config.read_bytes() == before
    assert vault.session.secrets() == [] and "work" in vault.vault.names()


@pytest.mark.parametrize("line", ["credential_process = aws-vault exec --json other", "credential_process = helper work", f"role_arn = {ROLE}"])
def test_what_is_not_of_aws_vault_is_in_the_way(vault, line):
    vault.config.write_text(f"[profile work]\nregion = eu-west-1\n{line}\n")
    before = vault.state()
    done = vault.run("import", "--from", "aws-vault", "work")
    assert done.returncode == 8 and "cannot hold a session" in done.stderr
    assert vault.state() == before
