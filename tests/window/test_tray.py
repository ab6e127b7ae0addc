# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""How the window and the command call the tray, and what the window says where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest
from gi.repository import Atspi, GLib

from desk import ACCOUNT, DAYPASS
from private_session import BUS, PATIENCE, wait_for
from screen import BUILD, WINDOW_CLASS

TRAY = f"{WINDOW_CLASS}.Tray"
WATCHER = "org.kde.StatusNotifierWatcher"
WATCHER_PATH = "/StatusNotifierWatcher"
SSH = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
HINT = "This desktop shows no tray icons"


def is_owned(screen, name):
    return screen.session.call("/org/freedesktop/DBus", BUS, "NameHasOwner", "(s)", name, destination=BUS)[0]


@pytest.fixture(name="tray")
def install_tray(screen):
    """The D-Bus service of the tray; returns whether the tray runs."""
    session = screen.session
    session.add_service(TRAY, BUILD / "src/tray/daypass-tray")
    yield lambda: is_owned(screen, TRAY)
    if is_owned(screen, TRAY):
        pid = session.call("/org/freedesktop/DBus", BUS, "GetConnectionUnixProcessID", "(s)", TRAY, destination=BUS)[0]
        subprocess.run(["kill", str(pid)], check=True)
        wait_for(lambda: not is_owned(screen, TRAY), "the tray to end")
    (session.services / f"{TRAY}.service").unlink()
    session.call("/org/freedesktop/DBus", BUS, "ReloadConfig", destination=BUS)


def type_code(screen):
    screen.waits_in("text", "MFA code")
    screen.type(screen.taro.code())
    screen.reads("Session until")


def test_tray_starts_after_a_renewal_in_the_window(screen, tray):
    screen.open_window()
    assert not tray()
    screen.click("Renew “work”")
    type_code(screen)
    wait_for(tray, "the tray")


def test_tray_starts_after_a_commands_dialog(screen, tray):
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    type_code(screen)
    wait_for(tray, "the tray")


def test_tray_does_not_start_where_nobody_sees_it(screen, tray):
    """A dialog that was asked for from another machine."""
    dialog = screen.start("--prompt", "work", **SSH)
    screen.session.focus_window(WINDOW_CLASS)
    type_code(screen)
    screen.close_dialog()
    assert dialog.wait(PATIENCE) == 0
    settle(screen)
    assert not tray()


def settle(screen):
    """Waits until the bus has started what it was asked to before."""
    name = "org.example.Later"
    screen.session.add_service(name, "/bin/false")
    with pytest.raises(GLib.Error):
        screen.session.call("/org/freedesktop/DBus", BUS, "StartServiceByName", "(su)", name, 0, destination=BUS)


def add(screen, **variables):
    screen.config.unlink()
    done = screen.run("add", "work", "--access-key-id", screen.taro.access_key_id, "--region", "eu-west-1", "--secret-stdin",
                      text=f"{screen.taro.secret_access_key}\n", env=variables)
    assert done.returncode == 0, done.stderr


def test_tray_starts_after_add(screen, tray):
    add(screen)
    wait_for(tray, "the tray")


@pytest.mark.parametrize("variables", [SSH, {"DISPLAY": ""}])
def test_tray_does_not_start_after_add_without_own_display(screen, tray, variables):
    add(screen, **variables)
    settle(screen)
    assert not tray()


def test_tray_does_not_start_after_other_commands(screen, tray):
    screen.renew()
    assert screen.run("status").returncode == 0
    assert screen.run("import", "--dry-run").returncode == 0
    settle(screen)
    assert not tray()


def test_nothing_opens_a_window_by_itself(screen, tray):
    """Not the tray when a session has ended, nor a command that finds one that is valid."""
    screen.write_session(seconds_left=-60)
    screen.session.call("/org/freedesktop/DBus", BUS, "StartServiceByName", "(su)", TRAY, 0, destination=BUS)
    wait_for(tray, "the tray")
    screen.write_session(seconds_left=3600)
    subprocess.run([DAYPASS, "export", "work"], env=screen.env, check=True, stdout=subprocess.DEVNULL)
    settle(screen)
    assert screen.windows() == []


# A desktop without a tray

def open_hinted(screen, desktop="ubuntu:GNOME"):
    return screen.open_window(XDG_CURRENT_DESKTOP=desktop, GSETTINGS_SCHEMA_DIR=str(BUILD / "data"))


@pytest.fixture(name="untold")
def forget_settings(screen):
    (screen.session.home / ".config/glib-2.0/settings/keyfile").unlink(missing_ok=True)
    return screen


@pytest.fixture(name="host")
def start_watcher(screen):
    """A watcher on the bus whose host comes and goes as its standard input says."""
    program = Path(__file__).with_name("tray_host.py")
    process = subprocess.Popen([sys.executable, program], env=screen.env | {"G_DEBUG": ""}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()
    wait_for(lambda: not is_owned(screen, WATCHER), "the watcher to end")


def say(process, line):
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_a_desktop_without_tray_is_told_once(untold):
    screen = untold
    process = open_hinted(screen)
    screen.reads(HINT)
    screen.reads("AppIndicator and KStatusNotifierItem Support")
    screen.click("Understood")
    wait_for(lambda: HINT not in screen.texts(), "the hint to go")
    process.terminate()
    process.wait()
    open_hinted(screen)
    screen.click("Renew “work”")  # everything else works
    type_code(screen)
    assert HINT not in screen.texts()


def test_accounts_have_room_beside_the_hint(untold):
    screen = untold
    screen.config.write_text("".join(ACCOUNT.replace("profile work", f"profile account-{number}") for number in range(9)))
    screen.set_dots_per_inch(192)
    open_hinted(screen)
    screen.reads(HINT)
    screen.set_dots_per_inch(96)

    def box(one):
        return Atspi.Component.get_extents(one, Atspi.CoordType.WINDOW)
    second = box(screen.find("push button", "Renew “account-1”"))
    assert second.y + second.height < box(screen.find("check box", "Start at login")).y - 40


def test_the_first_day_is_not_about_the_tray(untold):
    screen = untold
    screen.config.unlink()
    process = open_hinted(screen)
    screen.reads("Six digits, and AWS for the day")
    assert HINT not in screen.texts()
    process.terminate()
    process.wait()
    screen.open_account()
    open_hinted(screen)
    screen.reads(HINT)


def test_a_desktop_with_tray_is_told_nothing(untold, host):
    screen = untold
    say(host, "host")
    open_hinted(screen)
    screen.reads("no session")
    say(host, "look")  # when the window has asked
    assert HINT not in screen.texts()


def test_a_watcher_without_host_is_no_tray(untold, host):
    screen = untold
    say(host, "no host")
    open_hinted(screen, "sway")
    screen.reads(HINT)
    screen.reads("Waybar")
    say(host, "host")
    wait_for(lambda: HINT not in screen.texts(), "the hint to go")
