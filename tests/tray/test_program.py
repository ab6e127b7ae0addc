# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The program as a process: how it is started, whom it calls, what it touches."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import BUILD, HOUR, PROGRAM
from peers import APP, BUS, TRAY, Notifications, Panel, Window, let_pass, wait_for
from private_session import PATIENCE

UNKNOWN_METHOD = "org.freedesktop.DBus.Error.UnknownMethod"
NO_REPLY = "org.freedesktop.DBus.Error.NoReply"

WINDOW_SCRIPT = """#!/bin/sh
printf '%s\\n' "$*" "$DESKTOP_STARTUP_ID" "$XDG_ACTIVATION_TOKEN" > {report}.new
mv {report}.new {report}
"""


def run(session, *arguments, **environment):
    env = {name: value for name, value in (session.env | environment).items() if value}
    return subprocess.run([PROGRAM, *arguments], env=env, text=True, capture_output=True, timeout=PATIENCE, check=False)


def test_help_and_version(session):
    result = run(session, "--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, "daypass-tray 0.1.0\n", "")
    result = run(session, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert "--version" in result.stdout
    assert "reminds before it ends" in result.stdout


def test_wrong_option(session):
    result = run(session, "--no-such-option")
    assert result.returncode == 1
    assert "--no-such-option" in result.stderr


def test_without_a_session_bus(session):
    result = run(session, DBUS_SESSION_BUS_ADDRESS="unix:path=/nonexistent/bus", DISPLAY="")
    assert result.returncode == 1
    assert result.stderr.endswith("daypass-tray: There is no session bus, so there is no panel to show an icon. "
                                  "Start it from your desktop.\n")


def test_second_start_ends_quietly(panel, session, aws, start):
    aws.write({"work": None})
    first = start().wait_until_ready()
    panel.wait_for_item()
    result = run(session)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert first.process.poll() is None
    assert len(panel.registered) == 1


def test_started_by_the_bus(panel, session, aws):
    """As the window does after the first success."""
    aws.write({"work": 4 * HOUR})
    service = (BUILD / f"data/{TRAY}.service").read_text()
    assert re.search(rf"^Name={TRAY}$", service, re.MULTILINE)
    assert re.search(r"^Exec=/\S+/daypass-tray$", service, re.MULTILINE)
    session.add_service(TRAY, PROGRAM)
    panel.call(*BUS, "StartServiceByName", "(su)", TRAY, 0)
    panel.wait_for_item()
    panel.wait_for_icon("active-4")


@pytest.mark.parametrize("errors, calls", [([UNKNOWN_METHOD], 2), ([NO_REPLY], 2), (["io.github.daypass.Daypass.Error.Busy"], 1)])
def test_window_that_is_just_ending_is_asked_again(panel, session, aws, start, errors, calls):
    window = Window(session, errors)
    aws.write({"work": None})
    start()
    panel.wait_for_item()
    panel.click_row("work")
    window.wait_for_call(calls)
    let_pass(0.2)
    assert window.calls == [("renew", "work", {})] * calls


@pytest.mark.parametrize("row, token, arguments", [("work", "token-1", "--prompt work"), ("Open", "token-1", ""), ("work", None, "--prompt work")])
@pytest.mark.parametrize("errors", [None, [UNKNOWN_METHOD] * 2], ids=["no service", "no method"])
def test_window_without_a_service_is_spawned(panel, session, aws, start, tmp_path, row, token, arguments, errors):
    window = Window(session, errors) if errors else None
    bin_folder = tmp_path / "usr/bin"
    bin_folder.mkdir(parents=True)
    shutil.copy(PROGRAM, bin_folder)
    (bin_folder / "daypass-window").write_text(WINDOW_SCRIPT.format(report=tmp_path / "report"))
    (bin_folder / "daypass-window").chmod(0o755)
    aws.write({"work": None})
    start(program=bin_folder / "daypass-tray")
    panel.wait_for_item()
    if token:
        panel.item_call("ProvideXdgActivationToken", "(s)", token)
    panel.click_row(row)
    wait_for((tmp_path / "report").exists, "the window")
    assert (tmp_path / "report").read_text().splitlines() == [arguments, token or "", token or ""]
    assert window is None or len(window.calls) == 2


def test_nothing_opens_the_window_but_a_click(panel, session, aws, start):
    window = Window(session)
    aws.write({"work": 3}, duration=24)
    start()
    panel.wait_for_item()
    panel.wait_for_icon("expired")
    aws.write({"home": None, "work": None})
    panel.wait_for_label("home")
    assert window.calls == []


def settings_file(session):
    folder = session.home / ".config/glib-2.0/settings"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "keyfile"


def test_settings_count_at_once(panel, session, aws, start):
    settings = settings_file(session)
    settings.write_text("[io/github/daypass/Daypass]\nicon-style='coloured'\n")
    aws.write({"work": 4 * HOUR})
    start()
    panel.wait_for_item()
    assert panel.property("IconName") == f"{APP}-active-4"
    settings.write_text("[io/github/daypass/Daypass]\nicon-style='symbolic'\n")
    wait_for(lambda: panel.property("IconName") == f"{APP}-active-4-symbolic", "the symbolic icon")


@pytest.mark.parametrize("lead_times, titles", [("@ai []", []), ("[60]", ["ends at"]), ("[2]", [])])
def test_lead_times_are_the_person_s(panel, session, aws, start, lead_times, titles):
    settings_file(session).write_text(f"[io/github/daypass/Daypass]\nlead-times={lead_times}\n")
    notifications = Notifications(session)
    aws.write({"work": 30 * 60})
    start()
    panel.wait_for_item()
    for title in titles:
        notifications.wait_for_bubble(title)
    let_pass(0.3)
    assert len(notifications.notified) == len(titles)


@pytest.mark.parametrize("desktop, suffix", [("XFCE", "-symbolic"), ("MATE", "")])
def test_without_a_schema_the_defaults_count(panel, session, aws, start, desktop, suffix):
    aws.write({"work": 4 * HOUR})
    start(GSETTINGS_SCHEMA_DIR=str(session.home), XDG_DATA_DIRS=str(session.home), XDG_CURRENT_DESKTOP=desktop)
    panel.wait_for_item()
    assert panel.property("IconName") == f"{APP}-active-4{suffix}"


def context_switches(pid):
    """How often the process has gone to sleep, that is, woken up before."""
    threads = [status.read_text() for status in Path(f"/proc/{pid}/task").glob("*/status")]
    assert threads
    return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", thread, re.MULTILINE)[1]) for thread in threads)


def nothing(_aws):
    pass


def plain(aws):
    aws.write({"work": 4 * HOUR})


def linked(aws):
    aws.write({"work": 4 * HOUR})
    (aws.folder / "credentials").rename(aws.folder.parent / "real")
    (aws.folder / "credentials").symlink_to("../real")


@pytest.mark.parametrize("files", [nothing, plain, linked])
def test_idle_tray_never_wakes_up(panel, aws, start, files):
    files(aws)
    tray = start()
    panel.wait_for_item()
    wait_for(lambda: settled(tray.process.pid), "the tray to settle")
    before = context_switches(tray.process.pid)
    let_pass(2)
    assert context_switches(tray.process.pid) == before


def settled(pid):
    """Asleep, and not kept from running by others."""
    before = context_switches(pid)
    let_pass(0.5)
    states = [status.read_text() for status in Path(f"/proc/{pid}/task").glob("*/status")]
    return context_switches(pid) == before and all("State:\tS" in thread for thread in states)


def test_memory_is_closed_to_other_programs(panel, aws, start):
    """It reads a file with secrets, if only for a moment."""
    aws.write({"work": 4 * HOUR})
    tray = start()
    panel.wait_for_item()
    with pytest.raises(PermissionError):
        Path(f"/proc/{tray.process.pid}/mem").read_bytes()
    limits = Path(f"/proc/{tray.process.pid}/limits").read_text()
    assert re.search(r"^Max core file size\s+0\s", limits, re.MULTILINE)


def test_touches_no_network_and_no_keyring(session, aws, tmp_path):
    """strace sees every system call from the first one on. (The search for leaks does not
    work under it.)"""
    trace = tmp_path / "trace"
    panel = Panel(session)
    aws.write({"work": 3}, duration=24)
    process = subprocess.Popen(["strace", "-f", "-qq", "-o", trace, "-e", "trace=socket,connect,execve", PROGRAM],
                               env=session.env | {"ASAN_OPTIONS": "detect_leaks=0"}, stdin=subprocess.DEVNULL)
    panel.wait_for_item()
    panel.wait_for_icon("expired")
    panel.click_row("Quit")
    assert process.wait(PATIENCE) == 0
    calls = trace.read_text()
    assert calls.count("execve(") == 1
    assert "AF_UNIX" in calls
    assert set(re.findall(r"\bAF_\w+|\bPF_\w+", calls)) == {"AF_UNIX"}
    loaded = subprocess.run(["ldd", PROGRAM], text=True, capture_output=True, check=True).stdout
    assert not re.search(r"libsecret|libcurl|libgtk|libjson", loaded)
