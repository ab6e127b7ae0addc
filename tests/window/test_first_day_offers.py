# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The first day of a person who has profiles with an MFA device, or comes from another tool:
what is there is offered, and nothing is taken that was not asked for."""

import pytest
from aws_mfa import write_aws_mfa
from aws_vault import AwsVault
from gi.repository import Atspi

from private_session import wait_for
from screen import WINDOW_CLASS

PHONE = "arn:aws:iam::111122223333:mfa/phone"
CLIENT = f"# mine\n[profile client]\nregion = eu-west-1\nmfa_serial = {PHONE}\noutput = json\n"
ROLE = "role_arn = arn:aws:iam::444455556666:role/admin\n"


@pytest.fixture(name="newcomer")
def without_account(screen):
    """A desk without an account and with an empty keyring."""
    screen.forget_account()
    return screen


@pytest.fixture(name="vault")
def fill_aws_vault(newcomer):
    """What aws-vault keeps for a profile “work”."""
    vault = AwsVault(newcomer.session)
    vault.add("work", newcomer.taro.access_key_id, newcomer.taro.secret_access_key)
    newcomer.config.write_text("[profile work]\nregion = eu-west-1\n")
    yield vault
    newcomer.close_windows()
    newcomer.session.unlock(vault.collection)
    newcomer.session.delete_collection(vault.collection)


def offers(screen):
    """The profiles that the first page offers."""
    names = [screen.name(one) for role, one in screen.look() if role == "push button"]
    return [name.split("“")[1].rstrip("”") for name in names if name.startswith("Add the access key of")]


def text_of(screen, role, name):
    field = screen.find(role, name)
    return Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))


def fill_in_key(screen):
    screen.waits_in("text", "Access key ID")
    for role, name, text in (("text", "Access key ID", screen.taro.access_key_id), ("password text", "Secret", screen.taro.secret_access_key)):
        Atspi.EditableText.set_text_contents(screen.find(role, name), text)


def add_key(screen, profile):
    """Gives an offered profile its key, and says so."""
    screen.click(f"Add the access key of “{profile}”")
    fill_in_key(screen)
    wait_for(lambda: not any("Still missing" in text for text in screen.texts()), "the form to be complete")
    screen.click("Add")


def answer(screen, question, button):
    """Answers a question that has come up over the window."""
    screen.reads(question)
    screen.click(button)
    wait_for(lambda: not any(question in text for text in screen.texts()), "the question to be gone")


def type_code(screen):
    screen.session.focus_window(WINDOW_CLASS)
    screen.waits_in("text", "MFA code of the device")
    screen.type(screen.taro.code())


# Profiles with an MFA device

def test_only_what_lacks_nothing_but_its_key_is_offered(newcomer):
    screen = newcomer
    screen.write_credentials(f"[plain]\naws_access_key_id = {screen.taro.access_key_id}\naws_secret_access_key = {screen.taro.secret_access_key}\n")
    screen.config.write_text(f"{CLIENT}[profile admin]\n{ROLE}source_profile = client\nmfa_serial = {PHONE}\n[profile plain]\nmfa_serial = {PHONE}\n"
                             f"[profile sso]\nsso_session = s\nmfa_serial = {PHONE}\n[profile bare]\nregion = eu-west-1\n[default]\nmfa_serial = {PHONE}\n")
    screen.open_window()
    wait_for(lambda: offers(screen) == ["client", "default"], "the two offers")
    screen.find("push button", "Move the Keys from")


def test_key_is_all_that_is_typed_for_a_profile(newcomer):
    screen = newcomer
    screen.taro.add_device(name="tablet")
    screen.config.write_text(CLIENT)
    screen.open_window(AWS_REGION="us-east-1")
    screen.click("Add the access key of “client”")
    fill_in_key(screen)
    assert text_of(screen, "text", "Name of the profile") == "client"
    screen.find("push button", "Region: Ireland (eu-west-1)")
    screen.reads("Account 111122223333 · phone")
    screen.click("Add")
    answer(screen, "Rename it to x_daypass_mfa_serial?", "Yes")
    type_code(screen)
    screen.reads("Session until")
    assert screen.config.read_text().startswith("# mine\n[profile client]\nregion = eu-west-1\n")
    assert screen.value("mfa_serial", screen.config, "client") is None
    assert screen.value("x_daypass_mfa_serial", screen.config, "client") == PHONE
    assert screen.value("output", screen.config, "client") == "json"
    assert screen.value("aws_access_key_id", section="client").startswith("ASIA")


def test_line_stays_where_the_person_wants_it(newcomer):
    screen = newcomer
    screen.config.write_text(CLIENT)
    screen.open_window()
    add_key(screen, "client")
    answer(screen, "has an mfa_serial line, with which some SDKs refuse the keys of a session", "No")
    type_code(screen)
    screen.reads("Session until")
    assert screen.value("mfa_serial", screen.config, "client") == PHONE


def test_thirty_profiles_are_offered_and_the_last_is_reached_by_keyboard(newcomer):
    screen = newcomer
    names = [f"client-{number:02}" for number in range(30)]
    screen.config.write_text("".join(f"[profile {name}]\nmfa_serial = {PHONE}\n" for name in names))
    screen.open_window()
    wait_for(lambda: offers(screen) == names, "all offers")
    screen.press("shift+Tab")  # from the first control to the last
    screen.waits_in("push button", "Add the access key of “client-29”")

    def is_in_sight():
        frame, button = (Atspi.Component.get_extents(screen.find(*what), Atspi.CoordType.WINDOW)
                         for what in (("frame", ), ("push button", "“client-29”")))
        return 0 <= button.y and button.y + button.height <= frame.height and button.x + button.width <= frame.width
    wait_for(is_in_sight, "the last offer to be scrolled to")
    screen.press("space")
    screen.waits_in("text", "Access key ID")
    assert text_of(screen, "text", "Name of the profile") == "client-29"


def test_offers_follow_the_file(newcomer):
    screen = newcomer
    screen.config.write_text(CLIENT)
    screen.open_window()
    wait_for(lambda: offers(screen) == ["client"], "the offer")
    screen.config.write_text(CLIENT + ROLE)
    wait_for(lambda: offers(screen) == [], "the offer to go")
    screen.config.write_text(CLIENT.replace("client", "other"))
    wait_for(lambda: offers(screen) == ["other"], "the other offer")


def test_escape_leads_back_to_the_offers_and_a_new_form_is_empty(newcomer):
    screen = newcomer
    screen.config.write_text(CLIENT)
    screen.open_window()
    screen.click("Add the access key of “client”")
    fill_in_key(screen)
    screen.press("Escape")
    wait_for(lambda: offers(screen) == ["client"], "the first page")
    screen.click("Add an Access Key")
    screen.waits_in("text", "Name of the profile")
    assert text_of(screen, "text", "Name of the profile") == ""
    assert not any("· phone" in text for text in screen.texts())
    screen.type("client")
    screen.reads("Account 111122223333 · phone")


def test_roles_that_ask_for_a_code_of_their_own_are_mended(newcomer):
    screen = newcomer
    screen.config.write_text(f"{CLIENT}\n[profile admin]\n{ROLE}source_profile = client\nmfa_serial = {PHONE}\n")
    screen.open_window()
    add_key(screen, "client")
    answer(screen, "Rename it to x_daypass_mfa_serial?", "Yes")
    screen.reads("the AWS CLI asks for a second code: admin.")
    answer(screen, "Take these lines out?", "Yes")
    type_code(screen)
    screen.reads("Session until")
    assert screen.value("mfa_serial", screen.config, "admin") is None
    assert screen.value("source_profile", screen.config, "admin") == "client"


def test_roles_that_were_left_are_told_above_the_accounts(screen):
    role = f"{ROLE}mfa_serial = {PHONE}\n"
    screen.open_account(f"[profile admin]\n{role}source_profile = work\n[profile deep]\n{role}source_profile = admin\n"
                        f"[profile other]\n{role}source_profile = somebody\n")
    screen.open_window()
    screen.find("alert", "the AWS CLI asks for a second code: admin, deep")
    screen.folder.chmod(0o500)
    screen.click("Take the Lines Out")
    screen.find("alert", "Nothing was changed")
    screen.folder.chmod(0o700)
    screen.click("Take the Lines Out")
    wait_for(lambda: not any("second code" in text or "Lines" in text for text in screen.texts()), "the hint to go")
    assert [screen.value("mfa_serial", screen.config, name) for name in ("admin", "deep", "other")] == [None, None, PHONE]
    assert screen.value("role_arn", screen.config, "deep") is not None


# aws-mfa

def test_key_of_aws_mfa_becomes_the_profile_that_it_serves(newcomer):
    screen = newcomer
    screen.config.write_text("[profile work]\nregion = eu-west-1\n")
    screen.write_credentials("")
    write_aws_mfa(screen.credentials, "work", screen.taro, aws_mfa_device=PHONE)
    screen.open_window()
    screen.click("Move the Keys from")
    screen.reads(f"{screen.taro.access_key_id} · kept by aws-mfa")
    assert not any("work-long-term" in text for text in screen.texts())
    screen.click("Move the key of “work”")
    screen.reads("the session takes the place of that of aws-mfa.")
    type_code(screen)
    screen.reads("Session until")
    assert "long-term" not in screen.credentials.read_text()
    assert screen.value("manager") == "daypass" and screen.value("assumed_role") is None
    assert screen.keyring_ids() == [screen.taro.access_key_id]


def test_role_of_aws_mfa_is_refused_with_the_way_to_go(newcomer):
    screen = newcomer
    screen.write_credentials("")
    write_aws_mfa(screen.credentials, "work", screen.taro, assume_role="arn:aws:iam::444455556666:role/admin")
    screen.config.write_text("[profile work]\nregion = eu-west-1\n")
    before = screen.credentials.read_text()
    screen.open_window()
    screen.click("Move the Keys from")
    screen.click("Move the key of “work”")
    screen.find("alert", "daypass role add work --role-arn arn:aws:iam::444455556666:role/admin")
    assert screen.credentials.read_text() == before and screen.keyring_ids() == []


# aws-vault

def look_into_aws_vault(screen):
    screen.click("Take the Keys of aws-vault Over")
    screen.click("Look for Keys of aws-vault")


def test_aws_vault_is_not_mentioned_where_it_keeps_nothing(newcomer):
    screen = newcomer
    vault = AwsVault(screen.session)
    screen.write_credentials("[old]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n")
    screen.open_window()
    screen.click("Move the Keys from")
    screen.find("push button", "Move the key of “old”")
    assert not any("aws-vault" in text for text in screen.texts())
    screen.session.delete_collection(vault.collection)


@pytest.mark.parametrize("keep", [True, False])
def test_key_of_aws_vault_is_taken_over(newcomer, vault, keep):
    screen = newcomer
    screen.open_window()
    look_into_aws_vault(screen)
    screen.reads("aws-vault keeps its copy of a key that is taken over, unless you say otherwise")
    screen.click("Take over the key of “work” from aws-vault")
    screen.reads("do not rotate the key there")
    type_code(screen)
    screen.reads("“aws-vault remove work” takes it out there.")
    answer(screen, "Remove the key from aws-vault?", "No" if keep else "Yes")
    screen.reads("Session until")
    assert vault.names() == (["work"] if keep else [])
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    assert screen.value("aws_access_key_id").startswith("ASIA")
    screen.click("Done")
    screen.reads("Account 111122223333 · phone")
    wait_for(lambda: any("Move Keys…" in text for text in screen.texts()) == keep, "the way to what is left in aws-vault")


def test_aws_vault_key_that_was_taken_over_is_not_offered_again(newcomer, vault):
    screen = newcomer
    screen.open_account()
    screen.open_window()
    screen.click("Move Keys…")
    screen.click("Look for Keys of aws-vault")
    screen.find("alert", "aws-vault has no access key in the keyring that Daypass does not have.")


def test_locked_keyring_of_aws_vault_is_opened_only_for_who_asks(newcomer, vault):
    screen = newcomer
    screen.session.lock(vault.collection)
    screen.open_window()
    screen.click("Take the Keys of aws-vault Over")
    screen.find("push button", "Look for Keys of aws-vault")
    assert not screen.session.run_x("xdotool", "search", "--class", "Gcr-prompter").split()
    screen.click("Look for Keys of aws-vault")
    screen.session.dismiss_prompt()
    screen.find("alert", "The keyring is still locked")
    screen.session.unlock(vault.collection)  # typed, the password would be stored in the default keyring too
    screen.click("Look for Keys of aws-vault")
    screen.find("push button", "Take over the key of “work” from aws-vault")


def test_window_can_be_closed_while_the_keyring_asks(newcomer, vault):
    screen = newcomer
    screen.session.lock(vault.collection)
    process = screen.open_window()
    look_into_aws_vault(screen)
    screen.session.find_window("Gcr-prompter")
    screen.session.call("/io/github/daypass/Daypass", "org.freedesktop.Application", "ActivateAction", "(sava{sv})",
                        "quit", [], {}, destination=WINDOW_CLASS)  # the question keeps all keys to itself
    assert process.wait(20) == 0
    screen.session.dismiss_prompt()
