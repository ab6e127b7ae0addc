# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A desktop session of its own for one test: home, session bus, keyring, display.

    with PrivateSession(tmp_path, keyring="locked") as session:
        subprocess.run([program], env=session.env)

Everything in it is the real thing (dbus-daemon, gnome-keyring-daemon, Xvfb,
xfwm4); nothing reaches the session of the person who runs the tests.
"""

import contextlib
import os
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path

from gi.repository import Gio, GLib

PASSWORD = "test password"
KEYRINGS = ("unlocked", "locked", "empty", "absent")

# Handed to the programs under test; the services of the session do without.
DEBUG_VARIABLES = ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "G_DEBUG", "MALLOC_CHECK_")

BUS = "org.freedesktop.DBus"
SECRETS = "org.freedesktop.secrets"
SERVICE_PATH = "/org/freedesktop/secrets"
SERVICE = "org.freedesktop.Secret.Service"
COLLECTION = "org.freedesktop.Secret.Collection"
ITEM = "org.freedesktop.Secret.Item"
PROMPTER = "gcr-prompter"
GNOME_INTERNAL = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"

BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


# How long anything may take where many run at once; who succeeds does not wait for it.
PATIENCE = 60


def wait_for(condition, what, seconds=PATIENCE):
    """Returns what condition() returns as soon as that is true. Looking takes half of the time at
    most, so that what is waited for has the processor as well."""
    deadline = time.monotonic() + seconds
    while True:
        started = time.monotonic()
        if result := condition():
            return result
        now = time.monotonic()
        if now > deadline:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(min(max(0.005, now - started), 0.5))


class PrivateSession:
    """keyring: "unlocked" or "locked" (a default collection, "login", with PASSWORD),
    "empty" (a keyring without any collection) or "absent" (no Secret Service).
    display: an X display with a window manager, for prompts and windows.
    foreign_items: how many items of another application the collection starts with."""

    screen_size = "1280x800"

    def __init__(self, tmp_path, keyring="unlocked", display=False, foreign_items=0):
        if keyring not in KEYRINGS:
            raise ValueError(f"keyring is one of {KEYRINGS}")
        self.root = Path(tmp_path)
        self.home = self.root / "home"
        self.runtime = self.root / "run"
        self.services = self.root / "services"
        self.bus = None
        self._keyring_kind = keyring
        self._with_display = display
        self._foreign_items = foreign_items
        self._children = []
        self._keyring = None
        self._plain_session = None
        self._clean_env = {
            "HOME": str(self.home),
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LC_ALL": "C.UTF-8",
            "NO_AT_BRIDGE": "1",
            "GSETTINGS_BACKEND": "keyfile",
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local/share"),
            "XDG_STATE_HOME": str(self.home / ".local/state"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.runtime}/bus",
        }

    @property
    def env(self):
        """The whole environment for a program under test; a new copy each time."""
        debug = {name: os.environ[name] for name in DEBUG_VARIABLES if name in os.environ}
        return self._clean_env | debug

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_exception):
        self.close()

    def _start(self):
        for folder in (self.home, self.runtime, self.services):
            folder.mkdir(mode=0o700, parents=True)
        if self._with_display:
            self._start_display()
        self._start_bus()
        if self._with_display:
            self._start_window_manager()
        if self._keyring_kind != "absent":
            self._start_keyring()

    def _spawn(self, *arguments, **options):
        child = subprocess.Popen(arguments, **{"env": self._clean_env,
                                               "stdin": subprocess.DEVNULL,
                                               "stdout": subprocess.DEVNULL,
                                               "stderr": subprocess.DEVNULL} | options)
        self._children.append(child)
        return child

    def _spawn_until_line(self, *arguments, option):
        """Starts a program that writes to a descriptor when it is ready, and returns that line."""
        reader, writer = os.pipe()
        with open(reader) as lines:
            try:
                self._spawn(*arguments, *(part.format(writer) for part in option), pass_fds=[writer])
            finally:
                os.close(writer)
            if not (line := lines.readline().strip()):
                raise RuntimeError(f"{arguments[0]} did not start")
        return line

    def _start_display(self):
        number = self._spawn_until_line("Xvfb", "-screen", "0", f"{self.screen_size}x24", "-nolisten", "tcp", "-noreset",
                                        option=["-displayfd", "{}"])
        self._clean_env |= {"DISPLAY": f":{number}", "GDK_BACKEND": "x11"}

    def _start_window_manager(self):
        self._spawn("xfwm4", "--compositor=off")
        wait_for(lambda: "window id" in self.run_x("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "xfwm4")

    def _start_bus(self):
        for name, wanted in (("org.gnome.keyring.SystemPrompter", self._keyring_kind != "absent"),
                             ("org.xfce.Xfconf", self._with_display)):
            if wanted:
                shutil.copy(f"/usr/share/dbus-1/services/{name}.service", self.services)
        config = self.root / "bus.conf"
        config.write_text(BUS_CONFIG.format(socket=self.runtime / "bus", services=self.services))
        self._spawn_until_line("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile",
                               option=["--print-address={}"])
        self.bus = Gio.DBusConnection.new_for_address_sync(
            self._clean_env["DBUS_SESSION_BUS_ADDRESS"],
            Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)

    def _start_keyring(self):
        with_collection = self._keyring_kind != "empty"
        if self._foreign_items:
            self._write_foreign_items()
        self._keyring = self._spawn("gnome-keyring-daemon", "--foreground", "--components=secrets",
                                    f"--control-directory={self.runtime}/keyring",
                                    *(["--unlock"] if with_collection else []), stdin=subprocess.PIPE)
        self._keyring.stdin.write(PASSWORD.encode() if with_collection else b"")
        self._keyring.stdin.close()
        wait_for(lambda: self.owner_of(SECRETS), "gnome-keyring-daemon")
        if with_collection:
            wait_for(lambda: self.default_collection() != "/", "the login collection")
        if self._keyring_kind == "locked":
            self.lock()

    def _write_foreign_items(self):
        """gnome-keyring also reads a plain file, and encrypts it when it writes: a thousand
        times faster than to store item by item."""
        lines = ["[keyring]", "display-name=login"]
        for number in range(1, self._foreign_items + 1):
            lines += [f"[{number}]", "item-type=0", f"display-name=Foreign {number}", f"secret=foreign {number}",
                      f"[{number}:attribute0]", "name=profile", "type=string", f"value=foreign-{number}"]
        folder = self.home / ".local/share/keyrings"
        folder.mkdir(parents=True)
        (folder / "login.keyring").write_text("\n".join(lines) + "\n")

    # The bus

    def call(self, path, interface, method, signature="()", *arguments, destination=SECRETS):
        """Calls a method on the session's bus and returns its results as a tuple."""
        return self.bus.call_sync(destination, path, interface, method, GLib.Variant(signature, arguments),
                                  None, Gio.DBusCallFlags.NO_AUTO_START, PATIENCE * 1000, None).unpack()

    def _call_bus(self, method, signature="()", *arguments):
        return self.call("/org/freedesktop/DBus", BUS, method, signature, *arguments, destination=BUS)[0]

    def owner_of(self, name):
        """The unique name of who owns a name on the bus, or None."""
        return self._call_bus("GetNameOwner", "(s)", name) if self._call_bus("NameHasOwner", "(s)", name) else None

    def add_service(self, name, command):
        """Lets the bus start a program when somebody asks for its name."""
        (self.services / f"{name}.service").write_text(f"[D-BUS Service]\nName={name}\nExec={command}\n")
        self.call("/org/freedesktop/DBus", BUS, "ReloadConfig", destination=BUS)

    def _property(self, path, interface, name):
        return self.call(path, "org.freedesktop.DBus.Properties", "Get", "(ss)", interface, name)[0]

    # The keyring

    def default_collection(self):
        """The object path of the default collection, "/" if there is none."""
        return self.call(SERVICE_PATH, SERVICE, "ReadAlias", "(s)", "default")[0]

    def create_collection(self, label):
        """Another collection with PASSWORD, without a prompt; returns its object path."""
        properties = {f"{COLLECTION}.Label": GLib.Variant("s", label)}
        return self.call(SERVICE_PATH, GNOME_INTERNAL, "CreateWithMasterPassword", "(a{sv}(oayays))",
                         properties, self._secret_struct(PASSWORD))[0]

    def is_locked(self, collection=None):
        return self._property(collection or self.default_collection(), COLLECTION, "Locked")

    def lock(self, collection=None):
        collection = collection or self.default_collection()
        self.call(SERVICE_PATH, SERVICE, "Lock", "(ao)", [collection])
        wait_for(lambda: self.is_locked(collection), "the collection to be locked")

    def unlock(self, collection=None):
        """Unlocks with the password, without a prompt."""
        self.call(SERVICE_PATH, GNOME_INTERNAL, "UnlockWithMasterPassword", "(o(oayays))",
                  collection or self.default_collection(), self._secret_struct(PASSWORD))

    def delete_collection(self, collection):
        """Deletes a collection, which must not be locked: then that would ask."""
        self.call(collection, COLLECTION, "Delete")

    def freeze_keyring(self):
        """The keyring hangs: it stays on the bus and answers nothing any more."""
        self._keyring.send_signal(signal.SIGSTOP)

    @contextlib.contextmanager
    def frozen_keyring(self):
        """Meanwhile it hangs, and goes on afterwards."""
        self.freeze_keyring()
        yield
        self._keyring.send_signal(signal.SIGCONT)

    def kill_keyring(self):
        """The keyring dies, and nothing starts another."""
        self._keyring.kill()
        self._keyring.wait()
        wait_for(lambda: not self.owner_of(SECRETS), "the keyring to be gone")

    def _secret_struct(self, secret):
        return (self._open_session(), b"", secret.encode(), "text/plain")

    def _open_session(self):
        if not self._plain_session:
            algorithm = ("plain", GLib.Variant("s", ""))
            self._plain_session = self.call(SERVICE_PATH, SERVICE, "OpenSession", "(sv)", *algorithm)[1]
        return self._plain_session

    def store(self, label, attributes, secret, collection=None):
        """Stores an item in a collection, the default one, as any other application would."""
        properties = {f"{ITEM}.Label": GLib.Variant("s", label),
                      f"{ITEM}.Attributes": GLib.Variant("a{ss}", attributes)}
        return self.call(collection or self.default_collection(), COLLECTION, "CreateItem", "(a{sv}(oayays)b)",
                         properties, self._secret_struct(secret), True)[0]

    def secrets(self, collection=None):
        """Every item of a collection, the default one, as a dict: label, attributes,
        created, locked and secret (None when locked)."""
        collection = collection or self.default_collection()
        if collection == "/":
            return []
        return [self._describe(path) for path in self._property(collection, COLLECTION, "Items")]

    def _describe(self, path):
        locked = self._property(path, ITEM, "Locked")
        secret = None if locked else self.call(path, ITEM, "GetSecret", "(o)", self._open_session())[0][2]
        return {
            "label": self._property(path, ITEM, "Label"),
            "attributes": self._property(path, ITEM, "Attributes"),
            "created": self._property(path, ITEM, "Created"),
            "locked": locked,
            "secret": secret if secret is None else bytes(secret).decode(),
        }

    # The display

    def run_x(self, *arguments):
        """Runs an X client such as xdotool and returns its output."""
        return subprocess.run(arguments, env=self._clean_env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=False).stdout

    def find_window(self, window_class):
        """Waits for a visible window of that class and returns its id."""
        found = wait_for(lambda: self.run_x("xdotool", "search", "--onlyvisible", "--class", window_class).split(),
                         f"a window of {window_class}")
        return found[-1]

    def focus_window(self, window_class):
        """Waits for a window of that class and sees to it that what is typed goes there."""
        window = self.find_window(window_class)

        def focused():
            self.run_x("xdotool", "windowactivate", window)
            return self.run_x("xdotool", "getactivewindow").strip() == window
        wait_for(focused, f"the focus of {window_class}")

    # The keyring's own question, which takes keys only some time after it is shown

    def _prompts(self):
        return self.run_x("xdotool", "search", "--onlyvisible", "--class", PROMPTER).split()

    def dismiss_prompt(self):
        """Waits for the question, and presses Escape until it is gone."""
        prompt = self.find_window(PROMPTER)

        def is_gone():
            self.run_x("xdotool", "windowactivate", prompt)
            if self.run_x("xdotool", "getactivewindow").strip() == prompt:
                self.run_x("xdotool", "key", "Escape")
            return prompt not in self._prompts()
        wait_for(is_gone, "the keyring's question to be gone")

    def unlock_by_prompt(self, collection=None):
        """Types the password until it was taken: the question comes back when a key was lost."""
        def is_unlocked():
            shown = self._prompts()
            if shown and self.is_locked(collection):
                self.run_x("xdotool", "windowactivate", shown[0])
                self.run_x("xdotool", "key", "ctrl+a")
                self.run_x("xdotool", "type", "--delay", "0", PASSWORD)
                self.run_x("xdotool", "key", "Return")
            return not self.is_locked(collection)
        wait_for(is_unlocked, "the keyring to be unlocked")

    # The end

    def close(self):
        """Ends everything that runs in the session; may be called twice."""
        if self.bus:
            self._end_activated()
            self.bus.close_sync(None)
            self.bus = None
        for child in reversed(self._children):
            child.terminate()
            child.send_signal(signal.SIGCONT)
        for child in reversed(self._children):
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def _end_activated(self):
        """What the bus started, and what else is still connected, is not our child."""
        if self.bus.is_closed():
            return
        children = {child.pid for child in self._children} | {os.getpid()}
        for pid in {self._pid_of(name) for name in self._call_bus("ListNames") if name != BUS} - children - {None}:
            try:
                process = os.pidfd_open(pid)
            except ProcessLookupError:
                continue
            signal.pidfd_send_signal(process, signal.SIGTERM)
            if not select.select([process], [], [], 2)[0]:
                signal.pidfd_send_signal(process, signal.SIGKILL)
            os.close(process)

    def _pid_of(self, name):
        try:
            return self._call_bus("GetConnectionUnixProcessID", "(s)", name)
        except GLib.Error:
            return None
