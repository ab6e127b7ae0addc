# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""role list and role show, from the files alone."""

import re
import unicodedata

import pytest

BLOCK = """\
provider "aws" {
  region  = "eu-west-1"
  profile = "work"

  assume_role {
    role_arn     = "arn:aws:iam::444455556666:role/admin"
    external_id  = "ticket:7"
    session_name = "taro"
    duration     = "7200s"
  }
}

# A check only warns. What stops an apply in another account:
# daypass exec --account-id 444455556666 prod -- terraform apply
check "aws_account" {
  data "aws_caller_identity" "reached" {}

  assert {
    condition     = data.aws_caller_identity.reached.account_id == "444455556666"
    error_message = "These credentials reach account ${data.aws_caller_identity.reached.account_id}, not 444455556666."
  }
}
"""
FULL = "region = eu-west-1\nexternal_id = ticket:7\nrole_session_name = taro\nduration_seconds = 7200\n"


def test_list_names_those_that_an_account_reaches(home):
    home.role("early")
    home.account()
    home.role("prod")
    home.role("far", source="other")
    home.role("deep", source="prod")
    home.role("a", source="b")
    home.role("b", source="a")
    home.account("both", config="role_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n")
    done = home.run("role", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == ("early  arn:aws:iam::444455556666:role/admin  work\n"
                           "prod   arn:aws:iam::444455556666:role/admin  work\n"
                           "deep   arn:aws:iam::444455556666:role/admin  prod\n")


def columns(text):
    """How wide a terminal shows it."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def test_columns_are_straight_in_japanese(home):
    home.account()
    home.role("本番")
    home.role("prod", config=FULL)
    listed = home.run("role", "list", env={"LANGUAGE": "ja"}).stdout
    assert {columns(line[:line.index("arn:")]) for line in listed.splitlines()} == {len("prod  ")}
    shown = home.run("role", "show", "prod", env={"LANGUAGE": "ja"}).stdout
    assert shown.startswith("プロファイル  ")
    assert {columns(re.match(r"\S.*  ", line)[0]) for line in shown.splitlines()} == {columns("セッションの長さ  ")}


def test_list_of_none(home):
    home.account()
    done = home.run("role", "list")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == ("daypass: There is no role that is reached through an account. "
                           "“daypass role add” makes a profile for one.\n")


def test_show(home):
    home.account()
    home.role(config=FULL)
    home.role("plain")
    done = home.run("role", "show", "prod")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == """\
Profile          prod
Role             arn:aws:iam::444455556666:role/admin
Account          444455556666
Reached through  work
Region           eu-west-1
External id      ticket:7
Session name     taro
Given for        2 h
"""
    assert home.run("role", "show", "plain").stdout == """\
Profile          plain
Role             arn:aws:iam::444455556666:role/admin
Account          444455556666
Reached through  work
"""


def test_terraform(home):
    home.account()
    home.role(config=FULL)
    done = home.run("role", "show", "prod", "--terraform")
    assert (done.returncode, done.stdout, done.stderr) == (0, BLOCK, "")


def test_terraform_of_a_role_with_the_least(home):
    home.account()
    home.role()
    provider = home.run("role", "show", "--terraform", "prod").stdout.split("\n\n#")[0]
    assert provider == """\
provider "aws" {
  region  = "ap-northeast-1"
  profile = "work"

  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/admin"
  }
}"""


def test_terraform_without_a_region(home):
    home.account()
    home.role()
    home.config.write_text(home.config.read_text().replace("region = ap-northeast-1\n", ""))
    assert home.run("role", "show", "prod", "--terraform").stdout.startswith('provider "aws" {\n  profile = "work"\n\n')


def test_terraform_of_a_role_behind_a_role(home):
    """The profile in between is assumed by the provider's SDK."""
    home.account()
    home.role("hop")
    home.role("deep", source="hop")
    assert '  profile = "hop"\n' in home.run("role", "show", "deep", "--terraform").stdout


def test_terraform_of_what_needs_quoting(home):
    home.account()
    home.role(config='external_id = a"b\\c${d}%{e}$f\n')
    assert r'''external_id = "a\"b\\c$${d}%%{e}$f"''' in home.run("role", "show", "prod", "--terraform").stdout


@pytest.mark.parametrize("profile, words", [
    ("work", "“work” is an account and not a role. “daypass role list” lists the roles"),
    ("nobody", "“nobody” is not an account of Daypass. The accounts are: work"),
    ("far", "The role “far” is reached through “other”. “other” is not an account of Daypass. The accounts are: work"),
    ("self", "The source_profile of “self” leads in a circle: “self” comes again"),
])
def test_show_of_what_is_no_role(home, profile, words):
    home.account()
    home.role("far", source="other")
    home.role("self", source="self")
    done = home.run("role", "show", profile, "--terraform")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"daypass: {words}.\n")
