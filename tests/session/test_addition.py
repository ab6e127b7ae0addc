# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""`add`: proves the key, then stores it, and writes the account's lines."""

import pytest

from desk import ACCOUNT, DAYPASS

ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
PHONE = "arn:aws:iam::111122223333:mfa/phone"
REGION = ("--region", "ap-northeast-1")


def add(desk, *options, profile="work", key=ID, secret=SECRET, region=REGION, env=None):
    return desk.run("add", profile, "--access-key-id", key, "--secret-stdin", *region, *options, text=secret + "\n", env=env)


def test_add(desk):
    done = add(desk)
    assert done.returncode == 0, done.stderr
    assert (done.stdout, SECRET in done.stderr) == ("", False)
    assert desk.config.read_text() == ACCOUNT
    assert not desk.credentials.exists()
    [item] = desk.session.secrets()
    assert item["secret"] == SECRET
    assert item["attributes"] == {"xdg:schema": "io.github.daypass.AccessKey", "profile": "work", "access-key-id": ID}
    assert {request["action"] for request in desk.aws.requests()} == {"GetCallerIdentity", "ListMFADevices"}
    desk.renew()


# Refused, and nothing stored

def delete_key(desk):
    desk.taro.delete_key()
    return {}, 6


def wrong_secret(_desk):
    return {"secret": SECRET.lower()}, 6


def session_key(_desk):
    return {"key": "ASIAIOSFODNN7EXAMPLE"}, 2


def root_key(desk):
    root = desk.aws.user("<root>", root=True)
    return {"key": root.access_key_id, "secret": root.secret_access_key}, 6


def no_device(desk):
    user = desk.aws.user("hanako", device=None)
    return {"key": user.access_key_id, "secret": user.secret_access_key}, 6


def only_a_security_key(desk):
    user = desk.aws.user("hanako", device="security-key")
    return {"key": user.access_key_id, "secret": user.secret_access_key}, 6


def foreign_profile(desk):
    desk.write_credentials("[work]\naws_access_key_id = ASIAI44QH8DHBEXAMPLE\n")
    return {}, 8


def plaintext_key(desk):
    desk.write_credentials(f"[work]\naws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n")
    return {}, 8


def role(desk):
    desk.config.write_text("[profile work]\nrole_arn = arn:aws:iam::444455556666:role/admin\n")
    return {}, 8


def broken_config(desk):
    desk.config.write_text("[profile work]\nregion = eu-west-1\n[profile work]\n")
    return {}, 8


def locked_keyring(desk):
    desk.session.lock()
    return {}, 5


def no_region(_desk):
    return {"region": ()}, 2


def broken_credentials(desk):
    desk.write_credentials("junk\n")
    return {}, 8


@pytest.mark.parametrize("fault", [broken_credentials, delete_key, wrong_secret, session_key, root_key, no_device, only_a_security_key, foreign_profile,
                                   plaintext_key, role, broken_config, locked_keyring, no_region])
def test_refused(desk, fault):
    options, status = fault(desk)
    before = {path.name: path.read_text() for path in desk.folder.iterdir()}
    done = add(desk, **options)
    if desk.session.is_locked():
        desk.session.unlock()
    assert done.returncode == status, done.stderr
    assert SECRET not in done.stderr
    assert {path.name: path.read_text() for path in desk.folder.iterdir()} == before
    assert desk.keyring_ids() == []


def test_a_file_in_the_way_is_told_before_aws_is_asked(desk):
    broken_config(desk)
    assert add(desk).returncode == 8
    assert desk.aws.requests() == []


def test_a_key_of_another_account_is_refused(desk):
    """The session and the older key would be of an account that is no longer named."""
    assert add(desk).returncode == 0
    desk.renew()
    before = desk.config.read_text(), desk.credentials.read_text()
    other = desk.aws.user("hanako", account_id="999988887777")
    done = add(desk, key=other.access_key_id, secret=other.secret_access_key)
    assert done.returncode == 6
    assert "111122223333" in done.stderr and "999988887777" in done.stderr
    assert (desk.config.read_text(), desk.credentials.read_text()) == before
    assert desk.keyring_ids() == [ID]


# The device

@pytest.mark.parametrize("serial", ["", "x", f"{PHONE}\nfoo = bar", f"{PHONE} #1", f"{PHONE}{'x' * 256}", "arn:aws:iam::111122223333:user/taro"])
def test_what_is_no_serial_number(desk, serial):
    done = add(desk, "--mfa-serial", serial)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert desk.keyring_ids() == [] and not desk.config.exists()


def test_several_devices(desk):
    other = desk.taro.add_device(name="tablet")
    alone = add(desk)
    assert alone.returncode == 2
    assert PHONE in alone.stderr and other in alone.stderr
    assert add(desk, "--mfa-serial", other).returncode == 0
    assert desk.value("x_daypass_mfa_serial", desk.config) == other


def test_a_security_key_is_passed_over(desk):
    desk.taro.add_device(kind="security-key")
    assert add(desk).returncode == 0
    assert desk.value("x_daypass_mfa_serial", desk.config) == PHONE


def test_the_devices_are_the_users_own(desk):
    """The user's name is told to IAM: a policy with ${aws:username} wants it so."""
    assert add(desk).returncode == 0
    assert desk.aws.count("ListMFADevices") == 1


def test_the_noted_device_is_the_default(desk):
    """mfa_serial, and aws-vault's mfa_process, in a profile that is added."""
    desk.taro.add_device(name="tablet")
    desk.config.write_text(f"[profile work]\nregion = us-east-1\nmfa_serial = {PHONE}\nmfa_process = otp work\n")
    done = add(desk)
    assert done.returncode == 0, done.stderr
    assert desk.value("x_daypass_mfa_serial", desk.config) == PHONE
    assert desk.value("x_daypass_mfa_process", desk.config) == "otp work"
    assert desk.value("mfa_serial", desk.config) == PHONE
    assert "mfa_serial" in done.stderr


def test_the_rename_is_offered(desk, terminal):
    desk.config.write_text(f"[profile work]\nregion = us-east-1\nmfa_serial = {PHONE}\n# end\n")
    terminal.start([DAYPASS, "add", "work", "--access-key-id", ID], desk.env)
    terminal.expect("Secret access key")
    terminal.type(SECRET + "\n")
    terminal.expect("Rename it to x_daypass_mfa_serial?")
    terminal.type("y\n")
    assert terminal.wait()[0].status == 0
    assert SECRET not in terminal.screen
    assert desk.value("mfa_serial", desk.config) is None
    assert desk.value("x_daypass_mfa_serial", desk.config) == PHONE


# An account that is there already

SETTINGS = "x_daypass_duration_seconds = 3600\nx_daypass_mfa_process = otp work\n"


def test_the_key_is_replaced_and_the_settings_stay(desk):
    desk.taro.add_device(name="tablet")
    desk.open_account(SETTINGS)
    newer = desk.aws.call("access-key", account_id="111122223333", user_name="taro")
    done = add(desk, key=newer["access_key_id"], secret=newer["secret_access_key"])
    assert done.returncode == 0, done.stderr
    assert desk.config.read_text() == ACCOUNT + SETTINGS
    desk.aws.call("forget-requests")
    desk.renew()
    assert {request["access_key_id"] for request in desk.aws.requests()} == {newer["access_key_id"]}


def test_an_older_key_that_is_added_again_is_the_newest(desk):
    newer = desk.aws.call("access-key", account_id="111122223333", user_name="taro")
    desk.open_account()
    desk.store_newer(newer["access_key_id"], newer["secret_access_key"])
    assert add(desk).returncode == 0
    assert len(desk.keyring_ids()) == 2
    desk.aws.call("forget-requests")
    desk.renew()
    assert {request["access_key_id"] for request in desk.aws.requests()} == {ID}


# A config file that a program generates

def test_the_lines_are_printed(desk):
    desk.config.write_text("# generated\n")
    desk.config.chmod(0o400)
    done = add(desk)
    assert done.returncode == 8
    for line in ACCOUNT.splitlines():
        assert line in done.stderr
    assert desk.config.read_text() == "# generated\n"
    assert desk.keyring_ids() == []

    desk.config.chmod(0o600)
    desk.config.write_text("# generated\n" + ACCOUNT)
    desk.config.chmod(0o400)
    done = add(desk)
    assert done.returncode == 0, done.stderr
    assert desk.keyring_ids() == [ID]
    desk.renew()


# Time, and roles

def test_a_wrong_clock_is_told(desk):
    desk.aws.set(clock_offset=25 * 3600)
    done = add(desk)
    assert done.returncode == 0
    assert done.stderr.count("25 hours slow") == 1


@pytest.mark.parametrize("yes", [True, False])
def test_roles_are_mended(desk, terminal, yes):
    roles = (f"[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\nmfa_serial = {PHONE}\n"
             f"[profile other]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = x\nmfa_serial = {PHONE}\n")
    desk.config.write_text(roles)
    terminal.start([DAYPASS, "add", "work", "--access-key-id", ID, *REGION], desk.env)
    terminal.expect("Secret access key")
    terminal.type(SECRET + "\n")
    terminal.expect("Take these lines out?")
    terminal.type("y\n" if yes else "n\n")
    [ended] = terminal.wait()
    assert ended.status == 0
    assert "prod" in ended.stderr and "other" not in ended.stderr
    assert (desk.value("mfa_serial", desk.config, "prod") is None) == yes
    assert desk.value("mfa_serial", desk.config, "other") == PHONE


def test_cancelled_at_the_secret(desk, terminal):
    terminal.start([DAYPASS, "add", "work", "--access-key-id", ID, *REGION], desk.env)
    terminal.expect("Secret access key")
    terminal.type("\x03")
    assert terminal.wait()[0].status == 4
    assert not desk.config.exists() and desk.keyring_ids() == []
