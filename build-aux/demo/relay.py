# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Shows a Daypass that lives on a session bus of its own in the panel of the person's desktop.

    relay.py PRIVATE-BUS PERSONS-BUS FOLDER-OF-ICONS DESCRIPTOR

The folder has the icons themselves: some panels find no theme below such a one.

The whole of Daypass, its keyring and its files are on the private bus, so that nothing can meet the
person's own. Three things of the desktop are lent to it, object by object: the panel (the icon and its
menu go there under a connection of their own), the notifications, and what the desktop says about its
looks and to screen readers. Writes one line to the descriptor, with the names of those that it found,
and then works until it is killed.
"""
import sys
from pathlib import Path

from gi.repository import Gio, GLib

PROPERTIES = 'org.freedesktop.DBus.Properties'
WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM_PATH = '/StatusNotifierItem'
NOTIFICATIONS = 'org.freedesktop.Notifications'
# What else the window asks a desktop for: name, object, interface.
LENT = [
    (NOTIFICATIONS, '/org/freedesktop/Notifications', NOTIFICATIONS),
    ('org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop', 'org.freedesktop.portal.Settings'),
    ('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus'),
]


def connect(address):
    flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
    return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)


def ask_bus(connection, method, signature, *arguments):
    return connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', method,
                                GLib.Variant(signature, arguments), None, Gio.DBusCallFlags.NONE, -1, None).unpack()[0]


def unchanged(_member, value):
    return value


class Mirror:
    """An object on one bus that stands on another one too: calls go there, answers and signals come
    back. `interfaces` are those wanted. `change` may replace the arguments of a call and the value of a property."""

    def __init__(self, source, name, path, target, interfaces, change=unchanged):
        self.source, self.name, self.path, self.target, self.change = source, name, path, target, change
        xml, = source.call_sync(name, path, 'org.freedesktop.DBus.Introspectable', 'Introspect', None, None,
                                Gio.DBusCallFlags.NONE, 20000, None).unpack()
        found = [one for one in Gio.DBusNodeInfo.new_for_xml(xml).interfaces if one.name in interfaces]
        # Without functions for properties, these come as calls too.
        self.objects = [target.register_object(path, one, self.forward, None, None) for one in found]
        self.signals = [source.signal_subscribe(name, one.name, None, path, None, Gio.DBusSignalFlags.NONE, self.emit)
                        for one in found]

    def forward(self, _target, _sender, path, interface, method, arguments, invocation):
        def answer(source, result):
            try:
                value = source.call_finish(result)
            except GLib.Error as error:
                name = Gio.DBusError.get_remote_error(error) or 'org.freedesktop.DBus.Error.Failed'
                invocation.return_dbus_error(name, error.message)
                return
            if interface == PROPERTIES and method == 'Get':
                value = GLib.Variant('(v)', (self.change(arguments.unpack()[1], value.get_child_value(0).get_variant()),))
            elif interface == PROPERTIES and method == 'GetAll':
                all_of_them = value.get_child_value(0)
                entries = (all_of_them.get_child_value(number) for number in range(all_of_them.n_children()))
                changed = {entry.get_child_value(0).get_string(): entry.get_child_value(1).get_variant() for entry in entries}
                value = GLib.Variant('(a{sv})', ({key: self.change(key, one) for key, one in changed.items()},))
            invocation.return_value(value)
        self.source.call(self.name, path, interface, method, self.change(method, arguments), None,
                         Gio.DBusCallFlags.NONE, -1, None, answer)

    def emit(self, _source, _sender, path, interface, signal, arguments):
        self.target.emit_signal(None, path, interface, signal, arguments)

    def remove(self):
        for number in self.objects:
            self.target.unregister_object(number)
        for number in self.signals:
            self.source.signal_unsubscribe(number)


class Icon:
    """A tray item of the private bus in the person's panel, until its program goes."""

    def __init__(self, private, address, item, icons):
        self.private = private
        self.connection = connect(address)
        self.mirror = Mirror(private, item, ITEM_PATH, self.connection, ['org.kde.StatusNotifierItem'],
                             # The panel looks for icons in the person's folders.
                             lambda member, value: GLib.Variant('s', icons) if member == 'IconThemePath' else value)
        menu, = private.call_sync(item, ITEM_PATH, PROPERTIES, 'Get', GLib.Variant('(ss)', ('org.kde.StatusNotifierItem', 'Menu')),
                                  None, Gio.DBusCallFlags.NONE, 20000, None).unpack()
        self.menu = Mirror(private, item, menu, self.connection, ['com.canonical.dbusmenu'])
        self.watch = Gio.bus_watch_name_on_connection(private, item, Gio.BusNameWatcherFlags.NONE, None, self.end)

    def end(self, *_arguments):
        Gio.bus_unwatch_name(self.watch)
        self.mirror.remove()
        self.menu.remove()
        self.connection.close_sync(None)


class Panel:
    """The person's panel on the private bus, as long as it is there."""

    def __init__(self, private, person, address, icons):
        self.private, self.person, self.address, self.icons = private, person, address, icons
        self.mirror = None
        Gio.bus_watch_name_on_connection(person, WATCHER, Gio.BusNameWatcherFlags.NONE, self.appear, self.vanish)

    def appear(self, *_arguments):
        self.mirror = Mirror(self.person, WATCHER, '/StatusNotifierWatcher', self.private, [WATCHER], self.register)
        ask_bus(self.private, 'RequestName', '(su)', WATCHER, 0)

    def vanish(self, *_arguments):
        if self.mirror:
            ask_bus(self.private, 'ReleaseName', '(s)', WATCHER)
            self.mirror.remove()
            self.mirror = None

    def register(self, member, value):
        """The item's program asks for a place in the panel; its mirror gets it."""
        if member != 'RegisterStatusNotifierItem':
            return value
        icon = Icon(self.private, self.address, value.unpack()[0], self.icons)
        return GLib.Variant('(s)', (icon.connection.get_unique_name(),))


def with_icon_file(icons):
    """A notification names its icon, which the person's desktop does not have."""
    def change(member, value):
        if member != 'Notify':
            return value
        arguments = [value.get_child_value(number) for number in range(value.n_children())]
        file = Path(icons, f'{arguments[2].get_string()}.svg')
        arguments[2] = GLib.Variant('s', file.as_uri() if file.exists() else '')
        return GLib.Variant.new_tuple(*arguments)
    return change


def lend(private, person, icons):
    """Returns the names that there are."""
    found = []
    for name, path, interface in LENT:
        change = with_icon_file(icons) if name == NOTIFICATIONS else unchanged
        try:
            Mirror(person, name, path, private, [interface], change)
        except GLib.Error:
            continue
        ask_bus(private, 'RequestName', '(su)', name, 0)
        found.append(name)
    return found


def main(private_address, person_address, icons, descriptor):
    private, person = connect(private_address), connect(person_address)
    found = lend(private, person, icons)
    Panel(private, person, person_address, icons)
    if ask_bus(person, 'NameHasOwner', '(s)', WATCHER):
        found.append(WATCHER)
    with open(int(descriptor), 'w', encoding='ascii') as line:
        print('found:', *found, file=line)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main(*sys.argv[1:])
