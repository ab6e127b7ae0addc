# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The command whose code is asked for by a dialog: `daypass renew`, `export` and `exec` on a screen."""

import json
import signal
import subprocess

import pytest

from desk import DAYPASS
from private_session import PATIENCE, wait_for
from screen import WINDOW_CLASS


@pytest.fixture(name="commands")
def make_starter(screen):
    """Starts commands as a terminal emulator's shell or an SDK would, without a terminal."""
    started = []

    def start(*arguments, **variables):
        started.append(subprocess.Popen([DAYPASS, *arguments], env=screen.env | variables, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True))
        return started[-1]
    yield start
    for command in started:
        command.kill()
        command.communicate()
    screen.end_dialogs()


def type_code(screen):
    screen.session.focus_window(WINDOW_CLASS)
    screen.waits_in("text", "MFA code")  # which takes no digits before the keyring is open
    screen.type(screen.taro.code())


def end_of(command):
    out, notes = command.communicate(timeout=PATIENCE)
    return command.returncode, out, notes


def test_dialog_names_the_file_that_is_not_the_usual_one(screen, commands, tmp_path):
    """Another dialog of the same account may lie exactly below it."""
    commands("renew", AWS_SHARED_CREDENTIALS_FILE=str(tmp_path / "other"))
    screen.reads(f"The session goes into {tmp_path}/other")
    screen.end_dialogs()
    commands("renew")
    screen.reads("The key belongs to “taro”")
    assert not any("The session goes into" in text for text in screen.texts())


def test_renew_by_the_dialog(screen, commands):
    command = commands("renew")
    type_code(screen)
    status, out, notes = end_of(command)
    assert (status, out) == (0, "")
    assert "“work” has a session until" in notes
    assert screen.value("aws_access_key_id").startswith("ASIA")


# What a command finds that it has not made itself.
PROBE = """
import json, os
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
print(json.dumps({
    "signals": [status[name].strip() for name in ("SigBlk", "SigIgn", "SigCgt")],
    "files": sorted(name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")),
    "children": open("/proc/thread-self/children").read(),
}))
"""


def test_exec_by_the_dialog(screen, commands):
    """The dialog is still there when the command starts, and is none of its business."""
    probe = ["/usr/bin/python3", "-SEc", PROBE]
    command = commands("exec", "work", "--", *probe)
    type_code(screen)
    status, out, notes = end_of(command)
    assert screen.windows() != []
    assert status == 0 and "“work” has a session until" in notes
    plain = subprocess.run(probe, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True, start_new_session=True)
    assert json.loads(out) == json.loads(plain.stdout)


def test_escape_keeps_the_command_from_starting(screen, commands):
    command = commands("exec", "work", "--", "echo", "started")
    screen.session.focus_window(WINDOW_CLASS)
    screen.find("text", "MFA code")
    screen.press("Escape")
    assert end_of(command) == (125, "", "daypass: Cancelled; the command was not started.\n")


def test_export_does_not_wait_for_the_dialog_to_close(screen, commands):
    command = commands("export", "work")
    type_code(screen)
    status, out, _notes = end_of(command)
    assert screen.windows() != []
    assert status == 0
    assert json.loads(out)["AccessKeyId"] == screen.value("aws_access_key_id")


def test_revoke_gets_the_session_that_signs_by_the_dialog(screen, commands):
    command = commands("revoke", "work", "--yes")
    type_code(screen)
    status, out, notes = end_of(command)
    assert (status, out) == (0, ""), notes
    assert screen.aws.count("PutUserPolicy", "OK") == 1
    assert screen.value("aws_access_key_id") is None


def test_escape_cancels_the_command(screen, commands):
    command = commands("renew")
    screen.session.focus_window(WINDOW_CLASS)
    screen.find("text", "MFA code")
    screen.press("Escape")
    status, _out, notes = end_of(command)
    assert (status, notes) == (4, "daypass: Cancelled; nothing was changed.\n")
    assert not screen.credentials.exists()


def test_failure_is_told_by_both(screen, commands):
    command = commands("renew", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    screen.reads("AWS cannot be reached")
    screen.click("Close")
    status, _out, notes = end_of(command)
    assert status == 7
    assert notes.startswith("daypass: “127.0.0.1” does not accept connections.")


def test_dead_key_is_told_by_both(screen, commands):
    screen.taro.set_key_status("Inactive")
    command = commands("renew")
    screen.reads("AWS does not know the access key")
    screen.click("Close")
    status, _out, notes = end_of(command)
    assert status == 6
    assert "AWS does not know the access key" in notes


@pytest.mark.parametrize("variables", [{"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}, {"DISPLAY": ""}, {"DAYPASS_PROMPT": "terminal"}])
def test_no_window_where_nobody_sees_it(screen, commands, variables):
    """Nor is there a terminal here, so nobody can be asked."""
    status, _out, _notes = end_of(commands("renew", **variables))
    assert status == 3
    assert screen.windows() == []


def test_twenty_commands_and_one_dialog(screen, commands):
    started = [commands("export", "work") for _number in range(20)]
    type_code(screen)
    ends = [end_of(command) for command in started]
    assert [status for status, _out, _notes in ends] == [0] * 20
    assert len({json.loads(out)["AccessKeyId"] for _status, out, _notes in ends}) == 1
    assert screen.sessions_given() == 1
    assert len(screen.windows()) <= 1  # none when it has closed by itself


def test_twenty_commands_and_one_escape(screen, commands):
    started = [commands("export", "work") for _number in range(20)]
    screen.session.focus_window(WINDOW_CLASS)
    screen.find("text", "MFA code")
    screen.wait_until_all_wait(19)
    screen.press("Escape")
    assert [end_of(command)[0] for command in started] == [4] * 20
    assert screen.windows() == []


def test_dialog_writes_the_file_of_its_command(screen, commands, tmp_path):
    other = tmp_path / "credentials"
    command = commands("renew", AWS_SHARED_CREDENTIALS_FILE=str(other))
    screen.find("frame", str(other))  # which is not what other dialogs are about
    type_code(screen)
    assert end_of(command)[0] == 0
    assert "ASIA" in other.read_text()
    assert not screen.credentials.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_dialog_ends_with_its_command(screen, commands, number):
    command = commands("renew")
    screen.find("text", "MFA code")
    command.send_signal(number)
    assert end_of(command)[0] == (4 if number == signal.SIGINT else -signal.SIGTERM)
    wait_for(lambda: screen.windows() == [], "the dialog to close")


def test_killed_command_leaves_the_dialog_usable(screen, commands):
    command = commands("export", "work")
    screen.find("text", "MFA code")
    command.kill()
    type_code(screen)
    screen.reads("Session until")
    assert screen.value("aws_access_key_id").startswith("ASIA")


def test_click_does_not_wait_for_another_question(screen, commands):
    """Who asks beside another asker gives both the session."""
    command = commands("renew")
    screen.find("text", "MFA code")
    clicked = screen.start("--prompt", "work")
    wait_for(lambda: len(screen.windows()) == 2, "the second dialog")
    screen.session.focus_window(WINDOW_CLASS)
    wait_for(lambda: sum("The key belongs to" in text for text in screen.texts()) == 2, "both dialogs to take digits")
    screen.type(screen.taro.code())
    assert end_of(command)[0] == 0
    assert clicked.wait(PATIENCE) == 0
    assert screen.sessions_given() == 1
