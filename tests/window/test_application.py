# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The one application: accounts, and what tray and notifications call."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gi.repository import Atspi, Gio, GLib

from desk import ACCOUNT
from private_session import BUS, PATIENCE, wait_for
from screen import WINDOW, WINDOW_CLASS

OBJECT_PATH = "/io/github/daypass/Daypass"
INTERFACE = "org.freedesktop.Application"


def call(screen, method, signature, *arguments):
    """Calls the application as the tray does; the bus starts it if need be."""
    screen.session.bus.call_sync(WINDOW_CLASS, OBJECT_PATH, INTERFACE, method, GLib.Variant(signature, arguments),
                                 None, Gio.DBusCallFlags.NONE, PATIENCE * 1000, None)


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


def test_help_calls_the_program_by_what_is_typed(screen):
    done = subprocess.run([WINDOW, "--help"], env=screen.env, text=True, capture_output=True, check=False)
    assert done.returncode == 0 and done.stdout.startswith("Usage:\n  daypass-window [OPTION…]\n")


def type_code(screen):
    screen.reads("Six digits. The code")
    screen.waits_in("text", "MFA code")
    screen.type(screen.taro.code())
    screen.reads("Session until")


def test_tray_opens_one_dialog_however_often_it_calls(screen, service):
    renew(screen)
    renew(screen)
    type_code(screen)
    assert len(screen.windows()) <= 1  # none when it has closed by itself
    assert screen.value("aws_access_key_id").startswith("ASIA")
    wait_for(lambda: not is_running(screen), "the application to end with its last window")


def test_click_asks_again_while_the_success_is_still_told(screen, service):
    renew(screen)
    type_code(screen)
    first = screen.value("aws_access_key_id")
    renew(screen)
    type_code(screen)
    assert len(screen.windows()) <= 1
    assert screen.value("aws_access_key_id") != first


def test_click_asks_again_while_a_failure_is_still_told(screen, service):
    screen.taro.set_key_status("Inactive")
    renew(screen)
    screen.reads("AWS does not know the access key")
    screen.taro.set_key_status("Active")
    renew(screen)
    type_code(screen)


def test_click_on_an_account_that_is_gone(screen, service):
    """As on a notification that is older than the removal."""
    screen.config.write_text("")
    renew(screen)
    screen.reads("No such account")


def test_activation_shows_the_accounts(screen, service):
    screen.write_session(seconds_left=3600 * 5)
    call(screen, "Activate", "(a{sv})", {})
    screen.reads("Account 111122223333 · phone")
    screen.reads("until ")


def test_rows_follow_the_files(screen):
    screen.open_window()
    screen.reads("no session")
    screen.write_session(seconds_left=3600 * 5)
    screen.reads("until ")
    screen.write_session(seconds_left=-60)
    screen.reads("ended ")


def test_rows_follow_files_behind_links(screen):
    """Also into a folder that is not there yet."""
    real = screen.folder.parent / "dotfiles"
    real.mkdir()
    screen.write_session(seconds_left=3600 * 5)
    screen.credentials.rename(real / "ready")
    screen.credentials.symlink_to(real / "late" / "credentials")
    screen.config.rename(real / "config")
    screen.config.symlink_to(real / "config")
    screen.open_window()
    screen.reads("no session")
    (real / "late").mkdir()
    (real / "ready").rename(real / "late" / "credentials")
    screen.reads("until ")
    shutil.rmtree(real)


@pytest.mark.parametrize("left_out, shown", [
    ("x_daypass_account_id", "phone"),
    ("x_daypass_mfa_serial", "AWS account 111122223333"),
    ("x_daypass_", None),
])
def test_row_says_what_is_known(screen, left_out, shown):
    lines = ACCOUNT.splitlines(keepends=True)
    screen.config.write_text("".join(line for line in lines if not line.startswith(left_out)))
    screen.open_window()
    screen.find("push button", "Renew “work”")
    labels = [screen.name(one) for role, one in screen.look() if role == "label"]
    assert (shown or "no session") in labels
    assert not any("–" in label for label in labels)


def test_account_id_can_be_copied(screen):
    screen.open_window()
    label = screen.find("label", "Account 111122223333 · phone")
    box = Atspi.Component.get_extents(label, Atspi.CoordType.WINDOW)
    window = screen.session.run_x("xdotool", "getactivewindow").strip()
    # Somewhere in the number.
    x, y = str(box.x + 6 * box.height), str(box.y + box.height // 2)
    screen.session.run_x("xdotool", "mousemove", "--window", window, x, y, "click", "--repeat", "2", "--delay", "50", "1")
    wait_for(lambda: Atspi.Text.get_n_selections(label) == 1, "a selection")
    selected = Atspi.Text.get_selection(label, 0)
    assert label.get_name()[selected.start_offset:selected.end_offset] == "111122223333"


def test_escape_at_the_accounts_leaves_the_focus(screen):
    screen.open_window()
    screen.waits_in("push button", "Add an Access Key")
    screen.press("Tab")
    screen.waits_in("push button", "Renew “work”")
    screen.press("Escape", "space")
    screen.waits_in("text", "MFA code")


def test_control_w_closes_the_window(screen):
    process = screen.open_window()
    screen.waits_in("push button", "Add an Access Key")
    screen.press("ctrl+w")
    assert process.wait(PATIENCE) == 0


def test_control_w_closes_the_question_alone(screen):
    screen.open_window()
    screen.click("Remove “work”")
    screen.reads("never shows")
    screen.session.focus_window(WINDOW_CLASS)
    screen.press("ctrl+w")
    wait_for(lambda: not any("never shows" in text for text in screen.texts()), "the question to be gone")
    screen.reads("Account 111122223333")


def test_remove_asks_first(screen):
    screen.renew()
    screen.open_window()
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
    screen.open_window()
    screen.reads("account-099")
    assert sum(role == "list item" for role, _one in screen.look()) == 100


def test_unreadable_files_are_told(screen):
    screen.config.write_bytes(b"[profile work]\nregion = \xff\n[profile work\n")
    screen.open_window()
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
