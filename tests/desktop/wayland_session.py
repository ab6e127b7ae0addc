# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A desktop on Wayland, where what is on the X display is the compositor's window alone."""

import subprocess

from desktop_session import DesktopSession
from private_session import wait_for


class WaylandSession(DesktopSession):
    compositor_variables = {}

    def _start_window_manager(self):
        self._spawn(*self.window_manager, env=self._clean_env | self.compositor_variables)
        self._join(WAYLAND_DISPLAY=self._find_socket("wayland-?").name, GDK_BACKEND="wayland", QT_QPA_PLATFORM="wayland",
                   XDG_SESSION_TYPE="wayland")

    def _find_socket(self, pattern):
        return wait_for(lambda: next(self.runtime.glob(pattern), None), self.window_manager[0])

    def _join(self, **variables):
        """What is started from now on shows itself there, also what the bus starts."""
        self._clean_env |= variables
        subprocess.run(["dbus-update-activation-environment", *(f"{name}={value}" for name, value in variables.items())],
                       env=self._clean_env, check=True)
