# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The six digits typed through a real input method in its Japanese mode, which keeps them in its
preedit until Enter: nobody presses Enter after a code."""

import subprocess

import pytest
from gi.repository import Atspi

from private_session import wait_for
from screen import WINDOW_CLASS

SWITCH_JAPANESE_ON = "ctrl+j"


@pytest.fixture(name="anthy")
def start_input_method(screen):
    """IBus with Anthy; returns the environment of a program that uses it."""
    # Its keys are answered in turn then, however fast they come.
    variables = {"GTK_IM_MODULE": "ibus", "IBUS_ENABLE_SYNC_MODE": "1"}
    # IBus warns of much at its start.
    env = screen.env | variables | {"G_DEBUG": ""}
    command = ["ibus-daemon", "--panel=disable", "--config=disable", "--emoji-extension=disable", "--verbose"]
    daemon = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ibus(*arguments):
        return subprocess.run(["ibus", *arguments], env=env, capture_output=True, text=True, check=False).stdout.strip()

    def uses_anthy():
        ibus("engine", "anthy")
        return ibus("engine") == "anthy"
    wait_for(lambda: ibus("address") not in ("", "(null)"), "IBus")
    wait_for(uses_anthy, "Anthy")
    yield variables
    daemon.terminate()
    daemon.wait()


def picture(screen, folder):
    screen.photograph(folder / "dialog.png")
    return subprocess.run(["identify", "-format", "%#", folder / "dialog.png"], capture_output=True, text=True, check=True).stdout


def content_of(field):
    return Atspi.Text.get_text(field, 0, Atspi.Text.get_character_count(field))


@pytest.mark.parametrize("latin_digits", [0, 2])
def test_digits_of_the_japanese_mode_need_no_enter(screen, anthy, tmp_path, latin_digits):
    """Also when the mode was switched on only after some of them."""
    screen.start("--prompt", "work", **anthy)
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("The key belongs to “taro”")
    field = screen.find("text", "MFA code")
    code = screen.taro.code()
    screen.type(code[:latin_digits])
    wait_for(lambda: content_of(field) == code[:latin_digits], "the digits of the Latin mode")

    screen.press(SWITCH_JAPANESE_ON)
    before = picture(screen, tmp_path)
    screen.type(code[latin_digits:5])
    wait_for(lambda: picture(screen, tmp_path) != before, "digits that are not committed")
    assert content_of(field) == code[:latin_digits]
    screen.type(code[5])
    screen.reads("Session until")
    assert screen.sessions_given() == 1
