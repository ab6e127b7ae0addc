# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The keyring as an account's owner meets it: a real gnome-keyring in each of its states."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bus_monitor import BusMonitor
from private_session import PASSWORD, PATIENCE, PROMPTER, PrivateSession, wait_for
from prompters import SilentPrompter

CLIENT = os.environ["KEYRING_CLIENT"]
ODD_PROVIDER = Path(__file__).with_name("odd_provider.py")
ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OTHER_ID = "AKIAI44QH8DHBEXAMPLE"
OTHER_SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"
SCHEMA = "io.github.daypass.AccessKey"

STORE = ("store", "work", OTHER_ID)
LOOKUP = ("lookup", "work")
REMOVE = ("remove", "work")
LIST = ("list",)


def start(session, *arguments):
    return subprocess.Popen([CLIENT, *arguments], env=session.env, text=True, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(client, text=None):
    """What the client printed after it succeeded, else the kind of failure and its sentence."""
    output, errors = client.communicate(text, timeout=PATIENCE)
    if client.returncode == 0:
        assert errors == ""
        return output
    assert (client.returncode, output) == (1, "")
    return errors.rstrip("\n").partition(" ")[::2]


def end_input(client):
    """What makes a client cancel."""
    client.stdin.close()
    client.stdin = None


def run(session, *arguments, secret=OTHER_SECRET):
    return finish(start(session, *arguments), secret + "\n")


def keys(output):
    assert isinstance(output, str), output
    return [tuple(line.split("\t")) for line in output.splitlines()]


def ids(output):
    return [identity for _profile, identity, _created, _checksum in keys(output)]


def checksum(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


def ours(session):
    return [item for item in session.secrets() if item["attributes"].get("xdg:schema") == SCHEMA]


def store_work_key(session):
    assert run(session, "store", "work", ID, secret=SECRET) == ""


def wait_for_next_second(session):
    """The keyring's times are whole seconds."""
    newest = max(item["created"] for item in ours(session))
    wait_for(lambda: int(time.time()) > newest, "the next second")


@pytest.fixture
def session(tmp_path):
    with PrivateSession(tmp_path) as private:
        yield private


@pytest.fixture
def locked_session(tmp_path):
    """A locked keyring that holds the key of "work"."""
    with PrivateSession(tmp_path) as private:
        store_work_key(private)
        private.lock()
        yield private


@pytest.fixture
def display_session(tmp_path):
    with PrivateSession(tmp_path, display=True) as private:
        store_work_key(private)
        private.lock()
        yield private


# An open keyring


def test_stored_key_comes_back(session):
    before = int(time.time())
    store_work_key(session)

    (profile, identity, created, digest), = keys(run(session, *LOOKUP))
    assert (profile, identity, digest) == ("work", ID, checksum(SECRET))
    assert before <= int(created) <= int(time.time())


def test_what_other_programs_see(session):
    store_work_key(session)

    item, = session.secrets()
    assert item["label"] == "AWS access key of “work” (Daypass)"
    assert item["attributes"] == {"xdg:schema": SCHEMA, "profile": "work", "access-key-id": ID}
    assert item["secret"] == SECRET


def test_same_key_replaces(session):
    store_work_key(session)
    assert run(session, "store", "work", ID, secret=OTHER_SECRET) == ""

    assert len(session.secrets()) == 1
    (_profile, _identity, _created, digest), = keys(run(session, *LOOKUP))
    assert digest == checksum(OTHER_SECRET)


def test_second_key_is_added_and_newest_comes_first(session):
    store_work_key(session)
    wait_for_next_second(session)
    run(session, "store", "work", OTHER_ID)

    found = keys(run(session, *LOOKUP))
    assert [(key[1], key[3]) for key in found] == [(OTHER_ID, checksum(OTHER_SECRET)), (ID, checksum(SECRET))]


def test_newest_comes_first_in_either_order_of_ids(session):
    run(session, "store", "work", OTHER_ID)
    wait_for_next_second(session)
    store_work_key(session)

    assert ids(run(session, *LOOKUP)) == [ID, OTHER_ID]
    assert ids(run(session, *LIST)) == [ID, OTHER_ID]


def test_lookup_of_another_profile(session):
    store_work_key(session)

    kind, sentence = run(session, "lookup", "privat")
    assert kind == "NOT_FOUND"
    assert sentence == "The keyring holds no access key for “privat”. Store one with “daypass add privat”"


def test_list_has_every_profile_without_secrets(session):
    store_work_key(session)
    run(session, "store", "übung", OTHER_ID)

    assert {(key[0], key[1], key[3]) for key in keys(run(session, *LIST))} == {("work", ID, "-"),
                                                                             ("übung", OTHER_ID, "-")}


def test_list_of_nothing(session):
    assert run(session, *LIST) == ""


def test_remove_one_of_two(session):
    store_work_key(session)
    run(session, "store", "work", OTHER_ID)

    assert run(session, "remove", "work", ID) == ""
    assert ids(run(session, *LOOKUP)) == [OTHER_ID]


def test_remove_all_of_a_profile(session):
    store_work_key(session)
    run(session, "store", "work", OTHER_ID)
    run(session, "store", "privat", ID)

    assert run(session, *REMOVE) == ""
    assert [key[0] for key in keys(run(session, *LIST))] == ["privat"]


def test_remove_nothing(session):
    assert run(session, *REMOVE) == ""


def test_items_of_another_schema_are_left_alone(session):
    attributes = {"xdg:schema": "org.example.Other", "profile": "work", "access-key-id": OTHER_ID}
    session.store("Other", attributes, "not ours")

    assert run(session, *LOOKUP)[0] == "NOT_FOUND"
    assert run(session, *LIST) == ""
    assert run(session, *STORE) == ""
    assert run(session, *REMOVE) == ""
    item, = session.secrets()
    assert (item["attributes"], item["secret"]) == (attributes, "not ours")


def test_item_without_an_id_is_no_key(session):
    session.store("By hand", {"xdg:schema": SCHEMA, "profile": "work"}, "by hand")
    store_work_key(session)

    assert ids(run(session, *LOOKUP)) == [ID]


@pytest.mark.parametrize("verb", [LOOKUP, LIST, STORE, REMOVE], ids=lambda verb: verb[0])
def test_in_a_thread_beside_a_main_loop(session, verb):
    store_work_key(session)

    client = start(session, "--worker", *verb)
    if verb == STORE:
        client.stdin.write(OTHER_SECRET + "\n")
        client.stdin.flush()
    assert client.wait(PATIENCE) == 0
    expected = {LOOKUP: {ID}, LIST: {ID}, STORE: {ID, OTHER_ID}, REMOVE: set()}
    assert {item["attributes"]["access-key-id"] for item in ours(session)} == expected[verb]


def test_one_copy_of_the_secret_in_locked_memory(session):
    store_work_key(session)

    assert run(session, "memory", "work") == "copies while held: 1, locked: 1, copies after: 0\n"


# A locked keyring


@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE], ids=lambda verb: verb[0])
def test_locked_and_quiet(locked_session, verb):
    prompter = SilentPrompter(locked_session)

    kind, sentence = run(locked_session, *verb)
    assert kind == "LOCKED"
    assert "Unlock it in your desktop session" in sentence
    assert prompter.count_calls() == 0
    locked_session.unlock()
    assert ids(run(locked_session, *LOOKUP)) == [ID]


@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE], ids=lambda verb: verb[0])
def test_locked_and_prompt_without_a_display(locked_session, verb):
    kind, sentence = run(locked_session, "--prompt", *verb)
    assert kind == "DISMISSED"
    assert "was closed or could not be shown" in sentence
    locked_session.unlock()
    assert ids(run(locked_session, *LOOKUP)) == [ID]


def test_locked_keys_are_listed(locked_session):
    (profile, identity, _created, digest), = keys(run(locked_session, *LIST))
    assert (profile, identity, digest) == ("work", ID, "-")


@pytest.mark.parametrize("verb", [LOOKUP, LIST, REMOVE], ids=lambda verb: verb[0])
def test_nothing_found_in_a_locked_keyring_is_not_nothing_there(tmp_path, verb):
    with PrivateSession(tmp_path, keyring="locked") as session:
        assert run(session, *verb)[0] == "LOCKED"


@pytest.mark.parametrize("way", ["--cancel-thread", "--worker"])
@pytest.mark.parametrize("verb", [LOOKUP, REMOVE], ids=lambda verb: verb[0])
def test_cancelled_while_the_prompt_is_open(locked_session, verb, way):
    prompter = SilentPrompter(locked_session)
    client = start(locked_session, "--prompt", way, *verb)
    prompter.wait_for_call("BeginPrompting")

    end_input(client)
    assert finish(client)[0] == "CANCELLED"
    locked_session.unlock()
    assert ids(run(locked_session, *LOOKUP)) == [ID]


@pytest.mark.parametrize("way", ["--cancel-thread", "--worker"])
def test_cancelled_while_the_keyring_hangs(locked_session, way):
    prompter = SilentPrompter(locked_session)
    client = start(locked_session, "--prompt", way, *LOOKUP)
    prompter.wait_for_call("BeginPrompting")
    locked_session.freeze_keyring()

    end_input(client)
    assert finish(client)[0] == "CANCELLED"


def test_keyring_dies_while_the_prompt_is_open(locked_session):
    prompter = SilentPrompter(locked_session)
    client = start(locked_session, "--prompt", *LOOKUP)
    prompter.wait_for_call("BeginPrompting")

    locked_session.kill_keyring()
    assert finish(client)[0] == "DISMISSED"


def test_prompt_on_a_display(display_session):
    keyring = display_session.owner_of("org.freedesktop.secrets")
    dismissed = start(display_session, "--prompt", *LOOKUP)
    display_session.dismiss_prompt()
    assert finish(dismissed)[0] == "DISMISSED"

    # The prompt of who gave up stays, and an answer in it serves who asks next.
    cancelled = start(display_session, "--prompt", "--cancel-thread", *LOOKUP)
    display_session.find_window(PROMPTER)
    end_input(cancelled)
    assert finish(cancelled)[0] == "CANCELLED"

    unlocked = start(display_session, "--prompt", *LOOKUP)
    display_session.unlock_by_prompt()
    assert ids(finish(unlocked)) == [ID]
    assert display_session.owner_of("org.freedesktop.secrets") == keyring


# No keyring


@pytest.mark.parametrize("prompt", [(), ("--prompt",)], ids=["quiet", "prompt"])
def test_no_collection(tmp_path, prompt):
    with PrivateSession(tmp_path, keyring="empty") as session:
        for verb in (LOOKUP, STORE):
            kind, sentence = run(session, *prompt, *verb)
            assert kind == "NO_COLLECTION"
            assert "no default collection" in sentence
        assert run(session, *prompt, *LIST) == ""
        assert run(session, *prompt, *REMOVE) == ""
        assert session.default_collection() == "/"


def test_store_creates_the_collection(tmp_path):
    with PrivateSession(tmp_path, keyring="empty", display=True) as session:
        client = start(session, "--prompt", *STORE)
        client.stdin.write(OTHER_SECRET + "\n")
        client.stdin.flush()
        session.focus_window(PROMPTER)
        for words in (("type", PASSWORD), ("key", "Tab"), ("type", PASSWORD), ("key", "Return")):
            session.run_x("xdotool", *words)
        assert finish(client) == ""
        assert session.secrets()[0]["secret"] == OTHER_SECRET
        assert ids(run(session, *LOOKUP)) == [OTHER_ID]


@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE, LIST], ids=lambda verb: verb[0])
def test_no_secret_service(tmp_path, verb):
    with PrivateSession(tmp_path, keyring="absent") as session:
        kind, sentence = run(session, "--prompt", *verb)
        assert kind == "ABSENT"
        assert "Install gnome-keyring" in sentence


def test_keyring_died(session):
    session.kill_keyring()
    assert run(session, *LOOKUP)[0] == "ABSENT"


def test_keyring_that_cannot_start(tmp_path):
    with PrivateSession(tmp_path, keyring="absent") as session:
        session.add_service("org.freedesktop.secrets", "/bin/false")
        kind, sentence = run(session, *LOOKUP)
        assert kind == "ABSENT"
        assert sentence.startswith("The keyring could not be started (") and "gnome-keyring-daemon --foreground" in sentence


@pytest.mark.parametrize("variables, reason, way_out", [
    ({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}, "no D-Bus session bus answers at DBUS_SESSION_BUS_ADDRESS", "new login"),
    ({"DBUS_SESSION_BUS_ADDRESS": "nonsense"}, "no D-Bus session bus answers at DBUS_SESSION_BUS_ADDRESS", "new login"),
    ({"XDG_RUNTIME_DIR": "{}"}, "there is no D-Bus session bus in the folder of XDG_RUNTIME_DIR", "dbus-user-session"),
    ({}, "neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set", "dbus-run-session"),
])
@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE, LIST], ids=lambda verb: verb[0])
def test_no_session_bus(tmp_path, verb, variables, reason, way_out):
    env = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    env |= {name: value.format(tmp_path) for name, value in variables.items()}
    client = subprocess.run([CLIENT, *verb], env=env, input=OTHER_SECRET, capture_output=True, text=True,
                            timeout=PATIENCE, check=False)
    assert client.returncode == 1
    assert client.stderr.startswith("NO_BUS The keyring cannot be reached: ")
    assert reason in client.stderr and way_out in client.stderr


@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE, LIST], ids=lambda verb: verb[0])
def test_sentences_are_whole(tmp_path, verb):
    with PrivateSession(tmp_path, keyring="locked") as session:
        _kind, sentence = run(session, *verb)
        assert sentence[0].isupper() and not sentence.endswith(".") and "\n" not in sentence


# Other keyrings


@pytest.fixture
def start_provider(tmp_path):
    """A session whose Secret Service is the odd one, in the wanted behaviour."""
    with PrivateSession(tmp_path, keyring="absent") as session:
        def start_odd(behaviour):
            session.add_service("org.freedesktop.secrets", f"{sys.executable} {ODD_PROVIDER} {behaviour}")
            return session
        yield start_odd


def test_question_closed_without_a_result(start_provider):
    assert run(start_provider("closed-question"), "--prompt", *LOOKUP)[0] == "DISMISSED"


def test_items_that_are_hidden_while_locked(start_provider):
    session = start_provider("hidden-while-locked")
    assert run(session, *LOOKUP)[0] == "LOCKED"
    assert run(session, *LIST)[0] == "LOCKED"
    (_profile, identity, _created, digest), = keys(run(session, "--prompt", *LOOKUP))
    assert (identity, digest) == (ID, checksum(SECRET))


@pytest.mark.parametrize("verb", [LOOKUP, STORE], ids=lambda verb: verb[0])
def test_alias_of_a_collection_that_is_not_exposed(start_provider, verb):
    kind, sentence = run(start_provider("no-exposed-group"), *verb)
    assert kind == "NO_COLLECTION"
    assert "expose a group" in sentence


def test_secret_that_is_not_handed_out(start_provider):
    kind, sentence = run(start_provider("refuses-secret"), "--prompt", *LOOKUP)
    assert kind == "FAILED"
    assert sentence.startswith("The keyring did not hand out the access key of “work”.")


@pytest.mark.parametrize("verb", [LOOKUP, STORE, REMOVE, LIST], ids=lambda verb: verb[0])
def test_error_in_the_providers_words(start_provider, verb):
    assert run(start_provider("broken"), *verb) == ("FAILED", "The keyring reported an error: The database is broken")


# How it asks


def watch_lookup(tmp_path, foreign_items, stored):
    with PrivateSession(tmp_path, foreign_items=foreign_items) as session:
        assert len(session.secrets()) == foreign_items
        if stored:
            store_work_key(session)
        with BusMonitor(session) as monitor:
            run(session, *LOOKUP)
            return monitor.calls_of_who_called("SearchItems")


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
def test_lookup_costs_the_same_among_500_foreign_items(tmp_path, stored):
    few = watch_lookup(tmp_path / "few", 0, stored)
    many = watch_lookup(tmp_path / "many", 500, stored)

    assert [call.member for call in many] == [call.member for call in few]
    assert len(few) < 40


@pytest.mark.parametrize("foreign_items", [0, 500])
def test_lookup_loads_no_collection(tmp_path, foreign_items):
    calls = watch_lookup(tmp_path, foreign_items, stored=True)

    assert not [call for call in calls if call.path.startswith("/org/freedesktop/secrets/collection/")
                and call.path.count("/") == 5]
    assert len([call for call in calls if call.member == "GetSecrets"]) == 1
