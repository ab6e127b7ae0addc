# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The MFA dialog as a person meets it: keyboard, screen reader, and what is in the files afterwards."""

import pytest
from gi.repository import Atspi

from private_session import PATIENCE, wait_for
from screen import WINDOW_CLASS

DONE, CANCELLED, KEYRING, REFUSED, NETWORK, FILE = 0, 4, 5, 6, 7, 8


@pytest.fixture(name="dialog")
def open_dialog(screen):
    """A dialog that waits for the first digit."""
    process = screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("The key belongs to “taro” in account 111122223333")
    return process


def status_of(process):
    """What the program ends with; it must not complain meanwhile."""
    _out, complaints = process.communicate(timeout=PATIENCE)
    assert complaints == ""
    return process.returncode


def has_state(accessible, state):
    accessible.clear_cache()
    return accessible.get_state_set().contains(state)


def field_of(screen):
    return screen.find("text", "MFA code of the device “phone”")


def content_of(screen):
    field = field_of(screen)
    return Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))


def test_wrong_code_then_right_one(screen, dialog):
    wrong = screen.taro.wrong_code()
    screen.type(wrong)
    screen.reads("AWS did not accept the code")
    assert content_of(screen) == wrong
    assert has_state(field_of(screen), Atspi.StateType.FOCUSED)
    assert screen.find("text").get_description().startswith("AWS did not accept the code")
    screen.reads_of_the_next_code()
    assert not screen.credentials.exists()

    screen.type(screen.taro.code())  # replaces what is selected
    screen.reads("Session until")
    assert screen.value("aws_access_key_id").startswith("ASIA")
    assert screen.sessions_given() == 2
    screen.close_dialog()
    assert status_of(dialog) == DONE


def test_success_closes_by_itself_and_tells_of_running_commands(screen):
    screen.renew()
    dialog = screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.waits_in("text", "MFA code")
    screen.type(screen.taro.code())
    screen.reads("Commands that are already running keep the old session.")
    assert status_of(dialog) == DONE


def test_japanese_sentences_stand_without_a_space(screen):
    screen.renew()
    dialog = screen.start("--prompt", "work", LANGUAGE="ja")
    screen.session.focus_window(WINDOW_CLASS)
    screen.waits_in("text", "MFA デバイス「phone」のコード")
    screen.type(screen.taro.code())
    screen.reads("「work」を使えます。実行中のコマンドは")
    assert status_of(dialog) == DONE


def test_first_session_says_nothing_of_running_commands(screen, dialog):
    screen.type(screen.taro.code())
    screen.reads("is ready for Terraform")
    assert not any("already running" in text for text in screen.texts())


@pytest.mark.parametrize("typed", ["{} {}", "{}{}", " {}{} "])
def test_spaces_are_dropped(screen, dialog, typed):
    code = screen.taro.code()
    screen.type(typed.format(code[:3], code[3:]))
    screen.reads("Session until")


@pytest.mark.parametrize("form", ["{}", "Your code: {}.", "{} \n"])
def test_full_width_digits_and_pasted_sentences(screen, dialog, form):
    wide = screen.taro.code().translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    Atspi.EditableText.set_text_contents(field_of(screen), form.format(wide))
    screen.reads("Session until")


def test_seven_digits_are_no_code(screen, dialog):
    Atspi.EditableText.set_text_contents(field_of(screen), "1234567")
    screen.reads("An MFA code has six digits.")
    assert content_of(screen) == ""
    assert screen.sessions_given() == 0


def test_letters_change_nothing(screen, dialog):
    screen.type("1a2")
    wait_for(lambda: content_of(screen) == "12", "two digits")


def test_by_the_button_alone(screen, dialog):
    """Who sends by the button, as after a refusal, sends the same code."""
    code = screen.taro.wrong_code()
    Atspi.EditableText.set_text_contents(field_of(screen), code)
    screen.reads("AWS did not accept the code")
    assert has_state(screen.find("push button", "Get Session"), Atspi.StateType.SENSITIVE)
    screen.click("Get Session")
    wait_for(lambda: screen.sessions_given() == 2, "the second try")


def test_button_waits_for_six_digits(screen, dialog):
    screen.type("12345")
    wait_for(lambda: content_of(screen) == "12345", "five digits")
    assert not has_state(screen.find("push button", "Get Session"), Atspi.StateType.SENSITIVE)
    screen.press("Return")
    assert screen.sessions_given() == 0


@pytest.mark.parametrize("before, key", [("", "Escape"), ("123", "Escape"), ("123", "ctrl+w")])
def test_escape_leaves_all_as_it_was(screen, dialog, before, key):
    screen.type(before)
    screen.press(key)
    assert status_of(dialog) == CANCELLED
    assert not screen.credentials.exists()


def test_escape_while_the_code_is_on_its_way(screen, dialog):
    screen.aws.misbehave("delay", delay_ms=60000)
    screen.type(screen.taro.code())
    screen.reads("Asking AWS for a session…")
    screen.press("Escape")
    assert status_of(dialog) == CANCELLED
    assert not screen.credentials.exists()


def test_used_code_is_refused_with_the_time_of_the_next(screen):
    code = screen.taro.code()
    screen.renew(code=code)
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.waits_in("text", "MFA code")
    screen.type(code)
    screen.reads("already used")
    screen.reads_of_the_next_code()


def test_dead_key_is_told_before_a_code_is_typed(screen):
    screen.taro.set_key_status("Inactive")
    dialog = screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("AWS does not know the access key")
    screen.click("Close")
    assert status_of(dialog) == REFUSED
    assert screen.sessions_given() == 0


def test_offline_is_told_before_a_code_and_can_be_tried_again(screen):
    screen.aws.misbehave("html-403", times=None)
    dialog = screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("AWS cannot be reached")
    screen.aws.behave()
    screen.click("Try Again")
    screen.reads("The key belongs to “taro”")
    screen.session.focus_window(WINDOW_CLASS)
    screen.type(screen.taro.code())
    screen.reads("Session until")
    screen.close_dialog()
    assert status_of(dialog) == DONE


def test_offline_and_closed(screen):
    dialog = screen.start("--prompt", "work", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("AWS cannot be reached")
    screen.press("Escape")
    assert status_of(dialog) == NETWORK


def test_wrong_clock_is_told_and_corrected(screen):
    screen.aws.set(clock_offset=1800)
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("clock is 30 minutes slow")
    screen.type(screen.taro.code())
    screen.reads("Session until")


def test_keyring_is_unlocked_before_the_field(screen):
    screen.session.lock()
    screen.start("--prompt", "work")
    screen.session.find_window("Gcr-prompter")
    screen.reads("Opening the keyring")
    assert not has_state(field_of(screen), Atspi.StateType.SENSITIVE)
    screen.session.unlock_by_prompt()
    screen.reads("The key belongs to “taro”")
    assert has_state(field_of(screen), Atspi.StateType.SENSITIVE)


def test_keyring_stays_locked(screen):
    screen.session.lock()
    dialog = screen.start("--prompt", "work")
    screen.session.dismiss_prompt()
    screen.reads("The keyring is locked")
    screen.click("Close")
    assert status_of(dialog) == KEYRING


def test_foreign_section_is_left_alone(screen):
    text = "[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = secret\n"
    screen.write_credentials(text)
    dialog = screen.start("--prompt", "work")
    screen.reads("An AWS file cannot be used")
    screen.click("Close")
    assert status_of(dialog) == FILE
    assert screen.credentials.read_text() == text


def test_closes_when_another_asker_got_the_session(screen, dialog):
    screen.write_session(seconds_left=28800)
    screen.reads("got its session from another question meanwhile")
    assert status_of(dialog) == DONE
    assert screen.sessions_given() == 0


def test_a_source_of_codes_needs_no_window(screen):
    code = screen.taro.code()
    screen.config.write_text(screen.config.read_text() + f"x_daypass_mfa_process = echo {code}\n")
    assert status_of(screen.start("--prompt", "work")) == DONE
    assert screen.value("aws_access_key_id").startswith("ASIA")


def test_every_control_has_a_name(screen, dialog):
    screen.type(screen.taro.wrong_code())
    screen.reads_of_the_next_code()
    nameless = [role for role, one in screen.look()
                if role in ("text", "push button", "label", "alert") and (not one.get_name() or one.get_name().startswith("Gtk"))]
    assert nameless == []
    assert [one.get_name() for role, one in screen.look() if role == "push button"] == ["Cancel", "Get Session"]
