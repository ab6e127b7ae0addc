# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A desktop as a person has it: window manager, panel, notification service and keyring,
and Daypass installed on it, started by D-Bus like everything else."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

from box import Box
from changes import Changes
from private_session import PrivateSession, wait_for

BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
PREFIX = Path(os.environ["DAYPASS_PREFIX"])
WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"

ACCESSIBILITY = "org.a11y.Bus"

SCREEN_WIDTH, SCREEN_HEIGHT = 1280, 800
PANEL_HEIGHT = 32

CHANNELS = {
    # One panel at the top, with the tray at its left end.
    "xfce4-panel": """
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="%d"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="systray"/>
  </property>""" % PANEL_HEIGHT,
    # A bubble that goes has been closed by somebody.
    "xfce4-notifyd": """
  <property name="expire-timeout" type="int" value="0"/>""",
}


def install(folder):
    """Installs what was built below a folder, as for a package; returns the prefix there."""
    subprocess.run(["meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", folder],
                   check=True, stdout=subprocess.DEVNULL)
    prefix = folder / PREFIX.relative_to("/")
    subprocess.run(["glib-compile-schemas", prefix / "share/glib-2.0/schemas"], check=True)
    return prefix


class DesktopSession(PrivateSession):
    """Xfce; hosts.py has the other desktops. `variables` are those that the person's login
    session has beside the usual ones."""

    desktop = "XFCE"
    window_manager = ("xfwm4", "--compositor=off")
    panel_program = ("xfce4-panel", "--disable-wm-check")
    notification_service = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd"

    panel_area = Box(0, 0, SCREEN_WIDTH, PANEL_HEIGHT)
    panel_stands_out = True  # from the bare screen below it
    desktop_area = Box(0, PANEL_HEIGHT, SCREEN_WIDTH, SCREEN_HEIGHT - PANEL_HEIGHT)

    @property
    def notification_program(self):
        """As a screen reader knows it."""
        return Path(self.notification_service).name

    def __init__(self, tmp_path, prefix, **variables):
        super().__init__(tmp_path, display=True)
        self.prefix = prefix
        self.root.mkdir(parents=True, exist_ok=True)
        self.log = self.root / "session.log"
        self._log_file = self.log.open("ab")
        self.panel = None
        # Else no screen reader would find the notifications.
        del self._clean_env["NO_AT_BRIDGE"]
        self._clean_env |= {
            "GSK_RENDERER": "cairo",
            "PATH": f"{prefix}/bin:/usr/bin:/bin",
            "TERM": "xterm",
            "TZ": "UTC",
            "XDG_CURRENT_DESKTOP": self.desktop,
            "XDG_DATA_DIRS": f"{prefix}/share:/usr/share",
        } | variables

    def _spawn(self, *arguments, **options):
        return super()._spawn(*arguments, **{"stderr": self._log_file} | options)

    def _start(self):
        super()._start()
        self.start_panel()

    def _start_bus(self):
        super()._start_bus()
        self.add_service(ACCESSIBILITY, "/usr/libexec/at-spi-bus-launcher")
        if self.notification_service:
            self.add_service(NOTIFICATIONS, self.notification_service)
        for service in (self.prefix / "share/dbus-1/services").iterdir():
            command = next(line for line in service.read_text().splitlines() if line.startswith("Exec="))
            self.add_service(service.stem, self._staged(command.removeprefix("Exec=")))
        self._configure()

    def _start_window_manager(self):
        self._spawn(*self.window_manager)
        wait_for(lambda: "window id" in self.run_x("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), self.window_manager[0])

    def _configure(self):
        for name, properties in CHANNELS.items():
            self.write_file(f".config/xfce4/xfconf/xfce-perchannel-xml/{name}.xml", f"""<?xml version="1.0" encoding="UTF-8"?>
<channel name="{name}" version="1.0">{properties}
</channel>
""")

    def copy_service(self, name):
        """Lets the bus start a service as Debian does."""
        shutil.copy(f"/usr/share/dbus-1/services/{name}.service", self.services)
        self.call("/org/freedesktop/DBus", "org.freedesktop.DBus", "ReloadConfig", destination="org.freedesktop.DBus")

    def write_file(self, name, text):
        """Puts a file into the person's home."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def _staged(self, command):
        """A service's command line in the staged installation."""
        program, *arguments = shlex.split(command)
        return shlex.join([str(self.prefix / Path(program).relative_to(PREFIX)), *arguments])

    def is_running(self, name):
        return self._call_bus("NameHasOwner", "(s)", name)

    def start_service(self, name):
        """Starts a program as the bus does when somebody asks for its name."""
        self.call("/org/freedesktop/DBus", "org.freedesktop.DBus", "StartServiceByName", "(su)", name, 0,
                  destination="org.freedesktop.DBus")
        wait_for(lambda: self.is_running(name), name)

    def end_service(self, name, number=signal.SIGTERM):
        """Ends what runs under that name, if anything."""
        if pid := self._pid_of(name):
            # It may be about to end by itself.
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
            wait_for(lambda: not self.is_running(name), f"{name} to be gone")

    def end_notification_service(self):
        self.end_service(NOTIFICATIONS)

    def restart_notification_service(self):
        self.end_service(NOTIFICATIONS)
        self.start_service(NOTIFICATIONS)

    def start_panel(self):
        bare = Changes(self, self.panel_area)
        self._start_panel()
        if self.panel_stands_out:
            # Else the panel would be taken for what is new in it.
            bare.wait("the panel's picture")

    def _start_panel(self):
        self.panel = self._spawn(*self.panel_program)
        wait_for(lambda: self.is_running(WATCHER), "the panel")

    def kill_panel(self):
        """As a crash would; its session manager would start another one."""
        self.panel.kill()
        self.panel.wait()
        wait_for(lambda: not self.is_running(WATCHER), "the panel to be gone")

    def set_do_not_disturb(self, wanted):
        subprocess.run(["xfconf-query", "--channel", "xfce4-notifyd", "--property", "/do-not-disturb", "--create", "--type", "bool",
                        "--set", "true" if wanted else "false"], env=self.env, check=True)

    def set_gsettings(self, schema, key, value):
        subprocess.run(["gsettings", "set", schema, key, value], env=self.env, check=True)

    def photograph(self, path):
        subprocess.run(["import", "-window", "root", path], env=self.env, check=True)

    def close(self):
        super().close()
        self._log_file.close()
