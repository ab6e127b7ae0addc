# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What changes on the screen: the same on every desktop, also where a screen reader sees nothing."""

import itertools
import subprocess

from box import Box
from private_session import wait_for

# The light behind an icon changes with the mouse by less than this.
NOTICEABLE = "12%"
NUMBERS = itertools.count()


class Changes:
    """Since a moment, in a part of the screen of the session."""

    def __init__(self, session, area):
        self.session = session
        self.area = area
        self.before = session.root / f"before-{next(NUMBERS)}.png"
        self._photograph_at_rest()

    def _photograph_at_rest(self):
        """Once two pictures are the same: what is drawn slowly is there."""
        now = self.session.root / "now.png"
        self.session.photograph(self.before)

        def is_at_rest():
            self.session.photograph(now)
            difference = self._difference(now)
            now.rename(self.before)
            return difference is None
        wait_for(is_at_rest, "a screen at rest")

    def _difference(self, now):
        """The smallest box around what differs, or None. (All of it differs from the border alone.)"""
        crop = "{2}x{3}+{0}+{1}".format(*self.area)
        done = subprocess.run(["convert", self.before, now, "-crop", crop, "+repage", "-compose", "difference", "-composite",
                               "-colorspace", "gray", "-threshold", NOTICEABLE, "-bordercolor", "black", "-border", "1",
                               "-format", "%@", "info:"],
                              env=self.session.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
        width, height, x, y = map(int, done.stdout.replace("x", "+").split("+"))
        return Box(self.area.x + x - 1, self.area.y + y - 1, width, height) if width else None

    def seen(self):
        """The box of what has changed by now, or None."""
        now = self.session.root / "now.png"
        self.session.photograph(now)
        return self._difference(now)

    def wait(self, what):
        """Waits for a change that stays as it is, and returns its box."""
        last = None

        def stays():
            nonlocal last
            box, last = last, self.seen()
            return box if box == last else None
        try:
            return wait_for(stays, what)
        except TimeoutError as error:
            raise TimeoutError(f"{error}; what differed at last: {last}") from None
