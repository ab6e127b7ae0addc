# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The desktops that are large: not in the CI, but each by `pytest test_hosts.py --host NAME`.

These packages they need beside those of build-aux/packages:
plasma: plasma-desktop plasma-workspace kwin-x11
plasma-wayland: also kwin-wayland qtwayland5
gnome: gnome-shell gnome-shell-extension-appindicator gjs
cinnamon: cinnamon xapp-sn-watcher
"""

import shutil

from gi.repository import GLib

from box import Box
from desktop_session import NOTIFICATIONS, PANEL_HEIGHT, SCREEN_HEIGHT, SCREEN_WIDTH, WATCHER, DesktopSession
from private_session import wait_for
from wayland_session import WaylandSession


class Shell(DesktopSession):
    """A desktop whose panel shows the notifications as well."""

    notification_service = None

    def start_panel(self):
        self._start_panel()
        wait_for(self._has_drawn_panel, "the panel's picture")

    def _has_drawn_panel(self):
        crop = "{2}x{3}+{0}+{1}".format(*self.panel_area)
        return float(self.run_x("convert", "x:root", "-crop", crop, "-format", "%[fx:standard_deviation]", "info:") or 0) > 0.01

    def end_notification_service(self):
        """It ends with the panel alone."""

class Plasma(Shell):
    desktop = "KDE"
    window_manager = ("kwin_x11",)
    panel_program = ("plasmashell", "--no-respawn")
    panel_area = Box(0, SCREEN_HEIGHT - 44, SCREEN_WIDTH, 44)
    desktop_area = Box(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT - 44)
    notification_program = "plasmashell"

    def _configure(self):
        self._clean_env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        self.write_file(".config/kdeglobals", "[KDE]\nAnimationDurationFactor=0\n")
        self.write_file(".config/plasmanotifyrc", "[Notifications]\nPopupTimeout=60000\n")
        for name in ("ActivityManager", "kded5", "kglobalaccel"):
            self.copy_service(f"org.kde.{name}")

    def start_panel(self):
        self.start_service("org.kde.kded5")
        self.call("/kded", "org.kde.kded5", "loadModule", "(s)", "statusnotifierwatcher", destination="org.kde.kded5")
        super().start_panel()

    def kill_panel(self):
        self.end_service("org.kde.kded5")
        super().kill_panel()

    def restart_notification_service(self):
        self.kill_panel()
        self.start_panel()

    def set_do_not_disturb(self, wanted):
        if wanted:
            self._inhibition = self.call("/org/freedesktop/Notifications", NOTIFICATIONS, "Inhibit", "(ssa{sv})", "", "", {}, destination=NOTIFICATIONS)[0]
        else:
            self.call("/org/freedesktop/Notifications", NOTIFICATIONS, "UnInhibit", "(u)", self._inhibition, destination=NOTIFICATIONS)


class PlasmaWayland(WaylandSession, Plasma):
    def _configure(self):
        super()._configure()
        # The original may raise its priority, for which containers refuse to start it.
        program = shutil.copy("/usr/bin/kwin_wayland", self.root)
        self.window_manager = (program, "--x11-display", self._clean_env["DISPLAY"], "--width", str(SCREEN_WIDTH), "--height", str(SCREEN_HEIGHT))


class Gnome(WaylandSession, Shell):
    desktop = "GNOME"
    window_manager = ("gnome-shell", "--wayland", "--nested", "--no-x11", "--unsafe-mode")
    compositor_variables = {"MUTTER_DEBUG_DUMMY_MODE_SPECS": f"{SCREEN_WIDTH}x{SCREEN_HEIGHT}"}
    # Without the clock.
    panel_area = Box(SCREEN_WIDTH * 3 // 4, 0, SCREEN_WIDTH // 4, PANEL_HEIGHT)
    notification_program = "gnome-shell"

    def _configure(self):
        # It asks for a login manager there, and does without.
        self.compositor_variables = self.compositor_variables | {"DBUS_SYSTEM_BUS_ADDRESS": self._clean_env["DBUS_SESSION_BUS_ADDRESS"]}
        self.copy_service("org.gnome.Shell.Notifications")
        self.write_file(".config/glib-2.0/settings/keyfile", """
[org/gnome/shell]
welcome-dialog-last-shown-version='99'

[org/gnome/desktop/interface]
enable-animations=false
""")
        self.write_file(".local/share/gnome-shell/lock-warning-shown", "")

    def start_panel(self):
        wait_for(self._has_started, "gnome-shell", seconds=60)
        self._evaluate("Main.overview.hide(); Main.extensionManager.enableExtension('ubuntu-appindicators@ubuntu.com')")
        wait_for(lambda: self.is_running(WATCHER), "the extension")

    def kill_panel(self):
        """As the screen's lock does: the shell itself stays."""
        self._evaluate("Main.extensionManager.disableExtension('ubuntu-appindicators@ubuntu.com')")
        wait_for(lambda: not self.is_running(WATCHER), "the extension to be gone")

    def restart_notification_service(self):
        """The session would end with the shell."""

    def _has_started(self):
        try:
            return self._evaluate("Main.layoutManager._startingUp") == "false"
        except GLib.Error:
            return False

    def _evaluate(self, script):
        """In the shell's own language."""
        return self.call("/org/gnome/Shell", "org.gnome.Shell", "Eval", "(s)", script, destination="org.gnome.Shell")[1]

    def set_do_not_disturb(self, wanted):
        self.set_gsettings("org.gnome.desktop.notifications", "show-banners", str(not wanted).lower())


class Cinnamon(Shell):
    desktop = "X-Cinnamon"
    window_manager = ("cinnamon", "--replace")
    panel_program = ("/usr/libexec/xapps/sn-watcher/xapp-sn-watcher",)
    panel_area = Box(0, SCREEN_HEIGHT - 40, SCREEN_WIDTH, 40)
    desktop_area = Box(0, 0, SCREEN_WIDTH, SCREEN_HEIGHT - 40)
    notification_program = "cinnamon"

    def _configure(self):
        self.write_file(".config/glib-2.0/settings/keyfile", """
[org/cinnamon]
enabled-applets=['panel1:left:0:menu@cinnamon.org:0', 'panel1:left:1:xapp-status@cinnamon.org:1']
desktop-effects=false

[org/cinnamon/desktop/interface]
enable-animations=false

[org/cinnamon/desktop/notifications]
notification-duration=60
""")

    def restart_notification_service(self):
        self.end_service(NOTIFICATIONS)
        self._start_window_manager()
        wait_for(lambda: self.is_running(NOTIFICATIONS), "cinnamon's notifications")

    def set_do_not_disturb(self, wanted):
        self.set_gsettings("org.cinnamon.desktop.notifications", "display-notifications", str(not wanted).lower())
