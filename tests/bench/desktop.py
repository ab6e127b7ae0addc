# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What tray and window cost beside the least that the same work costs; see README.md."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gi.repository import Gio, GLib
from peers import APP, TRAY, Panel, wait_for
from private_session import PrivateSession
from standin import Standin
from watched_program import WatchedProgram

from display import Display, Replacement
from files import REGION, Files
from measure import Failed, Subject, run
from quantities import Quantity, measure_in_turn

PROGRAMS = Path(os.environ["BENCH_PROGRAMS"])
BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
REPORT = PROGRAMS / "desktop.json"
MODULES = Path("/usr/lib/x86_64-linux-gnu/gio/modules")

TRAY_PROGRAM = BUILD / "src/tray/daypass-tray"
WINDOW_PROGRAM = BUILD / "src/window/daypass-window"
FLOOR = "io.github.daypass.Floor"
BUS = "org.freedesktop.DBus"
SERIAL = "arn:aws:iam::111122223333:mfa/phone"

MEMORY_ROUNDS = 5
START_ROUNDS = 15
FRAME_ROUNDS = 15
RENEW_ROUNDS = 12
IDLE_SECONDS = 60
DELAY_MS = 100


def places(files):
    return {name: value for name, value in files.env.items() if name == "HOME" or name.startswith("AWS_")}


def environment(session, files):
    """As in a person's session: the settings are in dconf, and GVfs is there."""
    session.add_service("ca.desrt.dconf", "/usr/libexec/dconf-service")
    env = session.env | places(files) | {"GSETTINGS_SCHEMA_DIR": str(BUILD / "data"), "GSK_RENDERER": "cairo", "no_proxy": "127.0.0.1"}
    del env["GSETTINGS_BACKEND"]
    return env


def context_switches(pid):
    """How often all its threads have gone to sleep, that is, woken up before."""
    threads = [status.read_text() for status in Path(f"/proc/{pid}/task").glob("*/status")]
    return sum(int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", thread, re.M)[1]) for thread in threads)


def wait_until_gone(session, name):
    def is_gone():
        return not session.call("/org/freedesktop/DBus", BUS, "NameHasOwner", "(s)", name, destination=BUS)[0]
    wait_for(is_gone, f"{name} to be gone")


def wait_until_idle(pid):
    last = [-1, time.monotonic()]

    def is_idle():
        if (now := context_switches(pid)) != last[0]:
            last[:] = now, time.monotonic()
        return time.monotonic() - last[1] > 0.5
    wait_for(is_idle, "the program to be idle")


# The tray


class Starts:
    """Programs of a session, one at a time, and the moment when each has come to the bus."""

    def __init__(self, session, files):
        self.session, self.env = session, environment(session, files)
        self.panel = Panel(session)

    def _wait_for_tray(self):
        wait_for(lambda: self.panel.registered, "the tray")

    def _wait_for_floor(self):
        wait_for(lambda: self.session.owner_of(FLOOR), "the floor")

    @contextlib.contextmanager
    def start(self, is_tray):
        """Yields the program and how long it took until it was registered."""
        self.panel.registered.clear()
        began = time.monotonic()
        program = WatchedProgram([TRAY_PROGRAM if is_tray else PROGRAMS / "application-floor"], env=self.env, stdin=subprocess.DEVNULL)
        try:
            (self._wait_for_tray if is_tray else self._wait_for_floor)()
            yield program, time.monotonic() - began
        finally:
            program.end()
            wait_until_gone(self.session, TRAY if is_tray else FLOOR)

    def weigh(self, is_tray):
        with self.start(is_tray) as (program, _seconds):
            wait_until_idle(program.pid)
            sizes = program.memory.sizes()
            return {"PSS": sizes["Pss"], "private dirty": sizes["Private_Dirty"]}

    def time(self, is_tray):
        with self.start(is_tray) as (_program, seconds):
            return {"": seconds * 1000}


def measure_tray(folder):
    files = Files(folder / "tray", profiles=3)
    with tempfile.TemporaryDirectory() as private, PrivateSession(private, keyring="absent") as session:
        starts = Starts(session, files)
        return [
            measure_in_turn("The idle tray, 3 accounts", "kB", [
                Quantity("floor: a bare GIO application on the bus", lambda: starts.weigh(False)),
                Quantity("daypass-tray", lambda: starts.weigh(True), goal=1.6),
            ], MEMORY_ROUNDS),
            measure_in_turn("From start to registered", "ms", [
                Quantity("floor: a bare GIO application owns its name", lambda: starts.time(False)),
                Quantity("daypass-tray is in the panel", lambda: starts.time(True)),
            ], START_ROUNDS)]


def link_credentials(files):
    real = files.folder / "real"
    files.credentials.rename(real)
    files.credentials.symlink_to(real)


def remove_folder(files):
    files.config.unlink()
    files.credentials.unlink()
    files.folder.rmdir()


def count_wakeups(folder):
    """At the same time, each in a session of its own."""
    changes = {"plain files": lambda files: None, "a symlink": link_credentials, "no folder": remove_folder}
    with contextlib.ExitStack() as stack:
        pids = {}
        for number, (name, change) in enumerate(changes.items()):
            files = Files(folder / f"idle-{number}", profiles=3)
            change(files)
            session = stack.enter_context(PrivateSession(stack.enter_context(tempfile.TemporaryDirectory()), keyring="absent"))
            pids[name] = stack.enter_context(Starts(session, files).start(True))[0].pid
        for pid in pids.values():
            wait_until_idle(pid)
        before = {name: context_switches(pid) for name, pid in pids.items()}
        end = time.monotonic() + IDLE_SECONDS
        while time.monotonic() < end:
            GLib.MainContext.default().iteration(False)
            time.sleep(0.05)
        counts = {name: context_switches(pid) - before[name] for name, pid in pids.items()}
    print(f"\nWake-ups of the idle tray in {IDLE_SECONDS} s; goal: none but one every five minutes")
    for name, count in counts.items():
        print(f"  {name:64}{count:9}")
    return {"title": "wake-ups", "seconds": IDLE_SECONDS, "counts": counts}


# The window


class Windows:
    """The two applications, started by the bus or by hand, on a display with a window manager."""

    def __init__(self, session, files, **variables):
        self.session, self.env = session, environment(session, files) | variables
        self.display = Display(self.env["DISPLAY"])
        session.add_service("org.a11y.Bus", "/usr/libexec/at-spi-bus-launcher")
        for name, program in ((APP, WINDOW_PROGRAM), (FLOOR, PROGRAMS / "window-floor")):
            settings = " ".join(f"{name}={value}" for name, value in self.env.items())
            session.add_service(name, f"/usr/bin/env -i {settings} {program} --gapplication-service")

    def call(self, name, action, parameters):
        self.session.bus.call(name, f"/{name.replace('.', '/')}", "org.freedesktop.Application", "ActivateAction",
                              GLib.Variant("(sava{sv})", (action, parameters, {})), None, Gio.DBusCallFlags.NONE, -1, None, None)
        self.session.bus.flush_sync(None)

    def click(self, name):
        """As the tray's menu does; seconds until the dialog's first frame."""
        self.display.forget()
        began = time.monotonic()
        self.call(name, "renew", [GLib.Variant("s", "account-00001")])
        return self.display.wait_for_frame() - began

    def quit(self, name):
        self.call(name, "quit", [])
        wait_until_gone(self.session, name)

    def time_click(self, name):
        seconds = self.click(name)
        self.quit(name)
        return {"": seconds * 1000}

    def time_page(self, name, *arguments, **variables):
        """From the program's start to the first frame of its page."""
        self.display.forget()
        began = time.monotonic()
        with subprocess.Popen(arguments, env=self.env | variables, stdin=subprocess.DEVNULL):
            seconds = self.display.wait_for_frame() - began
            self.quit(name)
        return {"": seconds * 1000}


def measure_window(folder):
    one, hundred = (Files(folder / f"window-{number}", profiles=number) for number in (1, 100))
    with tempfile.TemporaryDirectory() as private, PrivateSession(private, display=True) as session:
        windows = Windows(session, hundred)

        def page(files):
            return lambda: windows.time_page(APP, WINDOW_PROGRAM, **places(files))

        def rows(number):
            return lambda: windows.time_page(FLOOR, PROGRAMS / "window-floor", str(number))
        return [
            measure_in_turn("From click to first frame", "ms", [
                Quantity("floor: a bare GTK window", lambda: windows.time_click(FLOOR)),
                Quantity("the dialog for the code", lambda: windows.time_click(APP), goal=1.3),
            ], FRAME_ROUNDS),
            measure_in_turn("The accounts page with 100 accounts, from start to first frame", "ms", [
                Quantity("floor: a list of 100 rows of the same widgets", rows(100)),
                Quantity("100 accounts", page(hundred), goal=1.5),
            ], FRAME_ROUNDS),
            measure_in_turn("The accounts page with one account", "ms", [
                Quantity("floor: a list of one row", rows(1)),
                Quantity("one account", page(one)),
            ], FRAME_ROUNDS)]


class Renewals:
    """A person who types the code, and the floor that has it already."""

    def __init__(self, windows, session, aws, files):
        self.windows, self.session, self.aws, self.files = windows, session, aws, files
        self.copy = files.copy("copy")

    def time_dialog(self):
        self.aws.call("forget-requests")
        code = self.aws.taro.code()
        self.windows.click(APP)
        wait_for(lambda: self.aws.count("GetCallerIdentity"), "the key to be proven")
        self.session.focus_window(APP)
        time.sleep(2 * DELAY_MS / 1000)
        for digit in code[:5]:
            self.windows.display.press(digit)
        time.sleep(0.1)
        replacement = Replacement(self.files.folder)
        began = time.monotonic()
        self.windows.display.press(code[5])
        seconds = replacement.wait() - began
        self.windows.quit(APP)
        return {"": seconds * 1000}

    def time_floor(self):
        serial = SERIAL.replace(":", "%3A").replace("/", "%2F")
        body = (f"Action=GetSessionToken&Version=2011-06-15&DurationSeconds=28800"
                f"&SerialNumber={serial}&TokenCode={self.aws.taro.code()}").encode()
        arguments = [PROGRAMS / "renew-floor", self.aws.url, "account-00001", self.aws.taro.access_key_id, self.copy]
        measured = run(Subject("floor", command=lambda: arguments, env=self.windows.env, check=lambda _output: None, text=lambda: body))
        return {"": measured.wall * 1000}


def measure_renewal(folder):
    files = Files(folder / "renewal", profiles=3)
    with tempfile.TemporaryDirectory() as private, PrivateSession(private, display=True) as session, \
            Standin(seed=1, answer_style="aws", delay_ms=DELAY_MS) as aws:
        session.store("AWS access key", {"xdg:schema": "io.github.daypass.AccessKey", "profile": "account-00001",
                                         "access-key-id": aws.taro.access_key_id}, aws.taro.secret_access_key)
        windows = Windows(session, files, AWS_ENDPOINT_URL=aws.url, AWS_REGION=REGION)
        renewals = Renewals(windows, session, aws, files)
        return measure_in_turn(f"From the sixth digit to the written session, {DELAY_MS} ms per request", "ms", [
            Quantity("floor: libsecret look-up, libcurl POST, write, fsync, rename", renewals.time_floor),
            Quantity("the dialog", renewals.time_dialog, goal=1.15),
        ], RENEW_ROUNDS)


def main():
    if os.geteuid() == 0:
        raise Failed("The benchmark runs as an ordinary user")
    modules = [module for module in ("libdconfsettings.so", "libgvfsdbus.so") if not (MODULES / module).exists()]
    if modules:
        print(f"Without {' and '.join(modules)}, which a desktop has: install the packages of the group “bench”.")
    # In the build folder: /tmp may be memory, where fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=PROGRAMS) as name:
        folder = Path(name)
        groups = [*measure_tray(folder), *measure_window(folder), measure_renewal(folder), count_wakeups(folder)]
    REPORT.write_text(json.dumps({"version": 1, "load": os.getloadavg()[0], "without": modules, "groups": groups}, indent=2) + "\n")
    print(f"\nThe same as JSON: {REPORT}")


if __name__ == "__main__":
    try:
        main()
    except (Failed, TimeoutError) as failure:
        sys.exit(f"desktop: {failure}")
