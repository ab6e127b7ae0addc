# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Over SSH, on a console, in CI: with a keyring that can be reached the terminal will do;
without one the command says exactly why, and what to do."""

from pathlib import Path

import pytest
from private_session import PASSWORD

OVER_SSH = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "SSH_TTY": "/dev/pts/9"}

# What a person types in “dbus-run-session bash”, as README.md has it.
FIRST_DAY = f"""
printf %s '{PASSWORD}' | gnome-keyring-daemon --replace --unlock --components=secrets
"$daypass" add work --access-key-id AKIAIOSFODNN7EXAMPLE && "$daypass" renew && "$daypass" doctor
echo "status $?"
"""


def without(env, *names):
    return {name: value for name, value in env.items() if name not in names}


@pytest.fixture
def account(person):
    person.add()
    return person


@pytest.mark.parametrize("keyring", ["absent"])
def test_a_session_bus_and_a_keyring_of_ones_own(person, folder):
    script = Path(folder) / "first-day"
    script.write_text(FIRST_DAY)
    person.env = without(person.env, "DBUS_SESSION_BUS_ADDRESS") | OVER_SSH | {"NO_COLOR": "1"}
    with person.shell(f"exec dbus-run-session -- bash --norc -m {script}") as terminal:
        terminal.wait_for("ecret access key")
        terminal.type(person.taro.secret_access_key + "\n")
        terminal.wait_for("MFA code")
        terminal.type(person.taro.code() + "\n")
        terminal.wait_for("✓ The keyring has the access key of “work”.")
        terminal.wait_for("All is well.")
        terminal.wait_for("status 0")
        terminal.wait()
    assert [row["state"] for row in person.status()] == ["active"]


def test_a_locked_keyring_is_unlocked_by_what_the_sentence_names(account):
    account.session.lock()
    refused = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n", env=OVER_SSH)
    assert refused.returncode == 5 and "“gnome-keyring-daemon --replace --unlock”" in refused.stderr
    script = f"printf '{PASSWORD}' | gnome-keyring-daemon --replace --unlock --components=secrets > /dev/null && " \
        "until \"$daypass\" doctor | grep -q 'The keyring is open'; do :; done; \"$daypass\" renew"
    with account.shell(script, env=OVER_SSH) as terminal:
        terminal.wait_for("MFA code")
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0


def spoil_bus(person, _session):
    return without(person.env, "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")


def spoil_bus_on_a_screen(person, _session):
    return without(person.env, "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR") | {"DISPLAY": ":99"}


def spoil_socket(person, session):
    (session.runtime / "empty").mkdir()
    return without(person.env, "DBUS_SESSION_BUS_ADDRESS") | {"XDG_RUNTIME_DIR": str(session.runtime / "empty")}


def spoil_address(person, _session):
    return person.env | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}


def stop_keyring(person, session):
    session.kill_keyring()
    return person.env


def break_keyring(person, session):
    session.kill_keyring()
    session.add_service("org.freedesktop.secrets", "/bin/false")
    return person.env


def lock_keyring(person, session):
    session.lock()
    return person.env | OVER_SSH


@pytest.mark.parametrize("spoil, why, way_out", [
    (spoil_bus, "neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set", "“dbus-run-session”"),
    (spoil_bus_on_a_screen, "there is no D-Bus session bus here", "“dbus-run-session”"),
    (spoil_socket, "there is no D-Bus session bus in the folder of XDG_RUNTIME_DIR", "dbus-user-session"),
    (spoil_address, "no D-Bus session bus answers at DBUS_SESSION_BUS_ADDRESS", "a new login of your own"),
    (stop_keyring, "no program here provides the Secret Service", "start “gnome-keyring-daemon --unlock”"),
    (break_keyring, "The keyring could not be started", "gnome-keyring-daemon --foreground"),
    (lock_keyring, "The keyring is locked", "gnome-keyring-daemon --replace --unlock"),
])
def test_why_not_and_what_to_do(account, spoil, why, way_out):
    account.renew()
    before = account.credentials.read_bytes()
    env = spoil(account, account.session)
    account.env = env
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n")
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr.startswith("daypass: ") and done.stderr.count("\n") == 1
    assert why in done.stderr and way_out in done.stderr
    assert account.aws.count("GetSessionToken") == 0 and account.credentials.read_bytes() == before

    # The same in a terminal, before a code is typed; and what needs no keyring works.
    with account.terminal("renew", "--prompt", "terminal") as terminal:
        terminal.wait_for(why)
        assert terminal.wait() == 5
    assert "MFA code" not in terminal.screen
    assert account.run("export").returncode == 0 and [row["state"] for row in account.status()] == ["active"]

    page = account.run("doctor")
    assert page.returncode == 1 and page.stdout.count("✗") == 1 and f"✗ The keyring " in page.stdout and way_out in page.stdout
