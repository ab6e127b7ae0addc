# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass export --lease”: what an SDK runs again and again."""

import json
import time
from datetime import datetime

import pytest

MINUTE = 60


@pytest.fixture
def account(person):
    person.add()
    person.renew()
    return person


def seconds_left(done):
    assert done.returncode == 0, done.stderr
    return datetime.fromisoformat(json.loads(done.stdout)["Expiration"]).timestamp() - time.time()


@pytest.mark.parametrize("left, lease", [
    (480 * MINUTE, 60 * MINUTE),
    (76 * MINUTE, 60 * MINUTE),
    (60 * MINUTE, 45 * MINUTE),
    (16 * MINUTE, 1 * MINUTE),
    (14 * MINUTE, 2 * MINUTE),
    (1 * MINUTE, 1 * MINUTE),
])
def test_a_lease_ends_early_and_near_the_end_nobody_is_asked(account, left, lease):
    account.expire(to=moment(left))
    plain = account.run("export")
    leased = account.run("export", "--lease")
    assert abs(seconds_left(plain) - left) < 10 and abs(seconds_left(leased) - lease) < 10
    for field in ("AccessKeyId", "SecretAccessKey", "SessionToken"):
        assert json.loads(plain.stdout)[field] == json.loads(leased.stdout)[field]
    assert account.aws.requests() == []


def test_a_short_session_has_a_short_grace(account):
    account.aws.set(session_seconds=1800)
    account.renew()
    assert abs(seconds_left(account.run("export", "--lease")) - (1800 - 450)) < 10
    account.expire(to=moment(440))
    assert abs(seconds_left(account.run("export", "--lease")) - 120) < 10


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def test_a_cancel_answers_the_sdks_repetitions(account):
    account.expire()
    with account.terminal("export", "--lease", pipes=True) as terminal:
        terminal.wait_for("MFA code")
        terminal.type("\x03")
        assert terminal.finish()[0] == 4
    with account.terminal("export", "--lease", pipes=True) as terminal:
        assert terminal.finish()[0] == 4
        assert terminal.screen == ""
    # Who asks without a lease is a person, who may have changed their mind.
    with account.terminal("export", pipes=True) as terminal:
        terminal.wait_for("MFA code")
        terminal.type(account.taro.code() + "\n")
        assert terminal.finish()[0] == 0


def test_the_answer_comes_before_the_sdk_gives_up(account):
    account.expire()
    started = time.monotonic()
    sentence = "daypass: No code was typed within 55 seconds.\n"
    with account.terminal("export", "--lease", pipes=True) as terminal, account.terminal(
            "export", "--lease", pipes=True) as other:
        both = (terminal, other)
        terminal.wait_until(lambda: any("MFA code" in each.read_screen() for each in both), "the question")
        asked = time.monotonic()
        terminal.wait_until(lambda: all(each.process.poll() is not None for each in both), "the deadline", seconds=70)
        ended = time.monotonic()
        for each in both:
            status, out, err = each.finish()
            # Who waited for the question of the other says so before.
            assert (status, out) == (4, "") and err in (sentence, f"daypass: Waiting for the code that another process asks for.\n{sentence}")
        assert terminal.is_as_before()
        assert sum("MFA code" in each.screen for each in both) == 1
    assert ended - started > 54 and ended - asked < 60
