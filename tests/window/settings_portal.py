# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A settings portal that says what its standard input says: `dark`, `contrast` and so on, one a line. As the
real one, it refuses a caller whose /proc/PID/root it may not look at."""

import os
import sys

from gi.repository import Gio, GLib

PATH = "/org/freedesktop/portal/desktop"
SETTINGS = "org.freedesktop.portal.Settings"
APPEARANCE = "org.freedesktop.appearance"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(f"""<node><interface name="{SETTINGS}">
  <method name="ReadAll"><arg type="as" direction="in"/><arg type="a{{sa{{sv}}}}" direction="out"/></method>
  <signal name="SettingChanged"><arg type="s"/><arg type="s"/><arg type="v"/></signal>
</interface></node>""").interfaces[0]
WORDS = {
    "dark": ("color-scheme", 1),
    "light": ("color-scheme", 2),
    "contrast": ("contrast", 1),
    "usual-contrast": ("contrast", 0),
    "still": ("reduced-motion", 1),
    "moving": ("reduced-motion", 0),
}


class Portal:
    def __init__(self):
        self.values = dict([WORDS[sys.stdin.readline().strip()]])
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.register_object(PATH, INTERFACE, self.called, None, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", ("org.freedesktop.portal.Desktop", 0)), None, 0, -1, None)
        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.said)

    def called(self, _bus, sender, _path, _interface, _method, _parameters, invocation):
        pid = self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                 "GetConnectionUnixProcessID", GLib.Variant("(s)", (sender,)), None, 0, -1, None).unpack()[0]
        try:
            os.close(os.open(f"/proc/{pid}/root", os.O_RDONLY))
        except PermissionError:
            invocation.return_dbus_error("org.freedesktop.DBus.Error.AccessDenied", "Portal operation not allowed")
            return
        answer = {APPEARANCE: {key: GLib.Variant("u", value) for key, value in self.values.items()}}
        invocation.return_value(GLib.Variant("(a{sa{sv}})", (answer,)))

    def said(self, stream, _condition):
        line = stream.readline().strip()
        if not line:
            return False
        key, value = WORDS[line]
        self.values[key] = value
        self.bus.emit_signal(None, PATH, SETTINGS, "SettingChanged",
                             GLib.Variant("(ssv)", (APPEARANCE, key, GLib.Variant("u", value))))
        return True


if __name__ == "__main__":
    portal = Portal()
    print("ready", flush=True)
    GLib.MainLoop().run()
