# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A Secret Service that does what gnome-keyring never does but KeePassXC does.

Usage: odd_provider.py closed-question|hidden-while-locked|no-exposed-group|refuses-secret|broken

It holds one key of "work", locked at first, and speaks the plain session only.
"""

import sys

from gi.repository import Gio, GLib

ROOT = "/org/freedesktop/secrets"
COLLECTION = f"{ROOT}/collection/passwords"
ITEM = f"{COLLECTION}/1"
PROMPT = f"{ROOT}/prompt/1"
SESSION = f"{ROOT}/session/1"
ATTRIBUTES = {"xdg:schema": "io.github.daypass.AccessKey", "profile": "work", "access-key-id": "AKIAIOSFODNN7EXAMPLE"}
SECRET = b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

INTERFACES = {path: Gio.DBusNodeInfo.new_for_xml(f"<node><interface name='org.freedesktop.Secret.{xml}</interface></node>")
              .interfaces[0] for path, xml in {
    ROOT: """Service'>
      <method name="OpenSession"><arg type="s" direction="in"/><arg type="v" direction="in"/>
        <arg type="v" direction="out"/><arg type="o" direction="out"/></method>
      <method name="SearchItems"><arg type="a{ss}" direction="in"/>
        <arg type="ao" direction="out"/><arg type="ao" direction="out"/></method>
      <method name="Unlock"><arg type="ao" direction="in"/>
        <arg type="ao" direction="out"/><arg type="o" direction="out"/></method>
      <method name="GetSecrets"><arg type="ao" direction="in"/><arg type="o" direction="in"/>
        <arg type="a{o(oayays)}" direction="out"/></method>
      <method name="ReadAlias"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
      <property name="Collections" type="ao" access="read"/>""",
    COLLECTION: """Collection'>
      <property name="Locked" type="b" access="read"/><property name="Label" type="s" access="read"/>
      <property name="Items" type="ao" access="read"/>""",
    ITEM: """Item'>
      <property name="Locked" type="b" access="read"/><property name="Label" type="s" access="read"/>
      <property name="Attributes" type="a{ss}" access="read"/><property name="Created" type="t" access="read"/>
      <property name="Modified" type="t" access="read"/>""",
    PROMPT: """Prompt'>
      <method name="Prompt"><arg type="s" direction="in"/></method><method name="Dismiss"/>
      <signal name="Completed"><arg type="b"/><arg type="v"/></signal>""",
}.items()}


class OddProvider:
    def __init__(self, behaviour):
        self.behaviour = behaviour
        self.locked = behaviour != "no-exposed-group"
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION, None)
        for path, interface in INTERFACES.items():
            if not (behaviour == "no-exposed-group" and path == COLLECTION):
                self.bus.register_object(path, interface, self.called, self.property, None)
        Gio.bus_own_name_on_connection(self.bus, "org.freedesktop.secrets", Gio.BusNameOwnerFlags.NONE, None, None)

    def property(self, _bus, _sender, _path, _interface, name):
        return {"Collections": GLib.Variant("ao", [COLLECTION]), "Items": GLib.Variant("ao", [ITEM]),
                "Locked": GLib.Variant("b", self.locked), "Label": GLib.Variant("s", "Odd"),
                "Attributes": GLib.Variant("a{ss}", ATTRIBUTES),
                "Created": GLib.Variant("t", 1), "Modified": GLib.Variant("t", 1)}[name]

    def called(self, _bus, _sender, _path, _interface, method, parameters, invocation):
        if method == "OpenSession" and parameters.unpack()[0] != "plain":
            invocation.return_dbus_error("org.freedesktop.DBus.Error.NotSupported", "Only plain")
            return
        if self.behaviour == "broken":
            invocation.return_dbus_error("org.example.Error.Broken", "The database is\nbroken.\n")
            return
        invocation.return_value(getattr(self, method)(*parameters.unpack()))

    def OpenSession(self, _algorithm, _input):
        return GLib.Variant("(vo)", (GLib.Variant("s", ""), SESSION))

    def SearchItems(self, _attributes):
        if self.behaviour == "no-exposed-group" or (self.locked and self.behaviour == "hidden-while-locked"):
            return GLib.Variant("(aoao)", ([], []))
        return GLib.Variant("(aoao)", ([], [ITEM]) if self.locked else ([ITEM], []))

    def Unlock(self, objects):
        if self.behaviour == "closed-question":
            return GLib.Variant("(aoo)", ([], PROMPT))
        self.locked = False
        return GLib.Variant("(aoo)", (objects, "/"))

    def GetSecrets(self, items, session):
        secrets = {} if self.behaviour == "refuses-secret" else {ITEM: (session, b"", SECRET, "text/plain")}
        assert items == [ITEM]
        return GLib.Variant("(a{o(oayays)})", (secrets,))

    def ReadAlias(self, _alias):
        return GLib.Variant("(o)", (COLLECTION,))

    def Prompt(self, _window):
        """KeePassXC ends every closed question with a string, whatever the question was."""
        self.bus.emit_signal(None, PROMPT, "org.freedesktop.Secret.Prompt", "Completed",
                             GLib.Variant("(bv)", (True, GLib.Variant("s", ""))))


if __name__ == "__main__":
    OddProvider(sys.argv[1])
    GLib.MainLoop().run()
