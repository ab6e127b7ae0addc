# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

from typing import NamedTuple


class Box(NamedTuple):
    """A part of the screen, in pixels."""
    x: int
    y: int
    width: int
    height: int

    def point(self, right=0.5, down=0.5):
        return self.x + round(self.width * right), self.y + round(self.height * down)
