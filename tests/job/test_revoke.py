# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass revoke”."""

import json
import os
import re
from datetime import datetime
from types import SimpleNamespace

import botocore.session
import pytest
from botocore.exceptions import ClientError

NAME = "DaypassRevokeOlderSessions"
ROLE = "arn:aws:iam::444455556666:role/admin"
WARNING = "daypass: What uses a session of “work” now will be denied everything, running commands and other computers too.\n"
QUESTION = "Revoke the sessions of “work”? [y/N]: "


@pytest.fixture
def account(person):
    person.folder.mkdir(mode=0o700)
    person.credentials.write_text("[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")
    person.add()
    person.renew()
    return person


def session_of(person):
    """The keys as an SDK reads them."""
    done = person.run("export", "work")
    assert done.returncode == 0, done.stderr
    exported = json.loads(done.stdout)
    return SimpleNamespace(key=exported["AccessKeyId"], secret=exported["SecretAccessKey"], token=exported["SessionToken"])


def client(person, keys, service="sts"):
    return botocore.session.Session().create_client(
        service, region_name="us-east-1" if service == "iam" else "ap-northeast-1", endpoint_url=person.aws.url,
        aws_access_key_id=keys.key, aws_secret_access_key=keys.secret, aws_session_token=keys.token)


def assume(person, keys):
    return client(person, keys).assume_role(RoleArn=ROLE, RoleSessionName="test")["Credentials"]


def is_denied(call):
    with pytest.raises(ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    return error["Code"] == "AccessDenied" and "with an explicit deny" in error["Message"]


def policy_of(person):
    """The one policy that there is, read."""
    policies = person.taro.inline_policies()
    assert list(policies) == [NAME]
    return json.loads(policies[NAME])


def moment_of(policy):
    return datetime.fromisoformat(policy["Statement"][0]["Condition"]["DateLessThan"]["aws:TokenIssueTime"]).timestamp()


def has_session(person):
    return [row["state"] for row in person.status("work")] != ["none"]


def test_old_sessions_are_denied_and_the_next_is_not(account):
    old = session_of(account)
    role = assume(account, old)
    done = account.run("revoke", "work", "--yes")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr

    assert is_denied(lambda: assume(account, old))
    assert is_denied(client(account, old, "iam").list_mfa_devices)
    assert client(account, old).get_caller_identity()["Arn"] == account.taro.arn
    # What cannot be reached, and is said to be.
    reached = SimpleNamespace(key=role["AccessKeyId"], secret=role["SecretAccessKey"], token=role["SessionToken"])
    client(account, reached).get_caller_identity()
    assert "Roles that were assumed before stay usable" in done.stderr and "after 12 hours at the latest" in done.stderr
    assert "some minutes" in done.stderr and "“taro”" in done.stderr and NAME in done.stderr

    assert not has_session(account)
    assert account.run("export", "work").returncode == 3
    assert account.credentials.read_text() == (
        "[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n\n[work]\nmanager = daypass\n")
    account.renew()
    assume(account, session_of(account))


def test_a_session_of_the_same_second_is_denied_and_the_next_second_is_not(account):
    """The moment of issue has whole seconds, and both sides of the border must hold."""
    for _ in range(3):
        old = session_of(account)
        assert account.run("revoke", "work", "--yes").returncode == 0
        account.renew()
        assert is_denied(lambda keys=old: assume(account, keys))
        assume(account, session_of(account))


@pytest.mark.parametrize("offset", [-50, 50, 600])
def test_the_moment_is_by_the_clock_of_aws(account, offset):
    account.aws.set(clock_offset=offset)
    account.renew()
    old = session_of(account)
    before = account.aws.call("state")["now"]
    assert account.run("revoke", "work", "--yes").returncode == 0
    after = account.aws.call("state")["now"]
    assert before < moment_of(policy_of(account)) <= after
    assert is_denied(lambda: assume(account, old))
    account.renew()
    assume(account, session_of(account))


def test_the_policy_is_moved_forward_and_not_multiplied(account):
    assert account.run("revoke", "work", "--yes").returncode == 0
    first = policy_of(account)
    assert first == {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"DateLessThan": first["Statement"][0]["Condition"]["DateLessThan"]}}]}
    account.renew()
    second_session = session_of(account)
    assert account.run("revoke", "work", "--yes").returncode == 0
    assert moment_of(policy_of(account)) > moment_of(first)
    assert is_denied(lambda: assume(account, second_session))


def test_the_session_signs(account):
    key = session_of(account).key
    assert account.run("revoke", "work", "--yes").returncode == 0
    requests = account.aws.requests()
    assert [request["action"] for request in requests] == ["GetCallerIdentity", "PutUserPolicy"]
    assert {request["access_key_id"] for request in requests} == {key}


@pytest.mark.parametrize("end", ["2020-01-01T00:00:00Z", None])
def test_an_ended_session_is_renewed_first(account, end):
    account.expire(to=end) if end else account.run("revoke", "work", "--local", "--yes")
    with account.terminal("revoke", "work") as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("y\n")
        terminal.wait_for("MFA code for “work”")
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0
    (policy_put,) = [request for request in account.aws.requests() if request["action"] == "PutUserPolicy"]
    assert policy_put["access_key_id"].startswith("ASIA")
    assert not has_session(account)
    account.renew()
    assume(account, session_of(account))


def test_nobody_to_ask_for_the_code(account):
    account.expire()
    before = account.state()
    done = account.run("revoke", "work", "--yes")
    assert (done.returncode, done.stdout) == (3, "")
    assert account.state() == before and account.taro.inline_policies() == {}


def may_not(account):
    account.taro.policy(deny=["iam:PutUserPolicy"])


def has_no_room(account):
    account.aws.call("fill-inline-policies", size=2000, **account.taro.identity())


@pytest.mark.parametrize("prevent, reason", [
    (may_not, "A policy of the AWS account forbids this."),
    (has_no_room, "The inline policies of this user leave no room for another: "),
])
def test_who_may_not_gets_the_policy_to_hand_over(account, prevent, reason):
    prevent(account)
    before, keys = account.state(), session_of(account)
    done = account.run("revoke", "work", "--yes")
    assert done.returncode == 6
    assert "AWS did not take the policy from this session." in done.stderr and reason in done.stderr
    command = re.search(r"“aws iam put-user-policy (.*) --policy-document file://policy.json”\.\n", done.stderr)
    assert command[1] == f"--user-name taro --policy-name {NAME}"
    assert account.state() == before
    assume(account, keys)

    # The administrator's part.
    account.taro.policy(deny=[])
    account.aws.call("fill-inline-policies", size=0, **account.taro.identity())
    client(account, keys, "iam").put_user_policy(UserName="taro", PolicyName=NAME, PolicyDocument=done.stdout)
    assert is_denied(lambda: assume(account, keys))


def test_what_arrived_without_an_answer_is_not_denied(account):
    """The policy is there, and the request that is sent once more falls under it."""
    account.aws.misbehave("cut-after", action="PutUserPolicy")
    done = account.run("revoke", "work", "--yes")
    assert account.taro.inline_policies()
    assert done.returncode in (0, 6, 7)
    assert "is revoked yet" not in done.stderr
    assert done.returncode != 6 or "If this session was revoked before, renew it and try again." in done.stderr


@pytest.mark.parametrize("misbehaviour, status", [("internal-failure", 7), ("html-200", 7), ("throttling", 7)])
def test_what_did_not_arrive_leaves_the_session(account, misbehaviour, status):
    before = account.state()
    account.aws.misbehave(misbehaviour, times=None, action="PutUserPolicy")
    done = account.run("revoke", "work", "--yes")
    assert (done.returncode, done.stdout) == (status, "")
    assert account.state() == before


def test_without_a_terminal_it_needs_yes(account):
    before = account.state()
    for options in ([], ["--local"], ["--prompt", "none"]):
        done = account.run("revoke", "work", *options, stdin="y\n")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "daypass: Without a terminal, “daypass revoke” needs --yes.\n"
    assert account.state() == before and account.aws.requests() == []


@pytest.mark.parametrize("keys", ["\n", "n\n", "\x03", "\x04"])
def test_anything_but_yes_is_no(account, keys):
    before = account.state()
    with account.terminal("revoke", "work", pipes=True) as terminal:
        terminal.wait_for(QUESTION)
        terminal.type(keys)
        assert terminal.finish() == (4, "", f"{WARNING}daypass: Cancelled; nothing was changed.\n")
    assert account.state() == before and account.aws.requests() == []


def test_cancelled_while_aws_is_asked(account):
    account.aws.misbehave("delay", times=None, action="PutUserPolicy", delay_ms=60000)
    with account.terminal("revoke", "work", "--yes", pipes=True) as terminal:
        terminal.wait_until(lambda: account.aws.count("PutUserPolicy"), "the request")
        terminal.type("\x03")
        status, out, err = terminal.finish()
    assert (status, out) == (4, "")
    assert "the sessions may be revoked or not" in err


@pytest.fixture
def slow(account):
    """Starts a revocation, and does something when AWS has got the policy and not answered yet."""

    def run(meanwhile):
        account.aws.misbehave("delay", action="PutUserPolicy", delay_ms=3000)
        with account.terminal("revoke", "work", "--yes", pipes=True) as terminal:
            terminal.wait_until(lambda: account.aws.count("PutUserPolicy"), "the request")
            meanwhile()
            return terminal.finish()

    return run


def test_a_session_that_came_meanwhile_stays(account, slow):
    text = account.credentials.read_text().replace(session_of(account).key, "ASIAI44QH8DHBEXAMPLE")
    assert slow(lambda: account.credentials.write_text(text))[0] == 0
    assert account.credentials.read_text() == text


def test_a_file_that_cannot_be_written_any_more(account, slow):
    try:
        status, _out, err = slow(lambda: os.chmod(account.folder, 0o500))
    finally:
        os.chmod(account.folder, 0o700)
    assert status == 8
    assert "AWS denies the sessions from now on, but that of “work” is still in the file. " in err
    assert is_denied(lambda: assume(account, session_of(account)))


def test_local_only_forgets(account):
    keys = session_of(account)
    done = account.run("revoke", "work", "--local", "--yes")
    assert (done.returncode, done.stdout) == (0, "")
    assert "can use it until it ends" in done.stderr
    assert not has_session(account) and account.aws.requests() == []
    assume(account, keys)
    assert "no session here" in account.run("revoke", "work", "--local", "--yes").stderr
    account.renew()
    assert has_session(account)


def test_local_needs_no_keyring(account):
    account.session.lock()
    assert account.run("revoke", "work", "--local", "--yes").returncode == 0
    assert not has_session(account)


def test_what_the_person_wrote_stays(account):
    text = account.credentials.read_text().replace("[work]\n", "# my day\n[work]\noutput = json\n")
    account.credentials.write_text(text + "\n[third]\nregion = eu-west-1\n")
    assert account.run("revoke", "work", "--local", "--yes").returncode == 0
    assert account.credentials.read_text() == (
        "[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n\n# my day\n[work]\noutput = json\nmanager = daypass\n"
        "\n[third]\nregion = eu-west-1\n")
    account.renew()
    assert "# my day\n[work]\noutput = json\nmanager = daypass\naws_access_key_id = ASIA" in account.credentials.read_text()


def test_files_that_cannot_be_written_are_found_first(account):
    before = account.state()
    os.chmod(account.folder, 0o500)
    done = account.run("revoke", "work", "--yes")
    os.chmod(account.folder, 0o700)
    assert (done.returncode, done.stdout) == (8, "")
    assert account.state() == before and account.aws.requests() == []


@pytest.mark.parametrize("operands", [[], ["other"], ["nobody"], ["work", "other"]])
def test_who_is_no_account(account, operands):
    before = account.state()
    done = account.run("revoke", *operands, "--yes", env={"AWS_PROFILE": "work"})
    assert (done.returncode, done.stdout) == (2, "")
    assert account.state() == before and account.aws.requests() == []
