# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The one application: first day, accounts, and what tray and notifications call."""

import subprocess
import sys
from pathlib import Path

import pytest
from gi.repository import Atspi, Gio, GLib

from desk import ACCOUNT
from private_session import BUS, wait_for
from screen import WINDOW, WINDOW_CLASS

OBJECT_PATH = "/io/github/daypass/Daypass"
INTERFACE = "org.freedesktop.Application"


def call(screen, method, signature, *arguments):
    """Calls the application as the tray does; the bus starts it if need be."""
    screen.session.bus.call_sync(WINDOW_CLASS, OBJECT_PATH, INTERFACE, method, GLib.Variant(signature, arguments),
                                 None, Gio.DBusCallFlags.NONE, 20000, None)


def is_running(screen):
    return screen.session.call("/org/freedesktop/DBus", BUS, "NameHasOwner", "(s)", WINDOW_CLASS, destination=BUS)[0]


def renew(screen, profile="work"):
    call(screen, "ActivateAction", "(sava{sv})", "renew", [GLib.Variant("s", profile)], {})


@pytest.fixture(name="service")
def install_service(screen):
    """The D-Bus service of the window, in the environment of this screen."""
    variables = " ".join(f"{name}={value}" for name, value in screen.env.items() if name.startswith(("AWS_", "GSK_", "XDG_DATA_DIRS", "G_DEBUG", "no_proxy")))
    screen.session.add_service(WINDOW_CLASS, f"/usr/bin/env {variables} {WINDOW} --gapplication-service")
    yield
    if is_running(screen):
        call(screen, "ActivateAction", "(sava{sv})", "quit", [], {})
        wait_for(lambda: not is_running(screen), "the application to end")


def first_day(screen):
    """A desk without an account and with an empty keyring."""
    screen.config.unlink()
    screen.forget(screen.taro.access_key_id)


def open_window(screen, **variables):
    process = screen.start(**variables)
    screen.session.focus_window(WINDOW_CLASS)
    return process


def type_code(screen):
    screen.reads("Six digits. The code")
    wait_for(lambda: "text" in [role for role, one in screen.look() if "MFA code" in one.get_name()
                                and one.get_state_set().contains(Atspi.StateType.FOCUSED)], "the focus of the field")
    screen.type(screen.taro.code())
    screen.reads("Session until")


def fill_form(screen, secret):
    for text in ("work", screen.taro.access_key_id, secret):
        screen.type(text)
        screen.press("Tab")


def test_tray_opens_one_dialog_however_often_it_calls(screen, service):
    renew(screen)
    renew(screen)
    type_code(screen)
    assert len(screen.session.run_x("xdotool", "search", "--onlyvisible", "--class", WINDOW_CLASS).split()) == 1
    assert screen.value("aws_access_key_id").startswith("ASIA")
    wait_for(lambda: not is_running(screen), "the application to end with its last window")


def test_activation_shows_the_accounts(screen, service):
    screen.write_session(seconds_left=3600 * 5)
    call(screen, "Activate", "(a{sv})", {})
    screen.reads("Account 111122223333 · phone")
    screen.reads("until ")


def test_first_day_by_keyboard_alone(screen):
    first_day(screen)
    open_window(screen, AWS_REGION="eu-west-1")
    screen.reads("Six digits, and AWS for the day")
    screen.press("alt+a")
    screen.reads("Secret access key")
    fill_form(screen, screen.taro.secret_access_key)
    screen.press("alt+a")
    type_code(screen)
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    assert screen.value("region", screen.config) == "eu-west-1"
    assert screen.value("x_daypass_mfa_serial", screen.config) == screen.taro.mfa_serial
    assert screen.value("aws_access_key_id").startswith("ASIA")
    screen.reads("Account 111122223333 · phone")


def test_wrong_secret_is_told_and_stored_nowhere(screen):
    first_day(screen)
    open_window(screen, AWS_REGION="eu-west-1")
    screen.reads("Six digits, and AWS for the day")
    screen.press("alt+a")
    screen.reads("Secret access key")
    fill_form(screen, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGKEYXX")
    screen.press("alt+a")
    screen.reads("The secret access key does not match")
    assert screen.keyring_ids() == []
    assert not screen.config.exists()


def test_bad_profile_name_is_told_while_it_is_typed(screen):
    first_day(screen)
    open_window(screen)
    screen.reads("Six digits, and AWS for the day")
    screen.press("alt+a")
    screen.reads("Secret access key")
    screen.type("a]b")
    wait_for(lambda: any(role == "alert" and "a]b" in one.get_name() for role, one in screen.look()), "the word about the name")


def test_plaintext_key_is_moved_into_the_keyring(screen):
    first_day(screen)
    screen.write_credentials(f"# mine\n[work]\naws_access_key_id = {screen.taro.access_key_id}\naws_secret_access_key = "
                             f"{screen.taro.secret_access_key}\n\n[other]\nkey = kept\n")
    screen.config.write_text("[profile work]\nregion = eu-west-1\n")
    open_window(screen)
    screen.click("Move the Keys from")
    screen.click("Move the key of “work”")
    type_code(screen)
    text = screen.credentials.read_text()
    assert "AKIA" not in text and "# mine" in text and "[other]\nkey = kept" in text
    assert screen.keyring_ids() == [screen.taro.access_key_id]


def test_rows_follow_the_files(screen):
    open_window(screen)
    screen.reads("no session")
    screen.write_session(seconds_left=3600 * 5)
    screen.reads("until ")
    screen.write_session(seconds_left=-60)
    screen.reads("ended ")


def test_remove_asks_first(screen):
    screen.renew()
    open_window(screen)
    screen.click("Remove “work”")
    screen.reads("AWS never shows its secret access key again")
    screen.session.focus_window(WINDOW_CLASS)
    screen.press("Return")  # the harmless button has the focus
    wait_for(lambda: not any("never shows" in text for text in screen.texts()), "the question to be gone")
    assert screen.keyring_ids() != []

    screen.click("Remove “work”")
    screen.reads("AWS never shows its secret access key again")
    click_exactly(screen, "Remove")
    screen.reads("Six digits, and AWS for the day")
    assert screen.keyring_ids() == []
    assert "[work]" not in screen.credentials.read_text()
    assert "daypass" not in screen.config.read_text()


def click_exactly(screen, name):
    next(one for role, one in screen.look() if role == "push button" and one.get_name() == name).do_action(0)


def test_a_hundred_accounts(screen):
    accounts = [ACCOUNT.replace("profile work", f"profile account-{number:03}") for number in range(100)]
    screen.config.write_text("".join(accounts))
    open_window(screen)
    screen.reads("account-099")
    assert sum(role == "list item" for role, _one in screen.look()) == 100


def test_unreadable_files_are_told(screen):
    screen.config.write_bytes(b"[profile work]\nregion = \xff\n[profile work\n")
    open_window(screen)
    wait_for(lambda: any(role == "alert" and one.get_name() for role, one in screen.look()), "a word about the file")


@pytest.fixture(name="portal")
def start_portal(screen):
    program = Path(__file__).with_name("settings_portal.py")
    process = subprocess.Popen([sys.executable, program], env=screen.env | {"G_DEBUG": ""}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write("dark\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.terminate()
    process.wait()
    process.stdout.close()


def brightness(screen, tmp_path):
    screen.photograph(tmp_path / "window.png")
    shown = subprocess.run(["convert", tmp_path / "window.png", "-colorspace", "gray", "-resize", "1x1!", "-format", "%[fx:u]", "info:"],
                           capture_output=True, text=True, check=True)
    return float(shown.stdout)


@pytest.mark.parametrize("arguments", [[], ["--prompt", "work"]])
def test_follows_dark_and_cannot_be_looked_into(screen, portal, tmp_path, arguments):
    process = screen.start(*arguments)
    screen.session.focus_window(WINDOW_CLASS)
    wait_for(lambda: brightness(screen, tmp_path) < 0.4, "a dark window")
    with pytest.raises(PermissionError):
        Path(f"/proc/{process.pid}/environ").read_bytes()
    portal.stdin.write("light\n")
    portal.stdin.flush()
    wait_for(lambda: brightness(screen, tmp_path) > 0.6, "a light window")
