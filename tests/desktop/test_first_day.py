# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The first day: from the launcher to a session, by keyboard alone and by a screen reader alone."""

import pytest
from gi.repository import Atspi

from private_session import wait_for


@pytest.fixture(name="newcomer")
def without_account(person):
    person.forget(person.taro.access_key_id)
    person.config.unlink()
    return person


def test_key_added_by_keyboard_alone(newcomer):
    person = newcomer
    person.launch()
    wait_for(person.has_focus, "the window")
    person.keep_picture("first-day-1-welcome")
    person.tab_to("push button", "Add an Access Key")
    person.press("Return")

    person.tab_to("text", "Name of the profile")
    person.type("work")
    person.tab_to("text", "Access key ID")
    person.type(person.taro.access_key_id)
    person.tab_to("password text", "Secret access key")
    person.type(person.taro.secret_access_key)
    person.tab_to("push button", "Region")
    person.press("space")
    person.waits_in("entry", "Search for a region")
    person.type("Tokyo")
    wait_for(lambda: not any("Osaka" in text for text in person.texts()), "one region only")
    person.keep_picture("first-day-2-region")
    person.press("Return")
    person.waits_in("push button", "Region: Tokyo")
    person.tab_to("push button", "Add")
    person.keep_picture("first-day-3-form")
    person.press("Return")

    person.meet_dialog()
    assert len(person.windows()) == 1
    person.keep_picture("first-day-4-code")
    person.type(person.taro.code())
    person.reads("Session until")
    wait_for(lambda: person.item_bus_name() and "until" in person.tooltip(), "the icon, without a log-out")
    person.tab_to("check box", "Start at login")
    person.press("space")
    autostart = person.session.home / ".config/autostart/io.github.daypass.Daypass.desktop"
    wait_for(autostart.exists, "the autostart file")
    person.keep_picture("first-day-5-session")
    person.tab_to("push button", "Done")
    person.press("Return")
    person.reads("Account 111122223333 · phone")
    person.keep_picture("first-day-6-accounts")
    autostart.unlink()
    assert person.value("region", person.config) == "ap-northeast-1"
    assert person.value("x_daypass_mfa_serial", person.config) == person.taro.mfa_serial
    assert person.value("aws_access_key_id").startswith("ASIA")
    assert person.keyring_ids() == [person.taro.access_key_id]
    assert person.taro.secret_access_key not in person.config.read_text() + person.credentials.read_text()


def test_key_moved_by_a_screen_reader_alone(newcomer):
    person = newcomer
    others = "# by hand\n[build]\naws_access_key_id=AKIAI44QH8DHBEXAMPLE\naws_secret_access_key=je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n"
    person.config.write_text("[profile work]\nregion = ap-northeast-1\n")
    person.write_credentials(f"{others}\n[work]\naws_access_key_id = {person.taro.access_key_id}\n"
                             f"aws_secret_access_key = {person.taro.secret_access_key}\n")
    person.launch()
    person.click("Move the Keys")
    person.click("Move the key of “work”")
    person.reads("The key belongs to “taro”")
    field = person.find("text", "MFA code of the device")
    person.keep_picture("first-day-7-moving")
    Atspi.EditableText.set_text_contents(field, person.taro.code())
    person.reads("Session until")
    person.keep_picture("first-day-8-moved")
    assert person.keyring_ids() == [person.taro.access_key_id]
    text = person.credentials.read_text()
    assert text.startswith(others)
    assert person.taro.secret_access_key not in text
    assert person.value("aws_access_key_id").startswith("ASIA")
