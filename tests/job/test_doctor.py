# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass doctor” on the files, the accounts and the environment; and its page."""

import os
import re
import tempfile
from pathlib import Path

import pytest
from patient import Patient
from private_session import PrivateSession

CHECKS = [
    "environment-keys", "environment-role", "environment-profile", "environment-region", "environment-files", "login-files",
    "file-readable", "file-readable", "file-ambiguous", "file-writable", "file-mode", "plaintext-key", "stray-secret",
    "accounts", "credential-source", "config-keys", "foreign-section", "mfa-serial", "role-mfa-serial", "stale-token", "session",
    "keyring", "access-key", "endpoint", "proxy", "certificates", "clock", "session-accepted",
    "tray-host", "notifications", "autostart",
]
SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
SERIAL = "arn:aws:iam::111122223333:mfa/phone"


@pytest.fixture(scope="module")
def healthy(running):
    with tempfile.TemporaryDirectory(prefix="dp") as folder, PrivateSession(folder) as session:
        yield Patient(session, running).enrol()


@pytest.fixture
def patient(healthy):
    yield healthy
    healthy.recover()


def test_all_is_well(patient):
    before = patient.state()
    rows = patient.examine()
    assert [row["id"] for row in rows] == CHECKS
    assert all(row["ok"] for row in rows)
    assert {row["profile"] for row in rows if row["id"] in ("session", "access-key", "mfa-serial")} == {"work"}
    assert {row["profile"] for row in rows if row["id"] in ("keyring", "file-mode", "clock")} == {None}

    page = patient.run("doctor")
    assert (page.returncode, page.stderr) == (0, "")
    assert [line[2:] for line in page.stdout.splitlines()[:-2]] == [row["message"] for row in rows]
    assert page.stdout.endswith("\n\nAll is well.\n") and "✗" not in page.stdout
    assert patient.state() == before


# The page


def test_the_page_in_japanese(patient):
    """Every sentence of it, with the full stop and without the space of Japanese."""
    patient.config.chmod(0o666)
    page = patient.run("doctor", env={"LANGUAGE": "ja"}).stdout
    findings, summary = page.split("\n\n")
    assert [line for line in findings.splitlines() if not re.search("[ぁ-んァ-ヶ一-龠].*。( \\(--fix\\))?$", line)] == []
    assert summary == "✗ が 1 件あります。そのうち 1 件は「daypass doctor --fix」で修正できます。\n"


def test_a_cross_has_its_mend_beneath(patient):
    done = patient.run("doctor", env={"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"})
    assert done.returncode == 1 and done.stderr == ""
    assert done.stdout.startswith("✗ This shell exports AWS keys (AWS_ACCESS_KEY_ID), ")
    assert "\n  Run “unset AWS_ACCESS_KEY_ID”, and " in done.stdout
    assert done.stdout.endswith("\n\n1 cross.\n")
    assert "AKIAIOSFODNN7EXAMPLE" not in done.stdout


@pytest.mark.parametrize("env, coloured", [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)])
def test_colour_is_for_terminals(patient, env, coloured):
    with patient.terminal("doctor", env=env) as terminal:
        terminal.wait_for("All is well.")
        assert terminal.wait() == 0
    assert ("\033[32m✓\033[0m " in terminal.screen) == coloured
    assert ("\033" in terminal.screen) == coloured


def test_no_colour_into_a_pipe(patient):
    assert "\033" not in patient.run("doctor").stdout


def test_only_the_accounts_that_are_named(patient):
    patient.append(patient.config, "[profile spare]\nmanager = daypass\n\n[profile prod]\n"
                   "role_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n")
    assert {row["profile"] for row in patient.crosses()} == {"spare"}
    assert patient.crosses("work") == [] and patient.crosses("prod") == []
    assert {row["id"] for row in patient.crosses("spare", "work")} == {"session", "access-key"}


@pytest.mark.parametrize("arguments", [["nobody"], ["work", "nobody"], ["--prompt", "none"], ["--yes"]])
def test_wrong_usage(patient, arguments):
    done = patient.run("doctor", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and done.stderr.startswith("daypass: ")


def test_nobody_is_asked_so_how_does_not_matter(patient):
    assert patient.crosses(env={"DAYPASS_PROMPT": "maybe"}) == []


def test_a_result_that_cannot_be_written_is_a_failure(patient):
    with open("/dev/full", "w") as full:
        done = patient.terminal("doctor", stdout=full, env={})
        with done as terminal:
            terminal.wait_for("could not be written")
            assert terminal.wait() == 1


def test_before_the_first_account(patient):
    patient.config.write_text("")
    patient.credentials.write_text("")
    rows = patient.examine()
    assert all(row["ok"] for row in rows)
    assert "“daypass add”" in patient.tick("accounts")
    assert patient.aws.url in patient.tick("endpoint")
    for path in (patient.config, patient.credentials):
        path.unlink()
    assert all(row["ok"] for row in patient.examine())


# The environment


@pytest.mark.parametrize("env, name, says, mend", [
    ({"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}, "environment-keys",
     "exports AWS keys (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN)",
     "Run “unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN”"),
    ({"AWS_SECURITY_TOKEN": "c"}, "environment-keys", "AWS_SECURITY_TOKEN", "unset AWS_SECURITY_TOKEN"),
    ({"AWS_WEB_IDENTITY_TOKEN_FILE": "/a", "AWS_ROLE_ARN": "b"}, "environment-role",
     "a web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)", "unset AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN"),
    ({"AWS_PROFILE": "wrok"}, "environment-profile", "AWS_PROFILE is “wrok”, and the AWS files have no such profile", "or unset it"),
    ({"AWS_DEFAULT_PROFILE": "wrok"}, "environment-profile", "AWS_DEFAULT_PROFILE is “wrok”", "or unset it"),
    ({"AWS_PROFILE": "work", "AWS_DEFAULT_PROFILE": "other"}, "environment-profile", "boto3 takes the latter", "Unset AWS_DEFAULT_PROFILE"),
    ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"}, "environment-region", "AWS_REGION is “eu-west-1”", "the same region"),
    ({"AWS_REGION": "mars-1"}, "environment-region", "AWS_REGION is “mars-1”, which is not the name of a region", "Fix AWS_REGION, or unset it"),
    ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu west"}, "environment-region", "AWS_DEFAULT_REGION is “eu west”", "Fix AWS_DEFAULT_REGION"),
    ({"AWS_CONFIG_FILE": "~/.aws/config"}, "environment-files", "AWS_CONFIG_FILE begins with “~”", "unset it for ~/.aws/config"),
    ({"AWS_SHARED_CREDENTIALS_FILE": ""}, "environment-files", "AWS_SHARED_CREDENTIALS_FILE is set and empty", "~/.aws/credentials"),
    ({"AWS_CONFIG_FILE": ".aws/config"}, "environment-files", "AWS_CONFIG_FILE is no absolute path", "the whole path"),
])
def test_environment(patient, env, name, says, mend):
    cross = patient.only_cross(name, env=env, cwd=patient.session.home)
    assert says in cross["message"] and mend in cross["mend"] and not cross["fixable"]


@pytest.mark.parametrize("env, name, says", [
    ({"AWS_ACCESS_KEY_ID": "", "AWS_SESSION_TOKEN": ""}, "environment-keys", "No exported AWS key"),
    ({"AWS_ROLE_ARN": "b"}, "environment-role", "No web identity"),
    ({"AWS_PROFILE": "work"}, "environment-profile", "AWS_PROFILE is “work”"),
    ({"AWS_PROFILE": "work", "AWS_DEFAULT_PROFILE": "work"}, "environment-profile", "AWS_PROFILE is “work”"),
    ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"}, "environment-region", "“eu-west-1”"),
    ({"AWS_REGION": ""}, "environment-region", "leaves the region to the profiles"),
])
def test_environment_that_is_no_fault(patient, env, name, says):
    assert says in patient.tick(name, env=env)


# The files


@pytest.mark.parametrize("content, line, mend", [
    (b"\xef\xbb\xbf[other]\nregion = a\n", 1, "a byte order mark"),
    (b"[other]\n# caf\xe9\n", 2, "save the file as UTF-8"),
    (b"[other]\nregion\n", 2, "no setting with “=”"),
    (b"[other]\nregion = a\n\n[other]\n", 4, "The same section begins in line 1 already"),
    (b"[other]\nregion = a\nregion = b\n", 3, "The same setting stands in line 2 already"),
])
@pytest.mark.parametrize("name", ["config", "credentials"])
def test_file_that_no_tool_can_read(patient, name, content, line, mend):
    path = patient.folder / name
    path.write_bytes(content if name == "credentials" else content.replace(b"[other]", b"[profile other]"))
    cross = next(row for row in patient.crosses() if row["id"] == "file-readable")
    assert cross["message"] == f"AWS tools cannot read “{path}” because of line {line}."
    assert mend in cross["mend"] and not cross["fixable"]


@pytest.mark.parametrize("spoil, mend", [
    (lambda path: path.chmod(0o000), "You may not read"),
    (lambda path: path.unlink() or path.mkdir(), "is a folder, where a file is expected"),
])
@pytest.mark.parametrize("operands", [[], ["work"]])
@pytest.mark.parametrize("name, others", [("config", []), ("credentials", ["file-writable"])])
def test_file_that_cannot_be_read(patient, name, others, operands, spoil, mend):
    path = patient.folder / name
    spoil(path)
    rows = patient.examine(*operands, env={"AWS_PROFILE": "prod"})
    cross = next(row for row in rows if row["id"] == "file-readable" and not row["ok"])
    assert [row["id"] for row in rows if not row["ok"]] == ["file-readable", *others]
    unknown = [row["id"] for row in rows if "to be looked at when both files can be read" in row["message"]]
    assert unknown == ["file-ambiguous", "plaintext-key", "stray-secret", "accounts"]
    assert cross["message"] == f"Daypass cannot read “{path}”." and mend in cross["mend"]


def test_not_every_line_of_a_file_of_something_else(patient):
    patient.config.write_text("junk\n" * 500)
    rows = [row for row in patient.crosses() if row["id"] == "file-readable"]
    assert len(rows) == 11 and "490 more such lines" in rows[-1]["message"]


@pytest.mark.parametrize("line, mend", [
    ("output = json # mine", "The comment at the end of this line"),
    ("output: json", "write “=”"),
])
def test_line_that_tools_read_differently(patient, line, mend):
    patient.append(patient.config, line + "\n")
    number = len(patient.config.read_text().splitlines())
    cross = patient.only_cross("file-ambiguous")
    assert cross["message"] == f"AWS tools do not agree about line {number} of “{patient.config}”."
    assert mend in cross["mend"] and not cross["fixable"]


def test_file_that_cannot_be_written(patient):
    patient.folder.chmod(0o500)
    cross = patient.only_cross("file-writable")
    assert cross["message"] == f"Daypass cannot write sessions into “{patient.credentials}”."
    assert "You may not make files in the folder" in cross["mend"]


@pytest.mark.parametrize("name, mode, better, says", [
    ("credentials", 0o644, 0o600, "may read"), ("credentials", 0o660, 0o600, "may read"), ("config", 0o666, 0o644, "may change"),
    (".", 0o777, 0o755, "may change"), (".", 0o775, 0o755, "may change"),
])
def test_modes(patient, name, mode, better, says):
    path = patient.folder / name
    path.chmod(mode)
    cross = patient.only_cross("file-mode")
    assert f"{says} “{path}”" in cross["message"] and f"from {mode:o} to {better:o}" in cross["mend"] and cross["fixable"]
    done = patient.run("doctor", "--fix")
    assert (done.returncode, done.stderr) == (0, f"daypass: “{path}” has the mode {better:o} now.\n")
    assert path.stat().st_mode & 0o7777 == better


@pytest.mark.parametrize("name, mode", [("config", 0o644), (".", 0o755), (".", 0o1777)])
def test_modes_that_are_no_fault(patient, name, mode):
    (patient.folder / name).chmod(mode)
    assert patient.crosses() == []


def test_plaintext_keys(patient):
    key = f"aws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n"
    patient.append(patient.credentials, f"\n[old]\n{key}")
    patient.append(patient.config, f"\n[profile older]\n{key}")
    rows = patient.crosses()
    assert [(row["id"], row["profile"]) for row in rows] == [("plaintext-key", "old"), ("plaintext-key", "older")]
    assert rows[0]["message"] == f"The access key AKIAI44QH8DHBEXAMPLE of “old” lies in plaintext in “{patient.credentials}”."
    assert str(patient.config) in rows[1]["message"] and "“daypass import older”" in rows[1]["mend"]
    assert SECRET not in patient.run("doctor").stdout


@pytest.mark.parametrize("name, text", [
    ("credentials", f"# aws_secret_access_key = {SECRET}\n"),
    ("credentials", f";AWS_SECRET_ACCESS_KEY={SECRET}\n"),
    ("config", f"# aws_secret_access_key = {SECRET}\n"),
    ("config", f"[old]\naws_secret_access_key = {SECRET}\n"),
])
def test_secret_where_no_tool_reads_it(patient, name, text):
    path = patient.folder / name
    patient.append(path, text)
    number = len(path.read_text().splitlines())
    cross = patient.only_cross("stray-secret")
    assert cross["message"].startswith(f"Line {number} of “{path}” has a secret access key")
    assert cross["mend"].startswith("Take the line out") and not cross["fixable"]
    assert SECRET not in str(cross)


def test_not_every_secret_of_a_file_full_of_them(patient):
    patient.append(patient.credentials, f"# aws_secret_access_key = {SECRET}\n" * 100)
    assert [row["id"] for row in patient.crosses()] == ["stray-secret"] * 10


@pytest.mark.parametrize("comment", ["# aws_secret_access_key = …", "# aws_secret_access_key", f"# {SECRET}"])
def test_comment_without_a_secret(patient, comment):
    patient.append(patient.credentials, comment + "\n")
    assert patient.crosses() == []


# The accounts


@pytest.mark.parametrize("name", ["config", "credentials"])
@pytest.mark.parametrize("lines, keys", [
    ("role_arn = a\nsource_profile = b\n", "role_arn, source_profile"),
    ("credential_process = /bin/true\n", "credential_process"),
    ("sso_session = a\nsso_account_id = 1\n", "sso_session, sso_account_id"),
    ("web_identity_token_file = /a\n", "web_identity_token_file"),
    ("login_session = a\n", "login_session"),
])
def test_other_source_of_credentials(patient, name, lines, keys):
    path = patient.folder / name
    patient.append(path, lines)
    cross = patient.only_cross("credential-source")
    assert f"“{path}” ({keys})" in cross["message"] and cross["profile"] == "work"
    assert "Take these lines out of “work”" in cross["mend"] and not cross["fixable"]


def test_keys_in_the_config_file(patient):
    patient.append(patient.config, "aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = a\naws_session_token = b\n")
    cross = patient.only_cross("config-keys")
    assert "(aws_access_key_id, aws_secret_access_key, aws_session_token)" in cross["message"]
    assert "Take these lines out" in cross["mend"] and not cross["fixable"]


@pytest.mark.parametrize("lines", ["aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = a\n", "region = a\n"])
def test_section_of_somebody_else(patient, lines):
    patient.credentials.write_text("[work]\n" + lines)
    cross = patient.only_cross("foreign-section")
    assert "is not from Daypass" in cross["message"] and cross["mend"] == "Rename or remove that section."


def test_unfinished_import(patient):
    patient.credentials.write_text(f"[work]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n")
    rows = patient.crosses()
    assert [row["id"] for row in rows] == ["plaintext-key", "session"]
    assert "daypass import work" in rows[0]["mend"]


def test_duration(patient):
    patient.append(patient.config, "x_daypass_duration_seconds = 3600\n")
    assert patient.tick("duration") == "Sessions of “work” last 3600 seconds."


@pytest.mark.parametrize("value", ["12h", "60", "129601", "abc"])
def test_duration_that_aws_does_not_take(patient, value):
    patient.append(patient.config, f"x_daypass_duration_seconds = {value}\n")
    cross = patient.only_cross("duration")
    assert cross["message"] == f"“{value}” is not a length that AWS gives to sessions, so that those of “work” last 28800 seconds."
    assert cross["mend"].startswith("Give x_daypass_duration_seconds a number from 900 to 129600 in “") and not cross["fixable"]


@pytest.mark.parametrize("seconds_left, says", [(3600, "has a session until"), (300, "which is soon")])
def test_session_that_is_there(patient, seconds_left, says):
    patient.end_session(seconds_left)
    assert says in patient.tick("session")


@pytest.mark.parametrize("spoil, says", [
    (lambda patient: patient.end_session(-60), "The session of “work” ended at "),
    (lambda patient: patient.credentials.write_text(""), "“work” has no session."),
    (lambda patient: patient.credentials.write_text("[work]\n"), "“work” has no session."),
])
def test_no_session(patient, spoil, says):
    spoil(patient)
    cross = patient.only_cross("session")
    assert says in cross["message"] and cross["mend"] == "“daypass renew work” gets one."


def test_live_profile(patient):
    assert patient.run("live", "work").returncode == 0
    assert patient.tick("live-profile") == "The profile “work-live” gets its keys from Daypass."


def test_live_profile_of_a_program_that_has_gone(patient):
    patient.append(patient.config, "\n[profile work-live]\ncredential_process = /nonexistent/daypass export work --format process --lease\n")
    cross = patient.only_cross("live-profile")
    assert cross["message"] == "The profile “work-live” gets its keys from “/nonexistent/daypass”, which is not there."
    assert cross["mend"] == "“daypass live work” writes where Daypass is now." and cross["profile"] == "work"
    assert patient.run("live", "work").returncode == 0
    assert patient.crosses() == []


def test_live_profile_that_has_keys_too(patient):
    assert patient.run("live", "work").returncode == 0
    patient.append(patient.credentials, "\n[work-live]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n")
    cross = patient.only_cross("live-profile")
    assert "has a section “work-live”" in cross["message"] and cross["mend"] == "Rename or remove that section."


# What --fix does


@pytest.mark.parametrize("name, line, check, says, done", [
    ("config", "aws_session_token = old", "config-keys", "an old aws_session_token", "The line “aws_session_token” of “work” is gone from “{}”"),
    ("config", "aws_security_token = old", "config-keys", "an old aws_security_token", "is gone"),
    ("credentials", "aws_security_token = old", "stale-token", "boto3 take before the new one", "is gone"),
    ("credentials", "expiration = 2020-01-01T00:00:00Z", "stale-token", "at which awsume fails", "is gone"),
    ("config", f"mfa_serial = {SERIAL}", "mfa-serial", "PowerShell", "The line “mfa_serial” of “work” is gone"),
    ("credentials", f"mfa_serial = {SERIAL}", "mfa-serial", "PowerShell", "is gone"),
    ("config", "\n[profile prod]\nrole_arn = a\nsource_profile = work\nmfa_serial = b", "role-mfa-serial",
     "The role “prod” is reached through “work”", "The line “mfa_serial” of “prod” is gone from “{}”"),
    ("config", "\n[profile hop]\nrole_arn = a\nsource_profile = work\n\n[profile prod]\nrole_arn = a\nsource_profile = hop\nmfa_serial = b",
     "role-mfa-serial", "The role “prod”", "of “prod” is gone"),
])
def test_line_that_can_go(patient, name, line, check, says, done):
    path = patient.folder / name
    before = path.read_text()
    patient.append(path, line + "\n")
    cross = patient.only_cross(check)
    assert says in cross["message"] and "out" in cross["mend"] and cross["fixable"]
    assert "1 cross. “daypass doctor --fix” fixes 1.\n" in patient.run("doctor").stdout

    fixed = patient.run("doctor", "--fix")
    assert fixed.returncode == 0 and fixed.stdout.endswith("All is well.\n")
    assert fixed.stderr.startswith("daypass: ") and done.format(path) in fixed.stderr and fixed.stderr.count("\n") == 1
    assert path.read_text() == before + line[:line.rfind("\n") + 1]


def test_device_that_is_only_there_is_kept_under_our_name(patient):
    own = f"x_daypass_mfa_serial = {SERIAL}\n"
    patient.config.write_text(patient.config.read_text().replace(own, f"mfa_serial = {SERIAL}\n"))
    assert patient.only_cross("mfa-serial")["fixable"]
    fixed = patient.run("doctor", "--fix")
    assert fixed.returncode == 0 and "is called “x_daypass_mfa_serial” now" in fixed.stderr
    assert own in patient.config.read_text() and "\nmfa_serial" not in patient.config.read_text()


def test_what_is_not_safe_stays(patient):
    patient.append(patient.config, "mfa_serial = arn:aws:iam::111122223333:mfa/another\nrole_arn = a\noutput = json # mine\n")
    patient.append(patient.credentials, f"\n[old]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = {SECRET}\n[old2]\nmfa_serial = a\n")
    before = patient.state()
    rows = patient.crosses("--fix")
    assert [row["id"] for row in rows] == ["file-ambiguous", "plaintext-key", "credential-source", "mfa-serial"]
    assert not any(row["fixable"] for row in rows)
    assert patient.state() == before


def test_fix_that_fails_says_why_and_the_cross_stays(patient):
    patient.append(patient.credentials, "aws_security_token = old\n")
    patient.folder.chmod(0o500)
    done = patient.run("doctor", "--fix")
    assert done.returncode == 1 and "You may not make files in the folder" in done.stderr
    assert "an old aws_security_token beside its session" in done.stdout


def test_fix_of_several_things_at_once(patient):
    patient.append(patient.credentials, "aws_security_token = old\nexpiration = 2020-01-01\n")
    patient.credentials.chmod(0o644)
    done = patient.run("doctor", "--fix", "--json")
    assert done.returncode == 0 and done.stderr.count("\n") == 3
    assert patient.credentials.stat().st_mode & 0o777 == 0o600
    assert "aws_security_token" not in patient.credentials.read_text()


def test_fix_where_nothing_is_wrong_changes_nothing(patient):
    before = patient.state()
    done = patient.run("doctor", "--fix")
    assert (done.returncode, done.stderr) == (0, "") and patient.state() == before
