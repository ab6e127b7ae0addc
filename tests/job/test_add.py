# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass add”: by a script, at a terminal, and what it refuses."""

import configparser
import os

import pytest

CONFIG = """[profile work]
manager = daypass
region = {region}
x_daypass_account_id = 111122223333
x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone
"""


def add(person, *arguments, user=None, env=None):
    user = user or person.taro
    return person.run("add", "work", "--access-key-id", user.access_key_id, "--secret-stdin", *arguments,
                      stdin=user.secret_access_key + "\n", env=env)


def region(person):
    config = configparser.ConfigParser()
    config.read(person.config)
    return config["profile work"]["region"]


def items(person):
    return [(item["attributes"]["profile"], item["attributes"]["access-key-id"], item["secret"])
            for item in person.session.secrets()]


def test_a_script_adds_a_key(person):
    done = add(person)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "daypass: The key AKIAIOSFODNN7EXAMPLE is in the keyring. “daypass renew work” gets a session.\n"
    assert items(person) == [("work", person.taro.access_key_id, person.taro.secret_access_key)]
    assert person.config.read_text() == CONFIG.format(region="ap-northeast-1")
    assert not person.credentials.exists()
    assert [row["state"] for row in person.status()] == ["none"]
    assert person.aws.count("GetSessionToken") == 0


def test_the_key_is_proven_before_it_is_stored(person):
    person.taro.set_key_status("Inactive")
    done = add(person)
    person.taro.set_key_status("Active")
    assert done.returncode == 6 and done.stdout == ""
    assert items(person) == [] and not person.config.exists()
    assert person.aws.count("GetCallerIdentity") == 1


def test_a_wrong_secret_is_refused(person):
    done = person.run("add", "work", "--access-key-id", person.taro.access_key_id, "--secret-stdin",
                      stdin="wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGKEY0\n")
    assert done.returncode == 6 and "WRONGKEY" not in done.stderr
    assert items(person) == [] and not person.config.exists()


@pytest.mark.parametrize("arguments, env, written, expected", [
    (["--region", "eu-west-1"], {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "sa-east-1", "eu-west-1"),
    ([], {"AWS_REGION": "us-east-2", "AWS_DEFAULT_REGION": "us-west-1"}, "sa-east-1", "us-east-2"),
    ([], {"AWS_REGION": "", "AWS_DEFAULT_REGION": "us-west-1"}, "sa-east-1", "us-west-1"),
    ([], {"AWS_REGION": ""}, "sa-east-1", "sa-east-1"),
])
def test_the_region_comes_from_the_first_that_knows_it(person, arguments, env, written, expected):
    person.folder.mkdir()
    person.config.write_text(f"[profile work]\nregion = {written}\n")
    done = add(person, *arguments, env=env)
    assert done.returncode == 0, done.stderr
    assert region(person) == expected


@pytest.mark.parametrize("arguments, missing", [
    (["add"], "name of a profile"),
    (["add", "work"], "--access-key-id"),
    (["add", "work", "--access-key-id", "AKIAIOSFODNN7EXAMPLE"], "--secret-stdin"),
    (["add", "work", "--access-key-id", "AKIAIOSFODNN7EXAMPLE", "--secret-stdin"], "--region"),
])
@pytest.mark.parametrize("prompt", ["auto", "none"])
def test_what_is_missing_and_nobody_to_ask_is_wrong_usage(person, arguments, missing, prompt):
    done = person.run(*arguments, stdin=person.taro.secret_access_key + "\n",
                      env={"AWS_REGION": "", "DAYPASS_PROMPT": prompt})
    assert done.returncode == 2 and done.stdout == ""
    assert missing in done.stderr and done.stderr.count("\n") == 1
    assert items(person) == [] and person.aws.requests() == []


def test_blanks_around_the_secret_are_none_of_it(person):
    done = person.run("add", "work", "--access-key-id", person.taro.access_key_id, "--secret-stdin",
                      stdin=f" \t{person.taro.secret_access_key} \r\n")
    assert done.returncode == 0, done.stderr
    assert items(person) == [("work", person.taro.access_key_id, person.taro.secret_access_key)]


def test_aws_profile_names_the_profile(person):
    done = person.run("add", "--access-key-id", person.taro.access_key_id, "--secret-stdin",
                      stdin=person.taro.secret_access_key + "\n", env={"AWS_PROFILE": "work"})
    assert done.returncode == 0, done.stderr
    assert [row["profile"] for row in person.status()] == ["work"]


def test_the_terminal_asks_for_what_is_missing(person):
    with person.terminal("add", pipes=True, env={"AWS_REGION": ""}) as terminal:
        terminal.wait_for("Name of the profile [default]: ")
        terminal.type("work\n")
        terminal.wait_for("Access key ID (AKIA…): ")
        assert terminal.echoes()
        terminal.type(person.taro.access_key_id + "\n")
        terminal.wait_for("Secret access key (not shown): ")
        assert not terminal.echoes()
        terminal.type(person.taro.secret_access_key + "\n")
        terminal.wait_for("Region of this profile (such as eu-central-1): ")
        assert terminal.echoes()
        terminal.type("ap-northeast-1\n")
        status, out, err = terminal.finish()
        assert terminal.is_as_before()
    assert (status, out) == (0, "") and "is in the keyring" in err
    assert person.taro.secret_access_key not in terminal.screen + err
    assert person.config.read_text() == CONFIG.format(region="ap-northeast-1")
    assert items(person) == [("work", person.taro.access_key_id, person.taro.secret_access_key)]


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\n"], ids=["Ctrl-C", "Ctrl-D", "empty line"])
@pytest.mark.parametrize("question", ["Access key ID", "Secret access key"])
def test_every_question_can_be_left(person, question, keys):
    given = ["--access-key-id", person.taro.access_key_id] if question == "Secret access key" else []
    with person.terminal("add", "work", *given, pipes=True) as terminal:
        terminal.wait_for(question)
        terminal.type(keys)
        assert terminal.finish() == (4, "", "daypass: Cancelled; nothing was changed.\n")
        assert terminal.is_as_before()
    assert items(person) == [] and not person.folder.exists()


def test_several_devices_are_chosen_among_and_security_keys_named(person):
    user = person.aws.user("hanako")
    tablet = user.add_device(name="tablet")
    key = user.add_device(kind="security-key", name="yubi")
    with person.terminal("add", "work", "--access-key-id", user.access_key_id, pipes=True) as terminal:
        terminal.wait_for("Secret access key")
        terminal.type(user.secret_access_key + "\n")
        terminal.wait_for("The user has several MFA devices:")
        terminal.wait_for("Number of the one that you use [1]: ")
        listed = [line.split() for line in terminal.screen.splitlines() if line.startswith("  ")]
        assert sorted(serial for _number, serial in listed) == sorted([user.mfa_serial, tablet])
        terminal.type("9\n")
        terminal.wait_for("Number of the one that you use [1]: ")
        terminal.type(next(number for number, serial in listed if serial == tablet) + "\n")
        status, _out, err = terminal.finish()
    assert status == 0
    assert f"“{key}” is a security key" in err and key not in terminal.screen
    assert [row["mfa_serial"] for row in person.status()] == [tablet]


def test_several_devices_and_nobody_to_ask(person):
    user = person.aws.user("hanako")
    tablet = user.add_device(name="tablet")
    done = add(person, user=user)
    assert done.returncode == 2 and "--mfa-serial" in done.stderr
    assert tablet in done.stderr and user.mfa_serial in done.stderr
    assert items(person) == []
    assert add(person, "--mfa-serial", tablet, user=user).returncode == 0
    assert [row["mfa_serial"] for row in person.status()] == [tablet]


@pytest.mark.parametrize("device", [None, "security-key"])
def test_without_a_device_that_the_api_can_use_there_is_no_account(person, device):
    user = person.aws.user("hanako", device=device)
    done = add(person, user=user)
    assert done.returncode == 6 and "MFA device" in done.stderr
    assert items(person) == [] and not person.config.exists()


def test_a_user_who_may_not_list_devices_is_asked_for_the_number(person):
    person.taro.policy(deny=["iam:ListMFADevices"])
    with person.terminal("add", "work", "--access-key-id", person.taro.access_key_id, pipes=True) as terminal:
        terminal.wait_for("Secret access key")
        terminal.type(person.taro.secret_access_key + "\n")
        terminal.wait_for("Serial number of the device [arn:aws:iam::111122223333:mfa/taro]: ")
        terminal.type("arn:aws:iam::111122223333:mfa/phone\n")
        status, _out, err = terminal.finish()
    person.taro.policy(deny=[])
    assert status == 0, err
    assert [row["mfa_serial"] for row in person.status()] == [person.taro.mfa_serial]


def test_a_person_is_asked_for_the_number_where_iam_does_not_answer(person):
    person.aws.misbehave("service-unavailable", times=None, action="ListMFADevices")
    with person.terminal("add", "work", "--access-key-id", person.taro.access_key_id) as terminal:
        terminal.wait_for("Secret access key")
        terminal.type(person.taro.secret_access_key + "\n")
        terminal.wait_for("AWS has a fault of its own (HTTP status 503). Try again in a minute.")
        terminal.wait_for("Serial number of the MFA device [arn:aws:iam::111122223333:mfa/taro]: ")
        terminal.type(person.taro.mfa_serial + "\n")
        assert terminal.wait() == 0
    assert [row["mfa_serial"] for row in person.status()] == [person.taro.mfa_serial]


def test_a_script_is_told_that_iam_does_not_answer(person):
    person.aws.misbehave("service-unavailable", times=None, action="ListMFADevices")
    done = add(person)
    assert (done.returncode, done.stderr) == (7, "daypass: AWS has a fault of its own (HTTP status 503). Try again in a minute.\n")


def test_a_user_who_may_not_list_devices_and_nobody_to_ask(person):
    person.taro.policy(deny=["iam:ListMFADevices"])
    done = add(person)
    given = add(person, "--mfa-serial", person.taro.mfa_serial)
    person.taro.policy(deny=[])
    assert done.returncode == 2 and "--mfa-serial" in done.stderr
    assert given.returncode == 0, given.stderr


def test_root_is_refused(person):
    done = add(person, user=person.aws.user(root=True))
    assert done.returncode == 6 and "root user" in done.stderr
    assert items(person) == [] and not person.config.exists()


@pytest.mark.parametrize("identifier", ["ASIAIOSFODNN7EXAMPLE", "AKIA", "", "AKIAIOSFODNN7EXAMPL!"])
def test_what_is_no_long_lived_key_never_reaches_aws(person, identifier):
    done = person.run("add", "work", "--access-key-id", identifier, "--secret-stdin",
                      stdin=person.taro.secret_access_key + "\n")
    assert done.returncode == 2 and done.stdout == ""
    assert person.aws.requests() == [] and items(person) == []


@pytest.mark.parametrize("arguments", [
    ["--duration", "899"], ["--duration", "36h1m"], ["--duration", "0"], ["--duration", "long"], ["--region", "no region"],
    ["--mfa-serial", "arn:aws:iam::111122223333:user/taro"],
])
def test_values_that_cannot_be_right(person, arguments):
    done = add(person, *arguments)
    assert done.returncode == 2 and done.stdout == ""
    assert person.aws.count("GetSessionToken") == 0 and items(person) == []


@pytest.mark.parametrize("duration, seconds", [("900", "900"), ("36h", "129600"), ("1h30m", "5400")])
def test_the_duration_is_noted_and_asked_for(person, duration, seconds):
    assert add(person, "--duration", duration).returncode == 0
    assert f"x_daypass_duration_seconds = {seconds}\n" in person.config.read_text()
    person.renew()
    [row] = person.status()
    assert int(seconds) - 60 < row["seconds_left"] <= int(seconds)


@pytest.mark.parametrize("config, credentials", [
    ("[profile work]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = home\n", ""),
    ("[profile work]\nsso_start_url = https://example.com\n", ""),
    ("[profile work]\ncredential_process = /bin/true\n", ""),
    ("[profile work]\nmanager = awsume\n", ""),
    ("", "[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n"),
    ("", "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = SECRET\n"),
    ("[profile work]\n[profile work]\n", ""),
    ("junk\n", ""),
])
def test_what_is_somebody_elses_stays_as_it_is(person, config, credentials):
    person.folder.mkdir()
    person.config.write_text(config)
    person.credentials.write_text(credentials)
    before = person.state()
    done = add(person)
    assert done.returncode == 8 and done.stdout == ""
    assert person.state() == before


@pytest.mark.parametrize("keyring", ["locked", "empty", "absent"])
def test_a_keyring_that_cannot_take_the_key(person, keyring):
    done = add(person)
    assert done.returncode == 5 and done.stdout == ""
    assert not person.config.exists()


def test_a_config_that_cannot_be_written_is_known_before_the_key_is_stored(person):
    person.folder.mkdir()
    person.config.write_text("[profile other]\nregion = eu-west-1\n")
    os.chmod(person.folder, 0o500)
    done = add(person)
    os.chmod(person.folder, 0o700)
    assert done.returncode == 8
    assert "[profile work]\n" in done.stderr and "manager = daypass\n" in done.stderr
    assert items(person) == []


def test_adding_again_keeps_one_account_and_one_key(person):
    assert add(person).returncode == 0
    assert add(person, "--region", "eu-west-1", "--duration", "2h").returncode == 0
    assert [row["profile"] for row in person.status()] == ["work"]
    assert len(items(person)) == 1 and region(person) == "eu-west-1"


def test_answers_given_in_advance_are_taken(person):
    with person.terminal("add", "work", "--region", "eu-west-1", pipes=True) as terminal:
        terminal.type(person.taro.access_key_id + "\n" + person.taro.secret_access_key + "\n")
        assert terminal.finish()[0] == 0
    assert items(person) == [("work", person.taro.access_key_id, person.taro.secret_access_key)]
