# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The command in a terminal on the desktop, which asks by the same dialog."""

from person import TRAY
from private_session import wait_for

DONE, CANCELLED = 0, 4


def test_renew_asks_by_the_dialog(person, terminal):
    command = terminal("renew")
    person.meet_dialog()
    person.keep_picture("terminal-1-dialog")
    person.type(person.taro.code())
    command.wait_for("“work” has a session until")
    assert command.wait() == DONE
    assert "MFA code" not in command.screen
    assert person.value("aws_access_key_id").startswith("ASIA")
    person.reads("Session until")
    person.wait_until_closed()


def test_escape_ends_the_command(person, terminal):
    command = terminal("renew")
    person.meet_dialog()
    person.press("Escape")
    command.wait_for("Cancelled; nothing was changed.")
    assert command.wait() == CANCELLED
    assert not person.credentials.exists()
    person.wait_until_closed()


def test_terminal_is_asked_over_ssh(person, terminal):
    """The desktop is there, but whoever types is not."""
    command = terminal("renew", SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 22")
    command.wait_for("MFA code")
    assert person.windows() == []
    command.type(person.taro.code() + "\n")
    assert command.wait() == DONE
    assert person.value("aws_access_key_id").startswith("ASIA")
    assert person.windows() == []
    assert not person.session.is_running(TRAY)


def test_each_dialog_writes_the_file_of_who_opened_it(person, terminal):
    other = person.folder / "other"
    person.start_tray()
    person.click_icon()
    person.meet_dialog()
    first, = person.windows()
    command = terminal("renew", AWS_SHARED_CREDENTIALS_FILE=str(other))
    wait_for(lambda: person.has_focus() and person.focused_window() != first, "another focused dialog")
    wait_for(lambda: sum("The key belongs to" in text for text in person.texts()) == 2, "both dialogs")
    person.keep_picture("terminal-2-two-dialogs")
    person.type(person.taro.code())
    assert command.wait() == DONE
    assert "aws_session_token = " in other.read_text()
    assert not person.credentials.exists()

    wait_for(lambda: person.windows() == [first] and person.has_focus(), "the focus to go back")
    person.type(person.taro.code())
    person.reads("Session until")
    key = person.value("aws_access_key_id")
    assert key.startswith("ASIA")
    assert key not in other.read_text()


def test_doctor_finds_panel_and_notifications(person, terminal):
    command = terminal("doctor", NO_COLOR="1")
    for tick in ("The keyring is open.", "The keyring has the access key of “work”.", "The panel shows tray icons.",
                 "Notifications are shown by “Xfce Notify Daemon”."):
        command.wait_for("✓ " + tick)
    assert command.wait() == 1
    assert command.screen.count("✗") == 1 and "✗ “work” has no session." in command.screen
