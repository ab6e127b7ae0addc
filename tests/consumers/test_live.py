# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The profile `work-live`, whose keys three SDKs fetch again and again."""

import contextlib

import pytest

import sdk
from private_session import wait_for
from readme import explained

MINUTE = 60
# The first lead time of the notifications: a lease ends before it begins.
GRACE = 15 * MINUTE
# Enough to start a program in.
LEASE = 12


@pytest.fixture(autouse=True)
def _live(day):
    day.make_live()


@pytest.fixture
def expired(day):
    day.end_session_in(-1)


@pytest.fixture(params=sdk.NAMES)
def program(request, tools, day):
    with sdk.started(request.param, tools, day) as running:
        yield running


def newest_signer(day):
    return day.standin.requests()[-1]["access_key_id"]


def test_valid(day, program):
    for _ in "once", "again":
        assert program.who() == f"arn {day.user.arn}", program.end()
    assert day.signers("GetCallerIdentity") == {day.access_key_id}


def test_ending_asks_nobody(day, program):
    day.end_session_in(10 * MINUTE)
    assert program.who() == f"arn {day.user.arn}", program.end()
    assert newest_signer(day) == day.access_key_id
    assert day.standin.count("GetSessionToken") == 0 and program.terminal.screen == ""


def test_a_running_program_goes_on_with_the_next_session(day, program):
    first = day.access_key_id
    day.end_session_in(GRACE + LEASE)
    assert program.who() == f"arn {day.user.arn}", program.end()
    assert newest_signer(day) == first
    day.renew()
    assert day.access_key_id != first
    wait_for(lambda: program.who().startswith("arn ") and newest_signer(day) == day.access_key_id,
             "a request with the next session", 2 * LEASE)


def check_refusal(program, answer, reason):
    """REASON is in Daypass's own words, where the SDK passes them on."""
    assert answer.startswith("error "), answer
    if program.name == "javascript":
        assert answer == f"error {explained('Could not load credentials from any providers')}"
        return
    # The SDK for Go leaves them on standard error.
    assert reason in answer + program.end()


@pytest.fixture
def refused(day):
    """Asks a program and wants a refusal for a reason, and no call with a session."""

    def ask(program, reason):
        check_refusal(program, program.who(), reason)
        assert not any(key.startswith("ASIA") for key in day.signers("GetCallerIdentity"))

    return ask


@pytest.mark.usefixtures("expired")
def test_expired_asks_in_the_terminal(day, program):
    program.ask()
    program.terminal.wait_for("MFA code for “work”")
    program.terminal.type(day.user.code() + "\n")
    assert program.read_answer() == f"arn {day.user.arn}", program.end()
    assert newest_signer(day) != day.access_key_id
    assert program.who() == f"arn {day.user.arn}" and day.standin.count("GetSessionToken") == 1


@pytest.mark.usefixtures("expired")
@pytest.mark.parametrize("name", sdk.NAMES)
def test_expired_with_nobody_to_ask(day, tools, refused, name):
    with sdk.started(name, tools, day, DAYPASS_PROMPT="none") as program:
        refused(program, "There is nobody to ask")


@pytest.mark.usefixtures("expired")
def test_cancelled(day, program, refused):
    program.ask()
    program.terminal.wait_for("MFA code for “work”")
    program.terminal.type("\n")
    assert program.read_answer().startswith("error ")
    # What the SDK repeats is not asked again.
    screen = program.terminal.screen
    refused(program, "Cancelled; nothing was changed")
    assert program.terminal.screen == screen and day.standin.count("GetSessionToken") == 0


@pytest.mark.usefixtures("expired")
def test_keyring_locked(day, program, refused):
    day.session.lock()
    refused(program, "keyring is locked")


@pytest.mark.usefixtures("expired")
def test_nobody_answers_in_time(day, tools):
    """The SDK for Go waits for a minute and no longer; the answer comes five seconds before that."""
    with contextlib.ExitStack() as stack:
        programs = [stack.enter_context(sdk.started(name, tools, day)) for name in sdk.NAMES]
        for program in programs:
            program.ask()
        for program in programs:
            check_refusal(program, program.read_answer(), "No code was typed within 55 seconds")
        assert sum("MFA code for" in program.terminal.read_screen() for program in programs) == 1
