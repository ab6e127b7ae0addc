# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The first day again: by nothing but the actions that a screen reader offers, without a key or a
pointer, and by the keyboard what was left."""

import pytest
from gi.repository import Atspi

from private_session import wait_for

OTHERS = "# by hand\n[build]\naws_access_key_id=AKIAI44QH8DHBEXAMPLE\naws_secret_access_key=je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"


@pytest.fixture(name="newcomer")
def without_account(person):
    person.forget(person.taro.access_key_id)
    person.config.unlink()
    return person


@pytest.fixture(name="owner")
def with_key_in_the_file(newcomer):
    newcomer.config.write_text("[profile work]\nregion = ap-northeast-1\n")
    newcomer.write_credentials(f"{OTHERS}\n[work]\naws_access_key_id = {newcomer.taro.access_key_id}\n"
                               f"aws_secret_access_key = {newcomer.taro.secret_access_key}\n")
    return newcomer


@pytest.fixture(name="hands_off")
def forbid_keys(person, monkeypatch):
    """Nothing reaches the windows but by the accessibility bus."""
    def refuse(*_arguments):
        raise AssertionError("no key may be pressed")
    monkeypatch.setattr(person, "press", refuse)
    monkeypatch.setattr(person, "type", refuse)


def write(person, role, name, text):
    Atspi.EditableText.set_text_contents(person.find(role, name), text)


def answer_by_actions(person):
    field = person.find("text", "MFA code of the device")
    person.reads("The key belongs to “taro”")
    Atspi.EditableText.set_text_contents(field, person.taro.code())


def test_key_added_by_actions_alone(newcomer, hands_off):
    person = newcomer
    person.launch()
    person.click("Add an Access Key")
    write(person, "text", "Name of the profile", "work")
    write(person, "text", "Access key", person.taro.access_key_id)
    write(person, "password text", "Secret access key", person.taro.secret_access_key)
    person.click("Region")
    person.find("list item", "Tokyo").do_action(0)
    person.find("push button", "Region: Tokyo")
    add = person.find("push button", "Add")
    wait_for(lambda: add.get_state_set().contains(Atspi.StateType.SENSITIVE), "the button to take it")
    add.do_action(0)
    answer_by_actions(person)
    person.reads("Session until")
    assert person.value("region", person.config) == "ap-northeast-1"
    assert person.value("aws_access_key_id").startswith("ASIA")
    assert person.keyring_ids() == [person.taro.access_key_id]


def test_key_moved_by_actions_alone(owner, hands_off):
    person = owner
    person.launch()
    person.click("Move the Keys")
    person.click("Move the key of “work”")
    answer_by_actions(person)
    person.reads("Session until")
    assert person.keyring_ids() == [person.taro.access_key_id]
    assert person.credentials.read_text().startswith(OTHERS)
    assert person.taro.secret_access_key not in person.credentials.read_text()


def test_refused_code_is_mended_by_actions_alone(person, hands_off):
    person.launch()
    person.click("Renew “work”")
    field = person.find("text", "MFA code of the device")
    person.reads("The key belongs to “taro”")
    Atspi.EditableText.set_text_contents(field, person.taro.wrong_code())
    wait_for(lambda: "AWS did not accept the code" in person.find("text", "MFA code of the device").get_description(), "the refusal")
    Atspi.EditableText.set_text_contents(field, person.taro.code())
    person.reads("Session until")
    person.close_dialog()
    assert person.value("aws_access_key_id").startswith("ASIA")


def test_key_moved_by_keyboard_alone(owner):
    person = owner
    person.launch()
    wait_for(person.has_focus, "the window")
    person.tab_to("push button", "Move the Keys")
    person.press("Return")
    person.tab_to("push button", "Move the key of “work”")
    person.press("Return")
    person.meet_dialog()
    person.type(person.taro.code())
    person.reads("Session until")
    assert person.keyring_ids() == [person.taro.access_key_id]
    assert person.value("aws_access_key_id").startswith("ASIA")
    assert person.credentials.read_text().startswith(OTHERS)
