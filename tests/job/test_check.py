# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""check: who AWS says that a profile is."""

import json
import re

import pytest

ADMIN = "arn:aws:iam::444455556666:role/admin"
TARO = "arn:aws:iam::111122223333:user/taro"
ASSUMED = "arn:aws:sts::444455556666:assumed-role/{}/{}"
HOUR = 3600


@pytest.fixture
def account(person):
    person.add()
    person.renew()
    person.role()
    return person


def refused(person, *arguments, status=6, **options):
    done = person.run("check", *arguments, **options)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    return done.stderr[len("daypass: "):-len(".\n")]


def actions(person):
    return [request["action"] for request in person.aws.requests()]


def test_an_account(account):
    account.session.lock()
    done = account.run("check", "work")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"work  111122223333  {TARO}\n", "")
    assert actions(account) == ["GetCallerIdentity"]
    assert account.session.is_locked()


def test_a_role(account):
    done = account.run("check", "prod")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"prod  444455556666  {ASSUMED.format('admin', 'daypass')}\n", "")
    assert actions(account) == ["AssumeRole", "GetCallerIdentity"]


@pytest.mark.parametrize("arguments, env, profile", [
    ([], {}, "work"), ([], {"AWS_PROFILE": "prod"}, "prod"), (["work"], {"AWS_PROFILE": "prod"}, "work"), ([], {"AWS_PROFILE": ""}, "work"),
])
def test_which_profile(account, arguments, env, profile):
    assert account.run("check", *arguments, env=env).stdout.split()[0] == profile


@pytest.mark.parametrize("profile, expected, status", [
    ("work", None, 0), ("work", "111122223333", 0), ("work", "444455556666", 9),
    ("prod", None, 0), ("prod", "444455556666", 0), ("prod", "111122223333", 9),
])
def test_json_and_the_account_that_is_meant(account, profile, expected, status):
    options = ["--account-id", expected] if expected else []
    reached = "444455556666" if profile == "prod" else "111122223333"
    arn = ASSUMED.format("admin", "daypass") if profile == "prod" else TARO
    done = account.run("check", profile, "--json", *options)
    assert done.returncode == status
    assert json.loads(done.stdout) == {"version": 1, "profile": profile, "account_id": reached, "arn": arn, "role": profile == "prod",
                                       "expected_account_id": expected, "ok": status == 0}
    assert list(json.loads(done.stdout)) == ["version", "profile", "account_id", "arn", "role", "expected_account_id", "ok"]
    wrong = f"daypass: “{profile}” reaches account {reached} ({arn}), and not {expected}.\n"
    assert done.stderr == (wrong if status else "")
    assert account.run("check", profile, *options).stdout == f"{profile}  {reached}  {arn}\n"


def test_the_roles_own_lines(account):
    account.aws.role("partner", "444455556666", ["111122223333"], external_id="ticket:7", max_session_seconds=2 * HOUR)
    account.role("partner", "partner", lines="external_id = ticket:7\nrole_session_name = taro@example.com\nduration_seconds = 7200\n")
    done = account.run("check", "partner")
    assert done.stdout == f"partner  444455556666  {ASSUMED.format('partner', 'taro@example.com')}\n"


def test_a_role_behind_a_role(account):
    account.aws.role("deep", "777788889999", [ADMIN])
    account.role("deep", "deep", account_id="777788889999", source="prod")
    done = account.run("check", "deep")
    assert done.stdout == "deep  777788889999  arn:aws:sts::777788889999:assumed-role/deep/daypass\n"
    assert actions(account) == ["AssumeRole", "AssumeRole", "GetCallerIdentity"]


def test_a_live_profile(account):
    """What its SDK would sign with is the account's session."""
    account.run("live", "work")
    account.role("through", source="work-live")
    assert json.loads(account.run("check", "work-live", "--json").stdout) == {
        "version": 1, "profile": "work-live", "account_id": "111122223333", "arn": TARO, "role": False, "expected_account_id": None, "ok": True}
    assert account.run("check", "through", "--account-id", "444455556666").returncode == 0


@pytest.mark.parametrize("env, lines, region", [
    ({"AWS_REGION": "eu-west-1"}, "region = us-east-2\n", "eu-west-1"),
    ({"AWS_REGION": "", "AWS_DEFAULT_REGION": "eu-west-1"}, "region = us-east-2\n", "eu-west-1"),
    ({"AWS_REGION": ""}, "region = us-east-2\n", "us-east-2"),
    ({"AWS_REGION": ""}, "", "ap-northeast-1"),
])
def test_the_region(account, env, lines, region):
    account.role("other", lines=lines)
    assert account.run("check", "other", env=env).returncode == 0
    assert {request["region"] for request in account.aws.requests()} == {region}


def test_the_profiles_own_endpoint(account):
    account.role("local", lines=f"endpoint_url = {account.aws.url}\n")
    assert account.run("check", "local", env={"AWS_ENDPOINT_URL": ""}).returncode == 0
    assert actions(account) == ["AssumeRole", "GetCallerIdentity"]


# Without a session

@pytest.mark.parametrize("profile", ["work", "prod"])
def test_no_session(person, profile):
    person.add()
    person.role()
    assert refused(person, profile, status=3) == "“work” has no session. “daypass renew work” gets one"
    assert person.aws.requests() == []


@pytest.mark.parametrize("profile", ["work", "prod"])
def test_an_ended_session(account, profile):
    account.expire()
    words = refused(account, profile, "--account-id", "111122223333", status=3)
    assert re.fullmatch(r"The session of “work” ended at .*00:00\. “daypass renew work” gets a new one", words)
    assert account.aws.requests() == []


def test_nobody_is_asked(account):
    account.expire()
    with account.terminal("check", "work", pipes=True) as terminal:
        status, out, err = terminal.finish()
    assert (status, out) == (3, "") and "renew work" in err and terminal.screen == ""


def test_a_session_that_only_aws_knows_to_have_ended(account):
    account.aws.expire_sessions()
    assert refused(account, "work") == "The session has ended. Renew it"
    assert refused(account, "prod") == "The session has ended. Renew it"


# When AWS does not give the role

def distrust(role_arn, external_id):
    return (re.escape(f"AWS does not give the role “{role_arn}” to you. Perhaps there is no such role, or its trust policy does not let this user in, "
                      f"or {external_id}, or it wants a younger MFA code than that of ") + r"\d\d:\d\d"
            + re.escape(": “daypass renew work” takes a new one"))


@pytest.mark.parametrize("options", [
    {"trusted": ["999999999999"]}, {"trusted": ["111122223333"], "external_id": "ticket:7"},
    {"trusted": ["111122223333"], "max_mfa_age": 0},
])
def test_not_trusted(account, options):
    role_arn = account.aws.role("closed", "444455556666", **options)
    account.role("closed", "closed")
    assert re.fullmatch(distrust(role_arn, "it wants an external_id, and “closed” has none"), refused(account, "closed"))
    account.role("other", "closed", lines="external_id = ticket:8\n")
    assert re.fullmatch(distrust(role_arn, "it wants another external_id than “other” has"), refused(account, "other"))


def test_no_such_role(account):
    account.role("gone", "gone")
    assert "Perhaps there is no such role" in refused(account, "gone")


def test_a_younger_code_helps(account):
    """aws:MultiFactorAuthAge"""
    account.aws.role("fresh", "444455556666", ["111122223333"], max_mfa_age=600)
    account.role("fresh", "fresh")
    assert account.run("check", "fresh").returncode == 0
    account.aws.set(clock_offset=601)
    assert "younger MFA code" in refused(account, "fresh")
    account.renew()
    assert account.run("check", "fresh").returncode == 0


def test_a_role_does_not_pass_mfa_on(account):
    account.aws.role("careful", "777788889999", [ADMIN], mfa_required=True)
    account.role("careful", "careful", account_id="777788889999", source="prod")
    assert refused(account, "careful") == (
        "AWS does not give the role “arn:aws:iam::777788889999:role/careful” to you. Perhaps there is no such role, or its trust policy "
        f"does not let “{ADMIN}” in, or it wants an external_id, and “careful” has none, or it wants MFA, which a role does not pass on to the next")


def test_denied(account):
    account.taro.policy(deny=["sts:Assume*"])
    assert refused(account, "prod") == (
        f"A policy denies the role “{ADMIN}” (AWS says: with an explicit deny in an identity-based policy). "
        "If the sessions of “work” were revoked, “daypass renew work” gets one that is not")


def test_revoked(account):
    account.taro.revoke_sessions()
    assert "were revoked" in refused(account, "prod")
    assert account.run("check", "work").returncode == 0
    account.renew()
    assert account.run("check", "prod").returncode == 0


def test_a_role_in_between_that_denies(account):
    account.aws.role("admin", "444455556666", ["111122223333"], deny=["sts:AssumeRole"])
    account.aws.role("deep", "777788889999", [ADMIN])
    account.role("deep", "deep", account_id="777788889999", source="prod")
    assert refused(account, "deep") == ("A policy denies the role “arn:aws:iam::777788889999:role/deep” "
                                        "(AWS says: with an explicit deny in an identity-based policy)")


def test_not_allowed(account):
    account.taro.policy(allow=["iam:*"])
    assert refused(account, "prod") == (f"No policy of yours allows the role “{ADMIN}” (AWS says: because no identity-based policy "
                                        "allows the sts:AssumeRole action). An administrator has to allow you sts:AssumeRole on it")


def test_longer_than_the_role_allows(account):
    account.role("long", lines="duration_seconds = 7200\n")
    assert refused(account, "long") == ("The role is not given for as long as its duration_seconds asks. Set a shorter time, or have the role’s "
                                        "maximum session duration raised")


def test_longer_than_a_chain_allows(account):
    account.aws.role("deep", "777788889999", [ADMIN], max_session_seconds=12 * HOUR)
    account.role("deep", "deep", account_id="777788889999", source="prod", lines="duration_seconds = 7200\n")
    assert refused(account, "deep") == ("A role that is reached through another role is given for an hour at most. "
                                        "Set its duration_seconds to 3600 or less")


@pytest.mark.parametrize("lines, words", [
    ("duration_seconds = 43201\n", "AWS gives a role for 15 minutes to 12 hours. Fix its duration_seconds"),
    ("role_session_name = a b\n", "AWS does not take the role_session_name of this profile. It has 2 to 64 letters, digits and _ + = , . @ -"),
    ("external_id = x\n", "AWS does not take the external_id of this profile. It has 2 to 1224 letters, digits and _ + = , . @ : / -"),
])
def test_lines_that_aws_does_not_take(account, lines, words):
    account.role("odd", lines=lines)
    assert refused(account, "odd") == words


def test_an_arn_that_aws_does_not_take(account):
    account.role("odd", "admin", account_id="x")
    account.config.write_text(account.config.read_text().replace("arn:aws:iam::x:role/admin", "role/admin-of-the-account"))
    assert refused(account, "odd") == "AWS does not take the role_arn of this profile. Copy it from the role’s page in the IAM console"


# Around it

def test_a_line_that_stops_others(account):
    """The session has the MFA in it; what asks for it again is told, and goes on."""
    account.role("asks", lines="mfa_serial = arn:aws:iam::111122223333:mfa/phone\n")
    done = account.run("check", "asks")
    assert done.returncode == 0 and done.stdout.startswith("asks  444455556666  ")
    assert done.stderr == ("daypass: The role profile “asks” has an mfa_serial line, with which Terraform refuses the session and the AWS CLI "
                           "asks for a second code. Take the line out.\n")


@pytest.mark.parametrize("profile", ["work", "prod"])
def test_a_wrong_clock_is_told(account, profile):
    account.aws.set(clock_offset=2 * HOUR)
    done = account.run("check", profile)
    assert done.returncode == 0
    assert done.stderr == "daypass: This computer’s clock is 2 hours slow. The request was signed with AWS’s time; set the clock right.\n"


@pytest.mark.parametrize("kind", ["html-200", "truncated"])
@pytest.mark.parametrize("action", ["AssumeRole", "GetCallerIdentity"])
def test_an_answer_that_is_none(account, kind, action):
    account.aws.misbehave(kind, times=None, action=action)
    refused(account, "prod", status=7)


def test_nobody_there(account):
    assert "127.0.0.1" in refused(account, "prod", status=7, env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})


@pytest.mark.parametrize("profile, words", [
    ("nobody", "“nobody” is not an account of Daypass. The accounts are: work"),
    ("far", "The role “far” is reached through “nobody”. “nobody” is not an account of Daypass. The accounts are: work"),
    ("self", "The source_profile of “self” leads in a circle: “self” comes again"),
])
def test_who_is_not_ours(account, profile, words):
    account.role("far", source="nobody")
    account.role("self", source="self")
    assert refused(account, profile, status=2) == words
    assert account.aws.requests() == []


def test_an_account_that_is_made_a_roles_too(account):
    """The SDKs would go through the role, and not use the session."""
    account.config.write_text(account.config.read_text().replace("manager = daypass", f"manager = daypass\nrole_arn = {ADMIN}\nsource_profile = x"))
    assert refused(account, "work", status=8).endswith(
        ": the config file makes it a role’s. Choose another name, or take that out of the file first")


def test_no_secret_is_shown(account):
    text = account.credentials.read_text()
    secrets = re.findall(r"(?:secret_access_key|session_token) = (.*)", text)
    account.role("closed", "closed")
    for profile in ("work", "prod", "closed"):
        done = account.run("check", profile, "--json", env={"G_MESSAGES_DEBUG": "all"})
        assert len(secrets) == 2 and not any(secret in done.stdout + done.stderr for secret in secrets)
