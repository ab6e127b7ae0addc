# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What answers on a desktop's bus, played here as far as “daypass doctor” asks."""

import threading

from gi.repository import Gio, GLib

PROPERTY = "<node><interface name='{}'><property name='{}' type='{}' access='read'/></interface></node>"
INFORMATION = """<node><interface name='org.freedesktop.Notifications'><method name='GetServerInformation'>
<arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/><arg type='s' direction='out'/>
</method></interface></node>"""


class DesktopPrograms:
    """host: None, or whether a panel is there beside the watcher. notifications: the name of
    the service, or None. environment: systemd's, or None where that does not run the session."""

    def __init__(self, session, host=True, notifications="bubbles", environment=None):
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop.new(self._context, False)
        self._context.push_thread_default()
        self._bus = Gio.DBusConnection.new_for_address_sync(
            session.env["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        if host is not None:
            self._add("org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher",
                      PROPERTY.format("org.kde.StatusNotifierWatcher", "IsStatusNotifierHostRegistered", "b"), GLib.Variant("b", host))
        if environment is not None:
            self._add("org.freedesktop.systemd1", "/org/freedesktop/systemd1",
                      PROPERTY.format("org.freedesktop.systemd1.Manager", "Environment", "as"), GLib.Variant("as", environment))
        if notifications is not None:
            self._add("org.freedesktop.Notifications", "/org/freedesktop/Notifications", INFORMATION,
                      GLib.Variant("(ssss)", (notifications, "", "", "")))
        self._context.pop_thread_default()
        self._thread = threading.Thread(target=self._loop.run)

    def _add(self, name, path, xml, answer):
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self._bus.register_object(path, interface, lambda *call: call[-1].return_value(answer), lambda *_get: answer, None)
        self._bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                            GLib.Variant("(su)", (name, 0)), None, Gio.DBusCallFlags.NONE, -1, None)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_exception):
        self._loop.quit()
        self._thread.join()
        self._bus.close_sync(None)
