# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the window still holds when its job is done and it stays open."""

import subprocess

import pytest
from private_session import PrivateSession, wait_for
from screen import WINDOW, WINDOW_CLASS, Screen

from conftest import REGION, check, key_of, session_of
from needles import count_places


@pytest.fixture(name="desk", scope="module")
def start_desk(running, folder):
    """One for all tests: this process knows one accessibility bus."""
    with PrivateSession(folder / "session", display=True) as session:
        screen = Screen(session, running)
        screen.env |= {"AWS_CA_BUNDLE": running.ca_file, "AWS_REGION": REGION}
        yield screen


@pytest.fixture(name="screen")
def clear_desk(desk, aws):
    desk.clear()
    return desk


@pytest.fixture(name="start")
def start_windows(screen, watch):
    """Starts the window and waits until keys reach it."""
    def start(*arguments):
        program = watch([WINDOW, *arguments], env=screen.env, stdin=subprocess.DEVNULL)
        screen.session.focus_window(WINDOW_CLASS)
        return program
    return start


def count_keys(screen, window):
    return count_places(window.memory, key_of(screen.taro))["secret access key"]


def type_code(screen):
    screen.reads("Six digits. The code")
    screen.session.focus_window(WINDOW_CLASS)
    code = screen.taro.code()
    screen.type(code)
    screen.reads("Session until")
    return {"MFA code": [code.encode()]} | session_of(screen.credentials)


def close_dialog(screen):
    screen.close_dialog()
    wait_for(lambda: len(screen.windows()) == 1, "the dialog to close")
    screen.reads("Account 111122223333 · phone")


def leave_first_day(screen):
    screen.reads("AWS_PROFILE=work terraform plan")
    screen.press("Return")
    screen.reads("Account 111122223333 · phone")


def test_first_day(screen, start):
    window = start()
    screen.go_to_form()
    screen.fill_form()
    assert count_keys(screen, window) == 1  # the form's own, where typing keeps it
    screen.press("alt+a")
    secrets = type_code(screen)
    leave_first_day(screen)
    check("daypass-window", window.memory, key_of(screen.taro) | secrets)


def test_form_that_was_left(screen, start):
    window = start()
    screen.go_to_form()
    screen.fill_form()
    assert count_keys(screen, window) == 1
    screen.press("Escape")
    screen.reads("Six digits, and AWS for the day")
    check("daypass-window", window.memory, key_of(screen.taro))


def test_renewals(screen, start):
    """All that they leave is not more than one of them leaves."""
    screen.open_account()
    window = start()
    secrets = {}
    for _ in range(3):
        screen.click("Renew")
        screen.reads("The key belongs to")
        assert count_keys(screen, window) >= 1  # it is needed in a moment
        for name, forms in type_code(screen).items():
            secrets.setdefault(name, []).extend(forms)
        close_dialog(screen)
        check("daypass-window", window.memory, key_of(screen.taro) | secrets)


def test_dialog_of_a_command(screen, start):
    screen.open_account()
    window = start("--prompt", "work")
    secrets = type_code(screen)
    check("daypass-window", window.memory, key_of(screen.taro) | secrets)


def test_keys_moved_from_the_file(screen, start):
    screen.write_plaintext_key()
    screen.config.write_text("[profile work]\nregion = eu-west-1\n")
    window = start()
    screen.move_key()
    secrets = type_code(screen)
    leave_first_day(screen)
    check("daypass-window", window.memory, key_of(screen.taro) | secrets)
