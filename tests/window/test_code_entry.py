# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The field for the six digits: pasted codes, and the way out at any moment."""

import subprocess

import pytest
from gi.repository import Atspi

from private_session import PATIENCE, wait_for
from screen import WINDOW_CLASS

DONE, CANCELLED = 0, 4


def ask(screen):
    process = screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("The key belongs to “taro”")
    return process


def content_of(field):
    return Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))


def copy(screen, text):
    """Puts a text on the clipboard, as an authenticator does."""
    subprocess.run(["xclip", "-selection", "clipboard"], input=text, text=True, env=screen.session.env,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def widen(code):
    return code.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})


@pytest.mark.parametrize("form", ["{0}{1}", "{0} {1}\n", "Code: {0}-{1}"])
@pytest.mark.parametrize("typed_before", ["", "12"])
def test_pasted_code(screen, form, typed_before):
    """A whole code takes the place of what was begun."""
    ask(screen)
    screen.type(typed_before)
    code = screen.taro.code()
    copy(screen, form.format(code[:3], code[3:]))
    screen.press("ctrl+v")
    screen.reads("Session until")
    assert screen.sessions_given() == 1


def test_pasted_full_width_code(screen):
    ask(screen)
    copy(screen, widen(screen.taro.code()))
    screen.press("shift+Insert")
    screen.reads("Session until")


def test_pasted_text_without_a_code_changes_nothing(screen):
    ask(screen)
    field = screen.find("text", "MFA code")
    screen.type("12")
    wait_for(lambda: content_of(field) == "12", "two digits")
    copy(screen, "AKIAIOSFODNN7EXAMPLE and 1234567890")
    screen.press("ctrl+v")
    screen.reads("An MFA code has six digits.")
    assert content_of(field) == "12"
    assert screen.sessions_given() == 0


def test_escape_while_the_keyring_hangs(screen):
    with screen.session.frozen_keyring():
        process = screen.start("--prompt", "work")
        screen.session.focus_window(WINDOW_CLASS)
        screen.reads("Opening the keyring")
        screen.press("Escape")
        wait_for(lambda: not screen.session.run_x("xdotool", "search", "--onlyvisible", "--class", WINDOW_CLASS), "the dialog to be gone")
    assert process.wait(PATIENCE) == CANCELLED


def test_password_of_the_keyring_that_is_typed_into_the_dialog(screen):
    """It presses no button, and the question comes all the same."""
    with screen.session.frozen_keyring():
        screen.start("--prompt", "work")
        screen.session.focus_window(WINDOW_CLASS)
        screen.reads("Opening the keyring")
        screen.type("my password")
        screen.press("Return")
    screen.reads("The key belongs to “taro”")


def test_escape_after_a_refused_code(screen):
    process = ask(screen)
    screen.type(screen.taro.wrong_code())
    screen.reads_of_the_next_code()
    screen.press("Escape")
    assert process.wait(PATIENCE) == CANCELLED


def test_escape_closes_what_is_done(screen):
    process = ask(screen)
    screen.type(screen.taro.code())
    screen.reads("Session until")
    screen.press("Escape")
    assert process.wait(PATIENCE) == DONE


def test_dialog_keeps_its_size(screen):
    """Whatever it tells, also that the next code is awaited."""
    ask(screen)

    def size():
        shell = screen.session.run_x("xdotool", "getwindowgeometry", "--shell", screen.session.find_window(WINDOW_CLASS))
        return [line for line in shell.splitlines() if line.startswith(("WIDTH", "HEIGHT"))]
    before = size()
    screen.type(screen.taro.wrong_code())
    screen.reads_of_the_next_code()
    assert size() == before
    screen.type(screen.taro.code())
    screen.reads("Session until")
    assert size() == before
