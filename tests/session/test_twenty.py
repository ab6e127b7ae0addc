# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Many who want a session at once, as under `make -j` or Terraform: one question, one call."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path

import pytest

from desk import DAYPASS
from private_session import wait_for
from terminal import Terminal

QUESTION = "MFA code for “work”"
TWENTY = 20
ROUNDS = 50


def lock_file(desk):
    [lock] = (desk.session.runtime / "daypass").glob("*.lock")
    return lock


def waiting_for_lock(desk, pids):
    """How many of the processes wait for the lock. A file that was put aside counts too: then
    they are about to take the new one."""
    lines = Path("/proc/locks").read_text().splitlines()
    blocked = {int(line.split()[5]) for line in lines if " -> FLOCK" in line}
    return len(blocked & set(pids))


def wait_for_waiters(desk, pids, count):
    wait_for(lambda: waiting_for_lock(desk, pids) >= count, f"{count} waiters")


def holder(desk, among=None):
    """Who holds the account's lock; None if nobody, or nobody of `among`, does."""
    inode = lock_file(desk).stat().st_ino
    for line in Path("/proc/locks").read_text().splitlines():
        words = line.split()
        if words[1] == "FLOCK" and words[5].endswith(f":{inode}") and (among is None or int(words[4]) in among):
            return int(words[4])
    return None


def export(terminal, desk, count=TWENTY, env=None):
    return terminal.start([DAYPASS, "export", "work"], desk.env | (env or {}), count)


def answer(terminal, desk, after=0):
    terminal.expect(QUESTION, after)
    terminal.type(desk.taro.code() + "\n")


def same_keys(ended):
    """That all succeeded with the same session, which is returned."""
    assert {each.status for each in ended} == {0}, ended
    printed = {each.stdout for each in ended}
    assert len(printed) == 1
    return json.loads(printed.pop())


def test_one_question_for_twenty(desk, terminal):
    desk.open_account()
    seen = set()
    for number in range(1, ROUNDS + 1):
        start = len(terminal.screen)
        desk.write_session(-60)
        export(terminal, desk)
        answer(terminal, desk, start)
        keys = same_keys(terminal.wait())
        seen.add(keys["AccessKeyId"])
        assert desk.sessions_given() == number
        assert desk.value("aws_access_key_id") == keys["AccessKeyId"]
    assert len(seen) == ROUNDS


def test_renewals_at_once_share_one_session(desk, terminal):
    desk.open_account()
    desk.write_session(7000)
    pids = terminal.start([DAYPASS, "renew", "work"], desk.env, TWENTY)
    wait_for_waiters(desk, pids, TWENTY - 1)
    answer(terminal, desk)
    assert {each.status for each in terminal.wait()} == {0}
    assert desk.sessions_given() == 1


@pytest.mark.parametrize("typed", ["\n", "\x04"])
def test_no_answer_cancels_all(desk, terminal, typed):
    desk.open_account()
    pids = export(terminal, desk)
    wait_for_waiters(desk, pids, TWENTY - 1)
    terminal.expect(QUESTION)
    terminal.type(typed)
    ended = terminal.wait()
    assert {(each.status, each.stdout) for each in ended} == {(4, "")}
    assert all("Cancelled" in each.stderr for each in ended)
    assert desk.sessions_given() == 0
    assert not desk.credentials.exists()


def wait_for_the_next_tick(pids):
    """The kernel tells in hundredths of a second when a process was started: who was
    started in the very one in which the question is answered counts as later."""
    ticks = os.sysconf("SC_CLK_TCK")
    latest = max(int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[19]) for pid in pids)
    wait_for(lambda: time.clock_gettime(time.CLOCK_BOOTTIME) * ticks >= latest + 1, "the next tick")


def test_who_has_just_been_started_is_cancelled_too(desk, terminal):
    """No waiting for waiters: some have not even got to the lock."""
    desk.open_account()
    for _ in range(4):
        start = len(terminal.screen)
        pids = export(terminal, desk)
        terminal.expect(QUESTION, start)
        wait_for_the_next_tick(pids)
        terminal.type("\n")
        assert {each.status for each in terminal.wait()} == {4}


def test_ctrl_c_cancels_all(desk, terminal):
    desk.open_account()
    pids = export(terminal, desk)
    wait_for_waiters(desk, pids, TWENTY - 1)
    terminal.expect(QUESTION)
    terminal.type("\x03")
    assert {(each.status, each.stdout) for each in terminal.wait()} == {(4, "")}


def test_a_refusal_is_shared(desk, terminal):
    desk.open_account()
    desk.taro.set_key_status("Inactive")
    ended = terminal.wait(export(terminal, desk))
    assert {each.status for each in ended} == {6}
    assert len({each.stderr for each in ended if "Waiting" not in each.stderr}) == 1


def test_a_wrong_code_is_asked_again(desk, terminal):
    desk.open_account()
    export(terminal, desk)
    terminal.expect(QUESTION)
    start = len(terminal.screen)
    terminal.type(desk.taro.wrong_code(seconds_until_next=10) + "\n")
    terminal.expect("next code in", start)
    answer(terminal, desk, start)
    same_keys(terminal.wait())
    assert desk.sessions_given() == 2


def test_who_waits_says_so(desk, terminal):
    desk.open_account()
    asker = export(terminal, desk, 1)
    terminal.expect(QUESTION)
    with Terminal() as other:
        [waiter] = export(other, desk, 1)
        wait_for(lambda: other.stderr_of(waiter), "the note")
        answer(terminal, desk)
        [ended] = other.wait()
    same_keys([*terminal.wait(asker), ended])
    assert ended.stderr == "daypass: Waiting for the code that another process asks for.\n"
    assert other.screen == ""


MOMENTS = ("question", "call", "answer", "fsync:when=1", "rename:when=1", "fsync:when=2")


def start_asker(desk, terminal, moment):
    """One who asks, and who will be killed at a system call if the moment is one; returns its id."""
    command = [DAYPASS, "export", "work"]
    if ":" in moment:
        call, when = moment.split(":")
        command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
                   "-e", f"inject={call}:signal=SIGKILL:{when}", *command]
    pids = terminal.start(command, desk.traced_env)
    return wait_for(lambda: lock_exists(desk) and holder(desk), "an asker"), pids


def lock_exists(desk):
    return any((desk.session.runtime / "daypass").glob("*.lock"))


def kill_at(desk, terminal, asker, moment):
    """Brings the asker to the moment, where SIGKILL ends it."""
    terminal.expect(QUESTION)
    if moment == "question":
        os.kill(asker, signal.SIGKILL)
        return
    if moment in ("call", "answer"):
        desk.aws.misbehave("slow" if moment == "answer" else "delay", delay_ms=1000, action="GetSessionToken")
    terminal.type(desk.taro.code() + "\n")
    if moment in ("call", "answer"):
        wait_for(desk.sessions_given, "the call")
        os.kill(asker, signal.SIGKILL)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_asker_holds_nobody_up(desk, terminal, moment):
    desk.open_account()
    asker, pids = start_asker(desk, terminal, moment)
    with Terminal() as others:
        waiters = export(others, desk, TWENTY - 1)
        wait_for_waiters(desk, waiters, TWENTY - 1)
        kill_at(desk, terminal, asker, moment)
        assert terminal.wait(pids)[0].status == -signal.SIGKILL
        desk.aws.behave()
        given = desk.sessions_given()
        if moment == "fsync:when=2":  # the session is in the file
            same_keys(others.wait())
            assert desk.sessions_given() == given
            return
        answer(others, desk)
        keys = same_keys(others.wait())
    assert desk.sessions_given() == given + 1
    assert desk.value("aws_access_key_id") == keys["AccessKeyId"]
    assert sorted(path.name for path in desk.folder.iterdir()) == ["config", "credentials"]


def test_killed_among_twenty_at_one_terminal(desk, terminal):
    desk.open_account()
    pids = export(terminal, desk)
    killed = []
    for _ in range(5):
        asker = wait_for(lambda: lock_exists(desk) and holder(desk, set(pids) - set(killed)), "an asker")
        os.kill(asker, signal.SIGKILL)
        killed.append(asker)
    terminal.wait(killed)
    terminal.expect(QUESTION)
    terminal.type(desk.taro.code() + "\n")
    same_keys(terminal.wait([pid for pid in pids if pid not in killed]))
    assert desk.sessions_given() == 1


def test_a_terminated_asker_answers_for_nobody(desk, terminal):
    desk.open_account()
    [asker] = export(terminal, desk, 1)
    terminal.expect(QUESTION)
    with Terminal() as others:
        waiters = export(others, desk, 3)
        wait_for_waiters(desk, waiters, 3)
        os.kill(asker, signal.SIGTERM)
        assert terminal.wait()[0].status == -signal.SIGTERM
        answer(others, desk)
        same_keys(others.wait())


@pytest.mark.parametrize("how", ["SIGSTOP", "Ctrl-Z"])
def test_a_stopped_asker_holds_nobody_up(desk, terminal, how):
    desk.open_account()
    [asker] = export(terminal, desk, 1)
    terminal.expect(QUESTION)
    with Terminal() as others:
        waiters = export(others, desk, TWENTY - 1)
        wait_for_waiters(desk, waiters, TWENTY - 1)
        if how == "SIGSTOP":
            os.kill(asker, signal.SIGSTOP)
        else:
            terminal.type("\x1a")
        answer(others, desk)
        keys = same_keys(others.wait())
        assert terminal.ended() == []
        os.kill(asker, signal.SIGCONT)
        assert same_keys(terminal.wait()) == keys
    assert desk.sessions_given() == 1


def test_stopped_at_the_shared_terminal(desk, terminal):
    """One of twenty is stopped; it was the one that asked."""
    desk.open_account()
    pids = export(terminal, desk)
    terminal.expect(QUESTION)
    wait_for_waiters(desk, pids, TWENTY - 1)
    stopped = holder(desk)
    start = len(terminal.screen)
    os.kill(stopped, signal.SIGSTOP)
    answer(terminal, desk, start)
    rest = [pid for pid in pids if pid != stopped]
    keys = same_keys(terminal.wait(rest))
    os.kill(stopped, signal.SIGCONT)
    assert same_keys(terminal.wait([stopped])) == keys
    assert desk.sessions_given() == 1


def test_all_stopped_and_continued(desk, terminal):
    """Ctrl-Z and fg at the terminal that all share."""
    desk.open_account()
    pids = export(terminal, desk)
    terminal.expect(QUESTION)
    wait_for_waiters(desk, pids, TWENTY - 1)
    terminal.type("\x1a")
    wait_for(lambda: all(state(pid) == "T" for pid in pids), "all to be stopped")
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    terminal.type(desk.taro.code() + "\n")
    same_keys(terminal.wait())
    assert desk.sessions_given() == 1


def state(pid):
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def test_terminals_of_their_own(desk):
    """Each of five asks at its own terminal; only one of them does."""
    desk.open_account()
    with contextlib.ExitStack() as stack:
        terminals = [stack.enter_context(Terminal()) for _ in range(5)]
        pids = [export(each, desk, 1)[0] for each in terminals]
        asker = wait_for(lambda: lock_exists(desk) and holder(desk, pids), "an asker")
        wait_for_waiters(desk, pids, 4)
        asked = terminals[pids.index(asker)]
        answer(asked, desk)
        same_keys([each.wait()[0] for each in terminals])
        assert [each for each in terminals if each.screen] == [asked]
    assert desk.sessions_given() == 1


def test_ctrl_c_at_one_terminal_answers_for_all(desk, terminal):
    desk.open_account()
    export(terminal, desk, 1)
    terminal.expect(QUESTION)
    with Terminal() as others:
        waiters = export(others, desk, 3)
        wait_for_waiters(desk, waiters, 3)
        terminal.type("\x03")
        assert [each.status for each in terminal.wait() + others.wait()] == [4] * 4


def test_ctrl_c_while_waiting_is_ones_own(desk, terminal):
    desk.open_account()
    export(terminal, desk, 1)
    terminal.expect(QUESTION)
    with Terminal() as others:
        waiters = export(others, desk, 1)
        wait_for_waiters(desk, waiters, 1)
        others.type("\x03")
        assert others.wait()[0].status == 4
    answer(terminal, desk)
    same_keys(terminal.wait())
