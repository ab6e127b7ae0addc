# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A real screen: the window program on a desk with display, keyring and AWS, and
what a person does there by keyboard, and a screen reader by AT-SPI."""

import contextlib
import os
import subprocess
from pathlib import Path

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

from desk import Desk
from private_session import wait_for
from standin import Standin

BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
SOURCE = Path(os.environ["DAYPASS_SOURCE_ROOT"])
WINDOW = BUILD / "src/window/daypass-window"
WINDOW_CLASS = "io.github.daypass.Daypass"
PORTAL = "org.freedesktop.portal.Desktop"


class Gone(Exception):
    """What a screen reader looked at is not there any more."""


class Screen(Desk):
    """A desk with a display. `settings` are lines of GTK's settings.ini, `variables` more of the environment."""

    def __init__(self, session, aws):
        super().__init__(session, aws)
        session.add_service("org.a11y.Bus", "/usr/libexec/at-spi-bus-launcher")
        # The programs end at a warning; AT-SPI warns in this process of windows that just start.
        self.env |= {"G_DEBUG": "gc-friendly,fatal-warnings"}
        self.env |= {"GSK_RENDERER": "cairo", "XDG_DATA_DIRS": f"{SOURCE / 'data'}:/usr/share"}
        self.children = []
        # A process knows one accessibility bus: its session's.
        os.environ.update({name: self.env[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XDG_RUNTIME_DIR")})
        Atspi.init()

    def clear(self):
        self.close_windows()
        super().clear()
        self.gtk_settings()

    def gtk_settings(self, *lines):
        folder = self.session.home / ".config/gtk-4.0"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.ini").write_text("\n".join(["[Settings]", "gtk-cursor-blink=0", *lines]) + "\n")

    def set_dots_per_inch(self, number):
        """How large text is for the windows that are opened from now on."""
        self.session.run_x("xprop", "-root", "-f", "RESOURCE_MANAGER", "8s", "-set", "RESOURCE_MANAGER", f"Xft.dpi: {number}")

    def start(self, *arguments, program=WINDOW, **variables):
        """Starts the window program and returns its process."""
        child = subprocess.Popen([program, *arguments], env=self.env | variables, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        self.children.append(child)
        return child

    def open_window(self, **variables):
        """Opens the window of the one application, focused; returns its process."""
        process = self.start(**variables)
        self.session.focus_window(WINDOW_CLASS)
        return process

    def windows(self):
        return self.session.run_x("xdotool", "search", "--onlyvisible", "--class", WINDOW_CLASS).split()

    def end_dialogs(self):
        """Ends the dialogs that are some command's children, by their windows."""
        for window in self.session.run_x("xdotool", "search", "--class", WINDOW_CLASS).split():
            pid = self.session.run_x("xdotool", "getwindowpid", window).strip()
            if pid:
                subprocess.run(["kill", "-KILL", pid], stderr=subprocess.DEVNULL, check=False)
        wait_for(lambda: not self.session.run_x("xdotool", "search", "--class", WINDOW_CLASS).split(), "the dialogs to be gone")

    def wait_until_all_wait(self, number):
        """Waits until so many processes wait for the renewal lock."""
        locks = Path("/proc/locks")
        files = {str(path.stat().st_ino) for path in (self.session.runtime / "daypass").iterdir()}
        wait_for(lambda: sum("->" in line and line.split()[-3].split(":")[-1] in files for line in locks.read_text().splitlines()) >= number,
                 f"{number} waiting commands")

    def close_windows(self):
        for child in self.children:
            child.kill()
            child.communicate()
        self.children.clear()

    def press(self, *keys):
        self.session.run_x("xdotool", "key", *keys)

    def type(self, text):
        self.session.run_x("xdotool", "type", "--delay", "0", text)

    # What a screen reader knows

    def accessibles(self):
        """Everything that is shown, as pairs of role and accessible, in order."""
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        applications = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
        found = []
        for application in applications:
            if application is not None and application.get_name() == WINDOW_CLASS:
                self._walk(application, found)
        return found

    def _walk(self, parent, found):
        for number in range(parent.get_child_count()):
            child = parent.get_child_at_index(number)
            if child is None:
                raise Gone
            found.append((child.get_role_name(), child))
            self._walk(child, found)

    def look(self):
        """The accessibles of a window that does not change meanwhile."""
        try:
            return self.accessibles()
        except (Gone, GLib.Error):
            return []

    @staticmethod
    def name(accessible):
        """Its name, or none when it has gone since it was found."""
        try:
            return accessible.get_name()
        except GLib.Error:
            return ""

    def texts(self):
        return [self.name(accessible) for _role, accessible in self.look()]

    def reads(self, text):
        """Waits until a text is shown that contains this one."""
        wait_for(lambda: any(text in shown for shown in self.texts()), f"“{text}”")

    def is_told(self, text):
        """Waits until one of the lines that tell what happens contains this."""
        wait_for(lambda: any(role == "alert" and text in self.name(one) for role, one in self.look()), f"a word about “{text}”")

    def reads_of_the_next_code(self):
        """Waits until the countdown is shown, or what follows at its end, which may be near."""
        wait_for(lambda: any(said in shown for shown in self.texts() for said in ("Next code in", "The next code is there now")),
                 "a word about the next code")

    def find(self, role, name=""):
        """Waits for a control and returns it."""
        return wait_for(lambda: next((one for its_role, one in self.look() if its_role == role and name in self.name(one)), None),
                        f"{role} “{name}”")

    def focused(self):
        """The control with the focus in each window, as role and name."""
        try:
            return [(role, one.get_name()) for role, one in self.look() if one.get_state_set().contains(Atspi.StateType.FOCUSED)]
        except GLib.Error:
            return []

    def waits_in(self, role, name):
        """Waits until what is typed goes to this control."""
        wait_for(lambda: any(role == its_role and name in its_name for its_role, its_name in self.focused()), f"the focus in {role} “{name}”")

    def click(self, name):
        self.find("push button", name).do_action(0)

    # The first day

    def forget_account(self):
        """As if there had never been one."""
        self.config.unlink()
        self.forget(self.taro.access_key_id)

    def go_to_form(self):
        """From the first page of an open window to the form for a key."""
        self.reads("Six digits, and AWS for the day")
        self.press("alt+a")
        self.waits_in("text", "Name of the profile")

    def open_form(self, **variables):
        self.open_window(**variables)
        self.go_to_form()

    def fill_form(self, secret=None):
        for text, role, name in (("work", "text", "Access key ID"), (self.taro.access_key_id, "password text", "Secret"),
                                 (secret or self.taro.secret_access_key, "push button", "Region")):
            self.type(text)
            self.press("Tab")
            self.waits_in(role, name)

    def add_key(self, secret=None):
        """Opens the form, fills it and sends it."""
        self.open_form(AWS_REGION="eu-west-1")
        self.fill_form(secret)
        self.press("alt+a")

    def write_plaintext_key(self, before=""):
        """Puts the key where the window can move it from; returns the file's text."""
        self.write_credentials(f"{before}[work]\naws_access_key_id = {self.taro.access_key_id}\n"
                               f"aws_secret_access_key = {self.taro.secret_access_key}\n")
        return self.credentials.read_text()

    def move_key(self):
        self.click("Move the Keys from")
        self.click("Move the key of “work”")

    def meets_code(self):
        """Waits until the page takes the first code, and nothing is asked beside it."""
        self.reads("The key belongs to “taro” in account 111122223333")
        self.waits_in("text", "MFA code of the device")
        assert len(self.windows()) == 1

    def close_dialog(self):
        """Presses Close in a dialog that tells of its success, unless that has gone by itself meanwhile."""
        with contextlib.suppress(GLib.Error):
            for role, one in self.look():
                if role == "push button" and one.get_name() == "Close":
                    one.do_action(0)

    # Pictures

    def photograph(self, path):
        """A picture of the dialog alone."""
        window = self.session.find_window(WINDOW_CLASS)
        subprocess.run(["import", "-window", window, path], env=self.session.env, check=True)
