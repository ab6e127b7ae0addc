# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A prompter for gnome-keyring that takes the question and never answers."""

from gi.repository import Gio, GLib

from private_session import wait_for

NAME = "org.gnome.keyring.SystemPrompter"
INTERFACE = Gio.DBusNodeInfo.new_for_xml("""
<node>
  <interface name="org.gnome.keyring.internal.Prompter">
    <method name="BeginPrompting"><arg name="callback" type="o" direction="in"/></method>
    <method name="PerformPrompt">
      <arg name="callback" type="o" direction="in"/><arg name="type" type="s" direction="in"/>
      <arg name="properties" type="a{sv}" direction="in"/><arg name="exchange" type="s" direction="in"/>
    </method>
    <method name="StopPrompting"><arg name="callback" type="o" direction="in"/></method>
  </interface>
</node>""").interfaces[0]


class SilentPrompter:
    def __init__(self, session):
        self.calls = []
        self._bus = Gio.DBusConnection.new_for_address_sync(
            session.env["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self._bus.register_object("/org/gnome/keyring/Prompter", INTERFACE, self._called, None, None)
        self._bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                            GLib.Variant("(su)", (NAME, 0)), None, Gio.DBusCallFlags.NONE, -1, None)

    def _called(self, _bus, _sender, _path, _interface, method, _parameters, invocation):
        self.calls.append(method)
        if method == "StopPrompting":
            invocation.return_value(None)

    def _receive(self):
        while GLib.MainContext.default().iteration(False):
            pass
        return self.calls

    def wait_for_call(self, method):
        wait_for(lambda: method in self._receive(), f"{method} of the prompter")

    def count_calls(self):
        return len(self._receive())
