# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What a screen reader makes of every page: each control with a name, a role and a state, and
what happens told while the focus is in the field."""

import time

import pytest
from aws_vault import AwsVault
from gi.repository import Atspi, Gio, GLib

from private_session import PATIENCE, wait_for
from screen import WINDOW_CLASS

# What a person acts upon, and what tells something.
CONTROLS = {"push button", "toggle button", "check box", "radio button", "text", "password text", "entry", "combo box",
            "spin button", "slider", "link", "switch", "menu item"}
TELLING = {"frame", "dialog", "alert", "list", "list item", "progress bar", "label"}
# Lists of choices are filled when they are opened.
FOCUSABLE = CONTROLS - {"combo box"}


def faults(screen):
    """What a screen reader could not tell, by role and name."""
    found = []
    for role, one in screen.look():
        name, states = one.get_name(), one.get_state_set()
        if role in CONTROLS | TELLING and (not name.strip() or name.startswith(("Gtk", "Dp"))):
            found.append(f"no name: {role} “{name}”")
        if role in CONTROLS and "_" in name:
            found.append(f"a mnemonic is read: {role} “{name}”")
        if role in FOCUSABLE and not states.contains(Atspi.StateType.FOCUSABLE):
            found.append(f"out of the keyboard's reach: {role} “{name}”")
        if role.endswith("button") and one.get_n_actions() == 0:
            found.append(f"cannot be pressed: {role} “{name}”")
        if role in ("text", "password text") and not {Atspi.StateType.EDITABLE, Atspi.StateType.BUSY} & set(states.get_states()):
            found.append(f"cannot be written to: {role} “{name}”")
        if role == "filler" and name == "Daypass":
            found.append("a window that is none")
    return found


def first_day(screen):
    screen.forget_account()
    screen.start()
    screen.find("push button", "Add an Access Key")


def offers(screen):
    first_day(screen)
    screen.config.write_text("[profile client]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::111122223333:mfa/phone\n")
    screen.find("push button", "Add the access key of “client”")


def offered_form(screen):
    offers(screen)
    screen.click("Add the access key of “client”")
    screen.find("label", "Account 111122223333 · phone")


def add(screen):
    first_day(screen)
    screen.click("Add an Access Key")
    screen.find("password text")


def ask_on_the_page(screen):
    add(screen)
    for name, text in (("Name of the profile", "work"), ("Access key", screen.taro.access_key_id)):
        Atspi.EditableText.set_text_contents(screen.find("text", name), text)
    Atspi.EditableText.set_text_contents(screen.find("password text"), screen.taro.secret_access_key)
    screen.click("Region")
    screen.find("list item", "Tokyo").do_action(0)
    button = screen.find("push button", "Add")
    wait_for(lambda: button.get_state_set().contains(Atspi.StateType.SENSITIVE), "the button to take it")
    button.do_action(0)
    screen.find("text", "MFA code")


def first_session(screen):
    ask_on_the_page(screen)
    Atspi.EditableText.set_text_contents(screen.find("text", "MFA code"), screen.taro.code())
    screen.find("push button", "Done")


def choose_region(screen):
    add(screen)
    screen.click("Region")
    screen.find("list item", "Tokyo")


def move(screen):
    screen.write_credentials("[old]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n"
                             "aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n")
    screen.start()
    screen.click("Move Keys…")
    screen.find("push button", "Move the key of “old”")


@pytest.fixture(name="vault")
def fill_aws_vault(screen):
    vault = AwsVault(screen.session)
    vault.add("work", "AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
    yield vault
    screen.session.delete_collection(vault.collection)


def test_keys_of_aws_vault_have_name_role_and_state(screen, vault):
    screen.start()
    screen.click("Move Keys…")
    screen.find("push button", "Look for Keys of aws-vault")
    assert faults(screen) == []
    screen.click("Look for Keys of aws-vault")
    screen.find("push button", "Take over the key of “work” from aws-vault")
    assert faults(screen) == []


def accounts(screen):
    screen.write_session(seconds_left=20000)
    screen.start()
    screen.find("progress bar")


def removal(screen):
    screen.start()
    screen.click("Remove “work”")
    screen.reads("never shows its secret access key again")


def asking(screen):
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("The key belongs to “taro”")


def sending(screen):
    asking(screen)
    screen.aws.misbehave("delay", delay_ms=60000)
    screen.type(screen.taro.code())
    screen.find("alert", "Asking AWS")


def refused(screen):
    asking(screen)
    screen.type(screen.taro.wrong_code())
    screen.reads_of_the_next_code()


def failed(screen):
    screen.start("--prompt", "work", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    screen.find("push button", "Try Again")


def done(screen):
    asking(screen)
    screen.type(screen.taro.code())
    screen.find("alert", "Session until")


@pytest.mark.parametrize("open_page", [first_day, offers, offered_form, add, choose_region, ask_on_the_page, first_session, move, accounts, removal, asking, sending, refused, failed, done])
def test_every_control_has_name_role_and_state(screen, open_page):
    open_page(screen)
    roles = [role for role, _one in wait_for(screen.look, "the page")]
    assert "frame" in roles and "push button" in roles
    assert faults(screen) == []


def test_dialog_that_waits_for_the_keyring(screen):
    screen.session.lock()
    screen.start("--prompt", "work")
    screen.reads("Opening the keyring")
    assert faults(screen) == []
    screen.session.dismiss_prompt()


def test_region_is_chosen_by_actions(screen):
    choose_region(screen)
    screen.find("list item", "Tokyo").do_action(0)
    screen.find("push button", "Region: Tokyo (ap-northeast-1)")


@pytest.fixture(name="spoken")
def listen(screen):
    """Waits for a new description of a control; of what has the focus a screen reader speaks it."""
    address, = screen.session.bus.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None,
                                            GLib.VariantType("(s)"), 0, PATIENCE * 1000, None).unpack()
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    bus = Gio.DBusConnection.new_for_address_sync(address, flags, None, None)
    heard = []
    bus.signal_subscribe(None, "org.a11y.atspi.Event.Object", "PropertyChange", None, "accessible-description", 0,
                         lambda *signal: heard.append(signal[5].unpack()[3]))

    def spoken(text):
        def has_come():
            while GLib.MainContext.default().iteration(False):
                pass
            return any(text in description for description in heard)
        wait_for(has_come, f"“{text}” to be spoken")
    yield spoken
    bus.close_sync(None)


def test_what_happens_is_spoken(screen, spoken):
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    spoken("Six digits. The code is sent with the last one.")
    spoken("The key belongs to “taro” in account 111122223333.")
    screen.aws.misbehave("delay", delay_ms=200)
    screen.type(screen.taro.wrong_code())
    spoken("Asking AWS for a session…")
    spoken("AWS did not accept the code.")
    assert screen.find("text").get_state_set().contains(Atspi.StateType.INVALID)


def test_end_of_the_countdown_is_spoken(screen, spoken):
    """With a clock of AWS that has some seconds left until its next code."""
    screen.aws.set(clock_offset=1800 - int(time.time() + 10) % 30)
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    spoken("minutes slow")
    spoken("The key belongs to “taro”")
    screen.type(screen.taro.wrong_code())
    spoken("The next code is there now")
    screen.reads("The next code is there now")


def test_outcome_is_read_with_the_focused_button(screen):
    failed(screen)
    button = wait_for(lambda: next((one for role, one in screen.look() if one.get_state_set().contains(Atspi.StateType.FOCUSED)), None), "the focus")
    assert button.get_name() == "Try Again"
    assert "AWS cannot be reached" in button.get_description()


def test_what_happens_on_the_page_is_spoken(screen, spoken):
    ask_on_the_page(screen)
    spoken("Six digits. The code is sent with the last one.")
    Atspi.EditableText.set_text_contents(screen.find("text", "MFA code"), screen.taro.wrong_code())
    spoken("AWS did not accept the code.")
