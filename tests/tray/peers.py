# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Everything on the bus that the tray talks to, played here: a panel, a notification
service and the window. Each has its own connection, as the real ones have."""

import time

from gi.repository import Gio, GLib

from private_session import PATIENCE

APP = "io.github.daypass.Daypass"
TRAY = f"{APP}.Tray"
ITEM = "org.kde.StatusNotifierItem"
ITEM_PATH = "/StatusNotifierItem"
MENU = "com.canonical.dbusmenu"
BUS = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
RENEW_LABEL = "Renew now"
ALLOW_AND_TAKE_OVER = 7

WATCHER_XML = """<node><interface name='org.kde.StatusNotifierWatcher'>
<method name='RegisterStatusNotifierItem'><arg type='s' direction='in'/></method>
<property name='IsStatusNotifierHostRegistered' type='b' access='read'/>
</interface></node>"""

APPLICATION_XML = """<node><interface name='org.freedesktop.Application'>
<method name='Activate'><arg type='a{sv}' direction='in'/></method>
<method name='ActivateAction'><arg type='s' direction='in'/><arg type='av' direction='in'/><arg type='a{sv}' direction='in'/></method>
</interface></node>"""

NOTIFICATIONS_XML = """<node><interface name='org.freedesktop.Notifications'>
<method name='GetCapabilities'><arg type='as' direction='out'/></method>
<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>
<arg type='s' direction='in'/><arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>
<arg type='u' direction='out'/></method>
<method name='CloseNotification'><arg type='u' direction='in'/></method>
</interface></node>"""


def wait_for(condition, what, seconds=PATIENCE):
    """Lets the peers answer until condition() is true, and returns what it gave."""
    deadline = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        if not context.iteration(False):
            time.sleep(0.002)
    return result


def let_pass(seconds):
    """Lets the peers answer for a while in which nothing is expected to happen."""
    end = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while time.monotonic() < end:
        if not context.iteration(False):
            time.sleep(0.002)


class Peer:
    """One program on the bus. A call to method m is answered by on_m (arguments)."""

    def __init__(self, session, name, path, xml):
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
        self.bus = Gio.DBusConnection.new_for_address_sync(session.env["DBUS_SESSION_BUS_ADDRESS"], flags, None, None)
        self.name, self.path = name, path
        interface = Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0]
        self.interface = interface.name
        self.bus.register_object(path, interface, self._handle_call, self._get_property, None)
        self.call(*BUS, "RequestName", "(su)", name, ALLOW_AND_TAKE_OVER)

    def _handle_call(self, _bus, sender, _path, _interface, method, parameters, invocation):
        answer = getattr(self, f"on_{method}")(sender, *parameters.unpack())
        if isinstance(answer, str):
            invocation.return_dbus_error(answer, "as the test wants")
        else:
            invocation.return_value(answer)

    def _get_property(self, _bus, _sender, _path, _interface, _name):
        return GLib.Variant("b", True)

    def call(self, destination, path, interface, method, signature="()", *arguments):
        return self.bus.call_sync(destination, path, interface, method, GLib.Variant(signature, arguments),
                                  None, Gio.DBusCallFlags.NO_AUTO_START, PATIENCE * 1000, None).unpack()

    def emit(self, signal, signature, *arguments, to=None):
        self.bus.emit_signal(to, self.path, self.interface, signal, GLib.Variant(signature, arguments))
        self.bus.flush_sync(None)

    def leave(self):
        self.bus.close_sync(None)


class Panel(Peer):
    """The watcher and the host in one, as most panels are."""

    def __init__(self, session):
        self.registered = []
        self.signals = []
        super().__init__(session, "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher", WATCHER_XML)
        for interface in (ITEM, MENU):
            self.bus.signal_subscribe(None, interface, None, None, None, Gio.DBusSignalFlags.NONE, self._on_signal)

    def on_RegisterStatusNotifierItem(self, sender, argument):
        self.registered.append((sender, argument))

    def _on_signal(self, _bus, _sender, _path, _interface, signal, parameters):
        self.signals.append((signal, parameters.unpack()))

    def wait_for_item(self):
        wait_for(lambda: self.registered, "the item")
        return self

    @property
    def item(self):
        """Where the item is: the bus name that it registered last."""
        return self.registered[-1][1]

    def properties(self):
        return self.call(self.item, ITEM_PATH, "org.freedesktop.DBus.Properties", "GetAll", "(s)", ITEM)[0]

    def property(self, name):
        return self.call(self.item, ITEM_PATH, "org.freedesktop.DBus.Properties", "Get", "(ss)", ITEM, name)[0]

    def item_call(self, method, signature, *arguments):
        return self.call(self.item, ITEM_PATH, ITEM, method, signature, *arguments)

    def menu_call(self, method, signature="()", *arguments):
        return self.call(self.item, self.property("Menu"), MENU, method, signature, *arguments)

    def rows(self):
        """The menu's rows as (id, properties)."""
        _revision, (_root, _properties, children) = self.menu_call("GetLayout", "(iias)", 0, -1, [])
        return [(child[0], child[1]) for child in children]

    def labels(self):
        return [properties["label"] for _id, properties in self.rows() if "label" in properties]

    def row_id(self, start):
        """The id of the row whose label begins so."""
        return next(row for row, properties in self.rows() if properties.get("label", "").startswith(start))

    def click_row(self, start):
        return self.menu_call("EventGroup", "(a(isvu))", [(self.row_id(start), "clicked", GLib.Variant("i", 0), 0)])

    def icon(self):
        return self.property("IconName").removeprefix(f"{APP}-").removesuffix("-symbolic")

    def wait_for_icon(self, icon):
        wait_for(lambda: self.icon() == icon, f"the icon {icon}")

    def wait_for_label(self, start):
        wait_for(lambda: any(label.startswith(start) for label in self.labels()), f"a row {start}")


class Window(Peer):
    """daypass-window as far as others see it. Errors are names to answer with first."""

    def __init__(self, session, errors=()):
        self.calls = []
        self.errors = list(errors)
        super().__init__(session, APP, "/io/github/daypass/Daypass", APPLICATION_XML)

    def _answer(self, call):
        self.calls.append(call)
        return self.errors.pop(0) if self.errors else None

    def on_Activate(self, _sender, platform_data):
        return self._answer(("open", platform_data))

    def on_ActivateAction(self, _sender, action, parameters, platform_data):
        return self._answer((action, *parameters, platform_data))

    def wait_for_call(self, count=1):
        wait_for(lambda: len(self.calls) >= count, "a call to the window")
        return self.calls[count - 1]


class Notifications(Peer):
    """A notification service; its bubbles stay until somebody closes them."""

    def __init__(self, session, capabilities=("actions", "body", "body-markup")):
        self.capabilities = list(capabilities)
        self.notified = []
        self.bubbles = {}
        self.most = 0
        self.last_id = int(time.monotonic() * 1000) % 100000
        super().__init__(session, "org.freedesktop.Notifications", "/org/freedesktop/Notifications", NOTIFICATIONS_XML)

    def on_GetCapabilities(self, _sender):
        return GLib.Variant("(as)", (self.capabilities,))

    def on_Notify(self, sender, app, replaces, icon, title, body, actions, hints, timeout):
        if replaces not in self.bubbles:
            self.last_id += 1
        bubble = {"id": replaces if replaces in self.bubbles else self.last_id, "replaces": replaces, "app": app, "icon": icon,
                  "title": title, "body": body, "actions": actions, "hints": hints, "timeout": timeout, "sender": sender}
        self.notified.append(bubble)
        self.bubbles[bubble["id"]] = bubble
        self.most = max(self.most, len(self.bubbles))
        return GLib.Variant("(u)", (bubble["id"],))

    def on_CloseNotification(self, _sender, bubble):
        self.bubbles.pop(bubble, None)
        self.emit("NotificationClosed", "(uu)", bubble, 3)

    def wait_for_bubble(self, text):
        return wait_for(lambda: next((bubble for bubble in self.bubbles.values() if text in bubble["title"]), None),
                        f"a bubble with “{text}”")

    def wait_for_none(self):
        wait_for(lambda: not self.bubbles, "the bubbles to go")

    def press(self, bubble, action, token=None):
        if token:
            self.emit("ActivationToken", "(us)", bubble["id"], token)
        self.emit("ActionInvoked", "(us)", bubble["id"], action)

    def dismiss(self, bubble):
        del self.bubbles[bubble["id"]]
        self.emit("NotificationClosed", "(uu)", bubble["id"], 2)
