# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The terminal as the way to ask: the conversation, and how it can be left."""

import json
import os
import re
import signal
import time

import pytest

ASKED = "MFA code for “work” (111122223333, phone): "
COUNTDOWN = 10  # seconds that a countdown has at least


@pytest.fixture
def account(person):
    person.add()
    return person


def test_a_code_gives_a_session(account):
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        code = account.taro.code()
        terminal.type(code + "\n")
        assert terminal.wait() == 0
        assert code not in terminal.screen
        assert terminal.is_as_before()
    [row] = account.status()
    assert row["state"] == "active" and 28700 < row["seconds_left"] <= 28800
    assert account.aws.count("GetSessionToken") == 1


def test_it_asks_on_the_terminal_whatever_the_streams_are(account):
    with account.terminal("renew", pipes=True) as terminal:
        terminal.wait_for(ASKED)
        terminal.type(account.taro.code() + "\n")
        status, out, err = terminal.finish()
    assert status == 0 and out == ""
    assert re.fullmatch(r"daypass: “work” has a session until \d\d:\d\d\.\n|daypass: “work” has a session until .*\n", err)


def test_export_prints_nothing_but_the_session(account):
    with account.terminal("export", pipes=True) as terminal:
        terminal.wait_for(ASKED)
        terminal.type(account.taro.code() + "\n")
        status, out, err = terminal.finish()
    assert status == 0 and err == ""
    assert set(json.loads(out)) == {"Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}


@pytest.mark.parametrize("disguise", [
    lambda code: f"{code[:3]} {code[3:]}",
    lambda code: f"  {code}\t",
    lambda code: "".join(chr(ord("０") + int(digit)) for digit in code),
    lambda code: "　".join(chr(ord("０") + int(digit)) for digit in code),
], ids=["space in the middle", "spaces around", "full-width", "full-width spaces"])
def test_what_people_type_is_understood(account, disguise):
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.type(disguise(account.taro.code()) + "\n")
        assert terminal.wait() == 0


@pytest.mark.parametrize("line", ["12345", "1234567", "12345a", "half", "-12345"])
def test_what_is_no_code_never_reaches_aws(account, line):
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.type(line + "\n")
        terminal.wait_for("An MFA code has six digits.")
        terminal.wait_for(ASKED)
        assert account.aws.count("GetSessionToken") == 0
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0
        assert line not in terminal.screen
    assert account.aws.count("GetSessionToken") == 1


def test_a_refused_code_is_asked_for_again_with_a_countdown(account):
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.type(account.taro.wrong_code(COUNTDOWN) + "\n")
        terminal.wait_for("code")
        # It runs: the line is written anew with fewer seconds.
        terminal.wait_until(lambda: len(set(countdown(terminal))) > 1, "fewer seconds")
        assert countdown(terminal) == sorted(countdown(terminal), reverse=True)
        assert all(1 <= seconds <= 30 for seconds in countdown(terminal))
        terminal.wait_until(lambda: terminal.screen.endswith(ASKED), "the question")
        assert not terminal.echoes()
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0
    assert account.aws.count("GetSessionToken") == 2


def countdown(terminal):
    """The seconds until the next code, as they were written one after the other."""
    return [int(seconds) for seconds in re.findall(r"\r\x1b\[K\(next code in (\d+) s\) MFA code for", terminal.screen)]


def test_a_dumb_terminal_gets_plain_lines(account):
    with account.terminal("renew", env={"TERM": "dumb"}) as terminal:
        terminal.wait_for(ASKED + "\r\nThe key belongs to “taro” in account 111122223333.\r\n" + ASKED)
        terminal.type(account.taro.wrong_code(COUNTDOWN) + "\n")
        terminal.wait_for("(next code in ")
        terminal.wait_for(ASKED)
        two_seconds_on = time.monotonic() + 2
        terminal.wait_until(lambda: time.monotonic() > two_seconds_on, "a countdown that must not come")
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0
        assert "\x1b" not in terminal.screen
        assert terminal.screen.count(ASKED) == 3


def test_a_code_typed_while_aws_looks_at_the_last_one_is_not_shown(account):
    with account.terminal("renew") as terminal:
        terminal.wait_for("The key belongs to “taro” in account 111122223333.")
        account.aws.misbehave("delay", action="GetSessionToken", delay_ms=500)
        terminal.type(account.taro.wrong_code() + "\n")
        terminal.wait_until(lambda: account.aws.count("GetSessionToken") == 1, "the call")
        code = account.taro.code()
        terminal.type(code + "\n")
        assert terminal.wait() == 0
        assert code not in terminal.screen
        assert terminal.is_as_before()


def test_answers_given_in_advance_are_taken(account):
    with account.terminal("renew") as terminal:
        terminal.type("12\n" + account.taro.code() + "\n")
        assert terminal.wait() == 0
    assert account.aws.count("GetSessionToken") == 1


@pytest.mark.parametrize("keys", ["\x03", "\x04", "\n", "  \n"], ids=["Ctrl-C", "Ctrl-D", "empty line", "spaces"])
@pytest.mark.parametrize("command", ["renew", "export"])
def test_cancelled_is_as_if_nothing_had_been(account, command, keys):
    before = account.state()
    with account.terminal(command, pipes=True) as terminal:
        terminal.wait_for(ASKED)
        terminal.type(keys)
        assert terminal.finish() == (4, "", "daypass: Cancelled; nothing was changed.\n")
        assert terminal.is_as_before()
    assert account.state() == before
    assert account.aws.count("GetSessionToken") == 0


def test_cancelled_after_a_refusal(account):
    before = account.state()
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.type(account.taro.wrong_code(COUNTDOWN) + "\n")
        terminal.wait_for("(next code in ")
        terminal.type("\x03")
        assert terminal.wait() == 4
        assert terminal.is_as_before()
    assert account.state() == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_killed_it_dies_by_that_signal_and_leaves_the_terminal_in_order(account, number):
    before = account.state()
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.process.send_signal(number)
        assert terminal.wait() == -number
        assert terminal.is_as_before()
    assert account.state() == before


def test_ctrl_z_gives_the_terminal_back_and_fg_goes_on_silently(account):
    with account.shell('"$daypass" renew; echo stopped; read line; echo "read $line"; fg; echo "status $?"') as terminal:
        terminal.wait_for(ASKED)
        terminal.type("\x1a")
        terminal.wait_for("stopped\r\n")
        assert terminal.echoes()
        terminal.type("visible\n")
        terminal.wait_for("visible\r\nread visible")
        terminal.wait_for(ASKED)
        assert not terminal.echoes()
        code = account.taro.code()
        terminal.type(code + "\n")
        terminal.wait_for("status 0")
        assert code not in terminal.screen
        assert terminal.echoes()


def test_stopped_from_outside_it_goes_on_silently(account):
    script = '"$daypass" renew; stty sane; echo stopped; read line; fg; echo "status $?"'
    with account.shell(script) as terminal:
        terminal.wait_for(ASKED)
        os.killpg(terminal.foreground(), signal.SIGSTOP)
        terminal.wait_for("stopped\r\n")
        terminal.type("\n")
        terminal.wait_for(ASKED)
        assert not terminal.echoes()
        terminal.type(account.taro.code() + "\n")
        terminal.wait_for("status 0")


def test_killed_while_stopped_in_the_background_it_dies(account):
    # Bash may not have noticed yet that the job goes on, and tells of its stop (148) once more.
    script = '"$daypass" renew; kill %1; s=148; while [ $s = 148 ]; do wait -f %1; s=$?; done; echo "status $s"; stty -a'
    with account.shell(script) as terminal:
        terminal.wait_for(ASKED)
        terminal.type("\x1a")
        terminal.wait_for("status 143")
        terminal.wait_for(" echo ")


def test_a_job_in_the_background_asks_nobody(account):
    script = '"$daypass" renew & wait $!; echo "status $?"'
    with account.shell(script) as terminal:
        terminal.wait_for("There is nobody to ask")
        terminal.wait_for("status 3")
        assert ASKED not in terminal.screen
    assert account.aws.requests() == []


@pytest.mark.parametrize("arguments, env", [
    (["--prompt", "none"], {}), (["--prompt", "window"], {}), ([], {"DAYPASS_PROMPT": "none"}),
    (["--prompt", "none"], {"DAYPASS_PROMPT": "terminal"}),
])
@pytest.mark.parametrize("command", ["renew", "export"])
def test_a_terminal_is_not_asked_when_that_is_not_wanted(account, command, arguments, env):
    with account.terminal(command, *arguments, pipes=True, env=env) as terminal:
        status, out, _err = terminal.finish()
        assert (status, out, terminal.screen) == (3, "", "")


@pytest.mark.parametrize("arguments, env", [(["--prompt", "terminal"], {"DAYPASS_PROMPT": "none"}), ([], {"DISPLAY": ":99"})])
def test_a_terminal_is_asked_when_that_is_wanted(account, arguments, env):
    with account.terminal("renew", *arguments, env=env) as terminal:
        terminal.wait_for(ASKED)
        terminal.type("\n")
        assert terminal.wait() == 4


def test_ignored_signals_stay_ignored(account):
    with account.shell('trap "" HUP; exec "$daypass" renew') as terminal:
        terminal.wait_for(ASKED)
        terminal.process.send_signal(signal.SIGHUP)
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0


def test_offline_is_said_before_a_code_is_typed(account):
    with account.terminal("renew", pipes=True, env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}) as terminal:
        status, out, err = terminal.finish()
        assert terminal.is_as_before()
    assert status == 7 and out == "" and err.startswith("daypass: ") and err.count("\n") == 1


def test_a_dead_key_is_said_before_a_code_is_typed(account):
    account.taro.set_key_status("Inactive")
    with account.terminal("renew", pipes=True) as terminal:
        status, _out, err = terminal.finish()
    account.taro.set_key_status("Active")
    assert status == 6 and "key" in err
    assert account.aws.count("GetSessionToken") == 0


def test_a_wrong_clock_is_said_before_a_code_is_typed(account):
    account.aws.set(clock_offset=3600)
    with account.terminal("renew") as terminal:
        terminal.wait_for(ASKED)
        terminal.wait_for("This computer’s clock is 60 minutes slow.")
        terminal.wait_for(ASKED)
        terminal.type(account.taro.wrong_code(COUNTDOWN) + "\n")
        terminal.wait_until(lambda: countdown(terminal), "the seconds")
        assert 1 <= countdown(terminal)[0] <= 30
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 0


def test_who_the_key_belongs_to_is_told_beside_the_question(account):
    with account.terminal("renew", pipes=True) as terminal:
        terminal.wait_for(ASKED)
        terminal.wait_for("\r\x1b[KThe key belongs to “taro” in account 111122223333.\r\n")
        terminal.wait_for(ASKED)
        terminal.type("\n")
        assert terminal.finish()[0] == 4
