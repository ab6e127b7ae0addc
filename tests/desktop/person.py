# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Who sits before the desktop: sees what a screen reader tells, types, and uses the mouse."""

import os
import re
import subprocess
from pathlib import Path

import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib

from desktop_session import BUILD, WATCHER
from private_session import wait_for
from screen import WINDOW_CLASS, Gone, Screen

TRAY = f"{WINDOW_CLASS}.Tray"
ITEM = "org.kde.StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
PROPERTIES = "org.freedesktop.DBus.Properties"
PICTURES = Path(os.environ.get("DAYPASS_PICTURES", BUILD / "tests/desktop/pictures"))


class Person(Screen):
    """The desktop's person has one account, “work”, and no session yet."""

    def __init__(self, session, aws):
        super().__init__(session, aws)
        self.env = session.env
        self.daypass = session.prefix / "bin/daypass"

    # Before

    def clear(self):
        self.log_out()
        super().clear()

    def log_out(self):
        """Ends what of Daypass still runs."""
        self.session.end_service(TRAY)
        self.session.end_notification_service()
        self.session.end_service(WINDOW_CLASS)
        for window in self.windows():
            pid = self.session.run_x("xdotool", "getwindowpid", window).strip()
            if pid:
                subprocess.run(["kill", pid], check=False)
        wait_for(lambda: not self.windows(), "the dialogs to be gone")

    def start_tray(self):
        self.session.start_service(TRAY)
        wait_for(self.item_bus_name, "the item")

    def launch(self):
        """As the desktop's menu does."""
        subprocess.run(["gapplication", "launch", WINDOW_CLASS], env=self.env, check=True)

    # The window and the dialog

    @staticmethod
    def glance(look):
        """What look() finds; nothing if what it looks at goes meanwhile."""
        try:
            return look()
        except (Gone, GLib.Error):
            return None

    def texts(self):
        return self.glance(super().texts) or []

    def find(self, role, name=""):
        def look():
            return next((one for its_role, one in self.look() if its_role == role and name in one.get_name()), None)
        return wait_for(lambda: self.glance(look), f"{role} “{name}”")

    def focused_window(self):
        return self.session.run_x("xdotool", "getactivewindow").strip()

    def has_focus(self):
        """Whether what is typed goes to Daypass, without anybody's help."""
        return self.focused_window() in self.windows()

    def meet_dialog(self, user=None):
        """Waits for the dialog as it comes: focused, with the key's owner, ready for digits."""
        user = user or self.taro
        wait_for(self.has_focus, "a focused dialog")
        self.reads(f"The key belongs to “{user.user_name}” in account {user.account_id}")
        wait_for(lambda: any(name.startswith("MFA code of the device") for _role, name in self.focused()), "the focus in the field")

    def tab_to(self, role, name="", backwards=False):
        """In the only window, presses Tab until a control has the focus, as somebody does who has no mouse."""
        passed = []
        while True:
            here = wait_for(self.focused, "a control with the focus")[0]
            if here[0] == role and here[1].startswith(name):
                return
            assert passed.count(here) < 2, f"no {role} “{name}” among {passed}"
            passed.append(here)
            self.press("shift+Tab" if backwards else "Tab")
            wait_for(lambda: self.focused() not in ([here], []), f"the focus to leave {here}")

    def wait_until_closed(self):
        wait_for(lambda: not self.windows(), "the dialog to close by itself")

    # The panel and the notification

    def shown_by(self, program, role):
        """What a screen reader finds in another program, as pairs of accessible and name."""
        def look(application):
            found = []
            if application is not None and application.get_name() == program:
                self._walk(application, found)
            return [(one, one.get_name()) for its_role, one in found
                    if its_role == role and one.get_state_set().contains(Atspi.StateType.SHOWING)]
        desktop = Atspi.get_desktop(0)
        desktop.clear_cache()
        applications = [desktop.get_child_at_index(number) for number in range(desktop.get_child_count())]
        return [pair for application in applications for pair in self.glance(lambda one=application: look(one)) or []]

    def tray_windows(self, with_type):
        """The panel's tray is a window without a type; its menu and its tooltip have one."""
        def has_type(window):
            return "not found" not in self.session.run_x("xprop", "-id", window, "_NET_WM_WINDOW_TYPE")
        windows = self.session.run_x("xdotool", "search", "--onlyvisible", "--class", "wrapper-2.0").split()
        return [window for window in windows if has_type(window) == with_type]

    def tray_window(self):
        """Holds nothing but our icon. (A screen reader does not always find what is in it: the
        panel and its plugin do not wait for each other.)"""
        return wait_for(lambda: next(iter(self.tray_windows(with_type=False)), None), "the tray")

    def tray_popups(self):
        return self.tray_windows(with_type=True)

    def tray_box(self):
        shell = self.session.run_x("xdotool", "getwindowgeometry", "--shell", self.tray_window())
        values = dict(line.split("=") for line in shell.split())
        return tuple(int(values.get(name, 0)) for name in ("X", "Y", "WIDTH", "HEIGHT"))

    def icon(self):
        """Waits until the tray shows something, and returns how much of it is dark: the light
        behind it changes with the mouse."""
        def look():
            x, y, width, height = self.tray_box()
            return float(self.session.run_x("convert", "x:root", "-crop", f"{width}x{height}+{x}+{y}", "+repage",
                                            "-colorspace", "gray", "-threshold", "50%", "-format", "%[fx:1-mean]", "info:-") or 0)
        return wait_for(look, "the icon in the panel")

    def point_at_icon(self):
        x, y, width, height = self.tray_box()
        self.session.run_x("xdotool", "mousemove", str(x + width // 2), str(y + height // 2))

    def click_icon(self, button=1):
        self.icon()
        self.point_at_icon()
        self.session.run_x("xdotool", "click", str(button))

    def bubble_texts(self):
        return [name for _label, name in self.shown_by(self.session.notification_program, "label")]

    def find_bubble(self, text):
        """Waits for a notification and returns its title."""
        return wait_for(lambda: next((shown for shown in self.bubble_texts() if text in shown), None), f"a bubble with “{text}”")

    def find_in_bubble(self, role, text):
        """Waits for a part of a notification."""
        return wait_for(lambda: next((one for one, name in self.shown_by(self.session.notification_program, role) if text in name), None),
                        f"“{text}” in a bubble")

    def click_in_bubble(self, text):
        self.point_at(self.find_in_bubble("push button", text))
        self.session.run_x("xdotool", "click", "1")

    def point_at(self, accessible):
        """Once it rests: a bubble may still be on its way."""
        last = None

        def rests():
            nonlocal last
            box = Atspi.Component.get_extents(accessible, Atspi.CoordType.SCREEN)
            before, last = last, (box.x + box.width // 2, box.y + box.height // 2)
            return before == last and box.width > 0
        wait_for(rests, "the place of a button")
        self.session.run_x("xdotool", "mousemove", *map(str, last))

    # What the tray tells the panel

    def item_bus_name(self):
        def look():
            return self.session.call("/StatusNotifierWatcher", PROPERTIES, "Get", "(ss)", WATCHER, "RegisteredStatusNotifierItems",
                                     destination=WATCHER)[0]
        items = self.glance(look)
        # A path follows, after “@” on GNOME.
        return re.split("[/@]", items[0])[0] if items else None

    def item_property(self, name):
        return self.session.call("/StatusNotifierItem", PROPERTIES, "Get", "(ss)", ITEM, name, destination=self.item_bus_name())[0]

    def tooltip(self):
        _icon, _pixmaps, title, body = self.item_property("ToolTip")
        return f"{title}\n{body}".strip()

    def menu_labels(self):
        _revision, (_root, _properties, rows) = self.session.call(
            self.item_property("Menu"), MENU, "GetLayout", "(iias)", 0, -1, [], destination=self.item_bus_name())
        return [row[1]["label"] for row in rows if "label" in row[1]]

    # The command

    def run(self, *arguments, text=None, env=None):
        return subprocess.run([self.daypass, *arguments], env=self.env | (env or {}), start_new_session=True, input=text,
                              capture_output=True, text=True, timeout=60, check=False)

    # Pictures

    def keep_picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.session.photograph(PICTURES / f"{name}.png")
