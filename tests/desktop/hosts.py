# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The other desktops that show an icon in a panel: how each of them starts, and where it differs."""

import subprocess
from typing import NamedTuple

from desktop_session import NOTIFICATIONS, PANEL_HEIGHT, DesktopSession
from onlooker import CinnamonOnlooker, GnomeOnlooker, MateOnlooker, Onlooker, WaybarOnlooker, WaylandOnlooker
from shells import Cinnamon, Gnome, Plasma, PlasmaWayland
from wayland_session import WaylandSession


class Mate(DesktopSession):
    desktop = "MATE"
    window_manager = ("marco", "--no-composite")
    panel_program = ("mate-panel",)
    notification_service = "/usr/lib/mate-notification-daemon/mate-notification-daemon"

    def _configure(self):
        self.copy_service("org.mate.panel.applet.NotificationAreaAppletFactory")
        self.write_file(".config/glib-2.0/settings/keyfile", f"""
[org/mate/panel/general]
toplevel-id-list=['top']
object-id-list=['tray']

[org/mate/panel/toplevels/top]
expand=true
orientation='top'
size={PANEL_HEIGHT}

[org/mate/panel/objects/tray]
object-type='applet'
applet-iid='NotificationAreaAppletFactory::NotificationArea'
toplevel-id='top'
position=0
""")

    def set_do_not_disturb(self, wanted):
        self.set_gsettings("org.mate.NotificationDaemon", "do-not-disturb", str(wanted).lower())


class Lxqt(DesktopSession):
    desktop = "LXQt"
    window_manager = ("openbox",)
    panel_program = ("lxqt-panel",)
    panel_stands_out = False
    notification_service = "/usr/bin/lxqt-notificationd"

    def _configure(self):
        self.write_file(".config/lxqt/panel.conf", f"""panels=panel1

[panel1]
plugins=statusnotifier
position=Top
desktop=0
panelSize={PANEL_HEIGHT}

[statusnotifier]
type=statusnotifier
alignment=Left
""")
        self.set_do_not_disturb(False)

    def set_do_not_disturb(self, wanted):
        self.write_file(".config/lxqt/notifications.conf", f"[General]\ndoNotDisturb={str(wanted).lower()}\nserver_decides=0\n")


class Waybar(WaylandSession):
    desktop = "sway"
    window_manager = ("sway",)
    compositor_variables = {"WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman"}
    panel_program = ("waybar",)
    panel_stands_out = False
    notification_service = "/usr/bin/mako"

    def _configure(self):
        self.write_file(".config/sway/config", """
output * mode 1280x800
default_border none
xwayland disable
""")
        self.write_file(".config/waybar/config", f'{{ "height": {PANEL_HEIGHT}, "modules-left": ["tray"], "tray": {{ "icon-size": 22 }} }}\n')
        self.write_file(".config/waybar/style.css", "window#waybar { background: #202020; }\n")
        self.write_file(".config/mako/config", "default-timeout=0\n[mode=do-not-disturb]\ninvisible=1\n")

    def set_do_not_disturb(self, wanted):
        self.start_service(NOTIFICATIONS)
        subprocess.run(["makoctl", "mode", "-s", "do-not-disturb" if wanted else "default"], env=self.env, check=True)


class Host(NamedTuple):
    session: type
    person: type = Onlooker


HOSTS = {
    "xfce": Host(DesktopSession),
    "mate": Host(Mate, MateOnlooker),
    "lxqt": Host(Lxqt),
    "waybar": Host(Waybar, WaybarOnlooker),
    "plasma": Host(Plasma),
    "plasma-wayland": Host(PlasmaWayland, WaylandOnlooker),
    "gnome": Host(Gnome, GnomeOnlooker),
    "cinnamon": Host(Cinnamon, CinnamonOnlooker),
}
