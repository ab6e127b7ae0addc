# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""When a window was drawn first and a file replaced, seen from outside; and keys."""

import ctypes
import os
import select
import time

from measure import Failed

SECONDS = 20
SUBSTRUCTURE_NOTIFY = 1 << 19
CREATE_NOTIFY = 16
RAW_RECTANGLES = 0
IN_MOVED_TO = 0x80

libc = ctypes.CDLL(None)
x11 = ctypes.CDLL("libX11.so.6")
damage = ctypes.CDLL("libXdamage.so.1")
xtest = ctypes.CDLL("libXtst.so.6")
ERROR_HANDLER = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong


class Rectangle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_short), ("y", ctypes.c_short), ("width", ctypes.c_ushort), ("height", ctypes.c_ushort)]

    @property
    def size(self):
        return self.width * self.height


HEADER = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p)]


class CreateEvent(ctypes.Structure):
    _fields_ = [*HEADER, ("parent", ctypes.c_ulong), ("window", ctypes.c_ulong)]


class DamageEvent(ctypes.Structure):
    _fields_ = [*HEADER, ("drawable", ctypes.c_ulong), ("damage", ctypes.c_ulong), ("level", ctypes.c_int),
                ("more", ctypes.c_int), ("timestamp", ctypes.c_ulong), ("area", Rectangle), ("geometry", Rectangle)]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("created", CreateEvent), ("damaged", DamageEvent), ("room", ctypes.c_long * 24)]


class ClassHint(ctypes.Structure):
    _fields_ = [("name", ctypes.c_void_p), ("window_class", ctypes.c_char_p)]


@ERROR_HANDLER
def ignore_error(_display, _error):
    """A window that has gone meanwhile."""
    return 0


class Display:
    """A connection of its own, since another client's is not told of all this."""

    def __init__(self, name):
        x11.XSetErrorHandler(ignore_error)
        self.display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
        first, error = ctypes.c_int(), ctypes.c_int()
        if not self.display or not damage.XDamageQueryExtension(self.display, ctypes.byref(first), ctypes.byref(error)):
            raise Failed("There is no display, or it does not tell what was drawn")
        self.damage_notify = first.value
        root = ctypes.c_ulong(x11.XDefaultRootWindow(self.display))
        x11.XSelectInput(self.display, root, ctypes.c_long(SUBSTRUCTURE_NOTIFY))
        x11.XFlush(self.display)

    def close(self):
        x11.XCloseDisplay(self.display)

    def _next_event(self, deadline):
        while not x11.XPending(self.display):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([x11.XConnectionNumber(self.display)], [], [], left)[0]:
                raise Failed("No window was drawn")
        event = Event()
        x11.XNextEvent(self.display, ctypes.byref(event))
        return event

    def _has_class(self, window):
        """The window manager's frames have none."""
        hint = ClassHint()
        return bool(x11.XGetClassHint(self.display, ctypes.c_ulong(window), ctypes.byref(hint)))

    def forget(self):
        """What happened so far does not count."""
        x11.XSync(self.display, 1)

    def wait_for_frame(self):
        """The moment when most of a new window of some program has been drawn."""
        deadline = time.monotonic() + SECONDS
        while True:
            event = self._next_event(deadline)
            now = time.monotonic()
            if event.type == CREATE_NOTIFY:
                damage.XDamageCreate(self.display, ctypes.c_ulong(event.created.window), RAW_RECTANGLES)
                x11.XFlush(self.display)
            elif event.type == self.damage_notify and event.damaged.geometry.size > 10_000 \
                    and event.damaged.area.size * 2 > event.damaged.geometry.size and self._has_class(event.damaged.drawable):
                return now

    def press(self, digit):
        code = x11.XKeysymToKeycode(self.display, ctypes.c_ulong(ord(digit)))
        for pressed in (1, 0):
            xtest.XTestFakeKeyEvent(self.display, code, pressed, ctypes.c_ulong(0))
        x11.XFlush(self.display)


class Replacement:
    """Waits for a file to be renamed into a folder."""

    def __init__(self, folder):
        self.file = libc.inotify_init1(os.O_CLOEXEC)
        libc.inotify_add_watch(self.file, str(folder).encode(), IN_MOVED_TO)

    def wait(self):
        if not select.select([self.file], [], [], SECONDS)[0]:
            raise Failed("No file was replaced")
        now = time.monotonic()
        os.close(self.file)
        return now
