# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A StatusNotifierWatcher whose standard input says whether a host is registered: `host`, `no host`;
`look` waits until somebody has asked. Each is answered by `done`."""

import sys

from gi.repository import Gio, GLib

NAME = "org.kde.StatusNotifierWatcher"
PATH = "/StatusNotifierWatcher"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(f"""<node><interface name="{NAME}">
  <method name="RegisterStatusNotifierItem"><arg type="s" direction="in"/></method>
  <property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
  <signal name="StatusNotifierHostRegistered"/><signal name="StatusNotifierHostUnregistered"/>
</interface></node>""").interfaces[0]


class Watcher:
    def __init__(self):
        self.has_host = False
        self.asked = False
        self.looking = False
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.bus.register_object(PATH, INTERFACE, self.called, self.get, None)
        self.bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                           GLib.Variant("(su)", (NAME, 0)), None, 0, -1, None)
        GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IOCondition.IN | GLib.IOCondition.HUP, self.said)

    def called(self, _bus, _sender, _path, _interface, _method, _parameters, invocation):
        invocation.return_value(None)

    def get(self, *_arguments):
        self.asked = True
        self.answer_look()
        return GLib.Variant("b", self.has_host)

    def answer_look(self):
        if self.asked and self.looking:
            self.looking = False
            print("done", flush=True)

    def said(self, stream, _condition):
        line = stream.readline().strip()
        if not line:
            loop.quit()
            return False
        if line == "look":
            self.looking = True
            self.answer_look()
            return True
        self.has_host = line == "host"
        self.bus.emit_signal(None, PATH, NAME, "StatusNotifierHostRegistered" if self.has_host else "StatusNotifierHostUnregistered", None)
        print("done", flush=True)
        return True


if __name__ == "__main__":
    loop = GLib.MainLoop()
    watcher = Watcher()
    print("ready", flush=True)
    loop.run()
