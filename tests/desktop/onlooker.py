# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Who sits before any desktop, and finds what is new by looking."""

import json
import signal
import subprocess

from changes import Changes
from desktop_session import NOTIFICATIONS
from person import TRAY, Atspi, Person
from private_session import wait_for

# The middle of the first row, from the top of a menu of two accounts, a line, and two rows more.
FIRST_ROW = 0.13


class Onlooker(Person):
    def __init__(self, session, aws):
        super().__init__(session, aws)
        self.panel = None

    def rest_mouse(self):
        x, y = self.session.desktop_area.point()
        self.session.run_x("xdotool", "mousemove", str(x), str(y))

    def watch_panel(self):
        self.rest_mouse()
        return Changes(self.session, self.session.panel_area)

    def watch_desktop(self):
        self.rest_mouse()
        return Changes(self.session, self.session.desktop_area)

    def find_new_icon(self):
        """Starts the tray, and returns where its icon appears: at the left end of what it may push aside."""
        self.panel = self.watch_panel()
        self.start_tray()
        return self.icon_in(self.panel.wait("the icon in the panel"))

    @staticmethod
    def icon_in(box):
        return box._replace(width=box.height)

    def shows_icon(self, icon):
        box = self.panel.seen()
        return box and self.icon_in(box) == icon

    def click_at(self, x, y, button=1):
        self.session.run_x("xdotool", "mousemove", str(x), str(y), "click", str(button))

    def open_from_icon(self, icon):
        self.click_at(*icon.point())

    def open_menu(self, icon):
        """Returns where the menu is."""
        desktop = self.watch_desktop()
        self.click_at(*icon.point(), button=3)
        return desktop.wait("the menu")

    def choose_first_row(self, menu):
        self.click_at(*menu.point(down=FIRST_ROW))

    def wait_until_noted(self):
        """Waits until the service has taken a notification and the tray has its answer."""
        wait_for((self.session.runtime / "daypass/notifications").exists, "the notification to be taken")

    def crash_tray(self):
        self.session.end_service(TRAY, signal.SIGKILL)

    def keep_picture(self, name):
        super().keep_picture(f"{self.session.desktop.lower()}-{name}")


class MateOnlooker(Onlooker):
    def find_bubble(self, text):
        """MATE takes a bubble away after seven seconds, but not from below the pointer."""
        title = super().find_bubble(text)
        self.point_at(self.find_in_bubble("label", title))
        return title


class CinnamonOnlooker(Onlooker):
    def wait_until_noted(self):
        """Cinnamon closes at once what it does not want to show."""


class WaylandOnlooker(Onlooker):
    """The windows of a compositor are known to a screen reader alone."""

    def _frames(self):
        return self.glance(lambda: [one for role, one in self.look() if role == "frame"]) or []

    def windows(self):
        return [frame.get_name() for frame in self._frames()]

    def has_focus(self):
        return bool(self.glance(lambda: [one for one in self._frames() if one.get_state_set().contains(Atspi.StateType.ACTIVE)]))


class WaybarOnlooker(WaylandOnlooker):
    """mako draws no buttons; its users bind a key to `makoctl`."""

    def _makoctl(self, *arguments):
        return subprocess.run(["makoctl", *arguments], env=self.env, stdout=subprocess.PIPE, text=True, check=True).stdout

    def _bubbles(self):
        return json.loads(self._makoctl("list"))["data"][0] if self.session.is_running(NOTIFICATIONS) else []

    def bubble_texts(self):
        return [bubble["summary"]["data"] for bubble in self._bubbles()]

    def click_in_bubble(self, text):
        bubble, = self._bubbles()
        action = next(name for name, label in bubble["actions"]["data"].items() if label == text)
        self._makoctl("invoke", "-n", str(bubble["id"]["data"]), action)


class GnomeOnlooker(WaylandOnlooker):
    """Each click on an icon opens its menu, and a bubble shows its buttons below the pointer alone."""

    def open_from_icon(self, icon):
        self.choose_first_row(self.open_menu(icon))

    def choose_first_row(self, menu):
        self.press("Down", "Return")

    def click_in_bubble(self, text):
        self.point_at(self.find_in_bubble("label", "session of"))
        super().click_in_bubble(text)
