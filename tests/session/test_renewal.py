# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One account's renewals, as its owner meets them."""

import json
import os
import signal
import subprocess
import threading
import time

import pytest

from desk import ACCOUNT, DAYPASS
from private_session import wait_for
from terminal import Terminal

QUESTION = "MFA code for “work”"
OTHER_ID = "AKIAI44QH8DHBEXAMPLE"


def seconds_until(text):
    return time.mktime(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) - time.mktime(time.gmtime())


# Who asks AWS, and who only takes what has come

def test_a_later_renewal_asks_again(desk):
    desk.open_account()
    first, second = (desk.renew() and desk.value("aws_access_key_id") for _ in range(2))
    assert first != second
    assert desk.sessions_given() == 2


def test_a_shell_that_becomes_the_command_has_not_waited(desk):
    """`sh -c` runs its last command in its own process, which is older than the first's session."""
    desk.open_account()
    script = f"echo {desk.taro.code()} | {DAYPASS} renew --code-stdin work; exec {DAYPASS} renew --code-stdin work"
    done = subprocess.run(["sh", "-c", script], env=desk.env, start_new_session=True, input=desk.taro.wrong_code() + "\n",
                          capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert desk.sessions_given() == 2


def test_minimum(desk):
    desk.open_account()
    desk.write_session(7000)
    assert desk.run("renew", "--min", "1h").returncode == 0
    assert desk.run("renew", "--min", "2h").returncode == 3
    desk.renew("--min", "2h")
    assert desk.sessions_given() == 1


def test_waiting_with_nobody_to_ask(desk, terminal):
    """Who cannot ask takes the session that another asks for."""
    desk.open_account()
    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect(QUESTION)
    with subprocess.Popen([DAYPASS, "export", "work"], env=desk.env, start_new_session=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as waiter:
        wait_for(lambda: "Waiting" in waiter.stderr.readline(), "the note")
        terminal.type(desk.taro.code() + "\n")
        [asker] = terminal.wait()
        assert waiter.communicate()[0] == asker.stdout
    assert (asker.status, waiter.returncode) == (0, 0)


def test_prompt_none_does_not_wait_for_anothers_question(desk, terminal):
    desk.open_account()
    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect(QUESTION)
    assert desk.run("export", "work", "--prompt", "none").returncode == 3
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0


@pytest.mark.parametrize("at_hand", ["--code-stdin", "x_daypass_mfa_process"])
def test_a_code_at_hand_does_not_wait_for_a_persons_answer(desk, terminal, at_hand):
    """It would be over when the answer comes, and a script would hang as long as nobody is at the other terminal."""
    desk.open_account()
    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect(QUESTION)
    if at_hand == "--code-stdin":
        done = desk.run("renew", "--code-stdin", text=desk.taro.code() + "\n")
    else:
        desk.config.write_text(desk.config.read_text() + f"{at_hand} = cat {write_code(desk, desk.taro.code())}\n")
        done = desk.run("export", "work", "--prompt", "none")
    assert done.returncode == 0 and "Waiting" not in done.stderr
    [asker] = terminal.wait()
    assert asker.status == 0 and desk.value("aws_access_key_id") in asker.stdout
    assert desk.sessions_given() == 1


def test_a_code_at_hand_waits_for_another_at_hand(desk):
    """That one is through in a moment, and the code would be refused the second time."""
    desk.open_account()
    desk.aws.misbehave("delay", action="GetSessionToken", delay_ms=500)
    code = desk.taro.code()
    renewals = [subprocess.Popen([DAYPASS, "renew", "--code-stdin"], env=desk.env, start_new_session=True, text=True,
                                 stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(4)]
    for renewal in renewals:
        renewal.stdin.write(code + "\n")
        renewal.stdin.close()
    assert [renewal.wait() for renewal in renewals] == [0, 0, 0, 0]
    assert desk.sessions_given() == 1


def test_the_question_closes_when_a_session_comes(desk, terminal):
    """Written by a window, or by a person's own script."""
    desk.open_account()
    desk.write_session(-60)
    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect(QUESTION)
    desk.write_session(3600, key="ASIAI44QH8DHBEXAMPLE")
    [ended] = terminal.wait()
    assert (ended.status, json.loads(ended.stdout)["AccessKeyId"]) == (0, "ASIAI44QH8DHBEXAMPLE")
    assert desk.sessions_given() == 0


def test_the_question_closes_when_the_account_is_removed(desk, terminal):
    desk.open_account()
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    terminal.expect(QUESTION)
    assert desk.run("remove", "work", "--yes").returncode == 0
    [asker] = terminal.wait()
    assert asker.status == 2
    assert "“work” is not an account of Daypass" in asker.stderr
    assert desk.sessions_given() == 0


def test_no_session_is_written_for_an_account_that_was_removed_meanwhile(desk):
    desk.open_account(f"x_daypass_mfa_process = rm {desk.config}; echo {desk.taro.code()}\n")
    done = desk.run("renew", "work")
    assert done.returncode == 2
    assert "“work” is not an account of Daypass" in done.stderr
    assert desk.sessions_given() == 1
    assert not desk.credentials.exists()


def test_the_question_stays_when_something_else_is_written(desk, terminal):
    desk.open_account()
    desk.write_session(-60)
    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect("belongs to “taro”")
    desk.write_credentials(desk.credentials.read_text() + "[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n")
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0
    assert desk.value("aws_access_key_id", section="other") == "AKIAI44QH8DHBEXAMPLE"


# A person's no

def test_a_cancel_answers_leases_for_a_minute(desk, terminal):
    desk.open_account()
    terminal.start([DAYPASS, "export", "work", "--lease"], desk.env)
    terminal.expect(QUESTION)
    terminal.type("\n")
    assert terminal.wait()[0].status == 4

    start = len(terminal.screen)
    terminal.start([DAYPASS, "export", "work", "--lease"], desk.env, 3)
    assert [each.status for each in terminal.wait()] == [4, 4, 4]
    assert terminal.screen[start:] == ""

    terminal.start([DAYPASS, "export", "work"], desk.env)
    terminal.expect(QUESTION, start)
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0


def test_a_session_ends_the_minute(desk, terminal):
    desk.open_account()
    terminal.start([DAYPASS, "export", "work", "--lease"], desk.env)
    terminal.expect(QUESTION)
    terminal.type("\n")
    assert terminal.wait()[0].status == 4
    desk.renew()
    assert desk.run("export", "work", "--lease").returncode == 0


# Said before a code is asked for

FOREIGN = "[work]\naws_access_key_id = ASIAI44QH8DHBEXAMPLE\naws_secret_access_key = x\naws_session_token = y\n"
OBSTACLES = {
    "foreign section": ("credentials", FOREIGN),
    "another tool's section": ("credentials", FOREIGN + "manager = awsume\n"),
    "static key": ("credentials", f"[work]\naws_access_key_id = {OTHER_ID}\naws_secret_access_key = x\n"),
    "two sections": ("credentials", "[other]\na = b\n[other]\nc = d\n"),
    "junk line": ("credentials", "[other]\njunk\n"),
    "Latin-1": ("credentials", b"[other]\na = \xe9\n"),
    "byte order mark": ("credentials", b"\xef\xbb\xbf[other]\na = b\n"),
    "role of the same name": ("config", ACCOUNT + "role_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = x\n"),
    "sso": ("config", ACCOUNT + "sso_session = corp\n"),
    "credential_process": ("config", ACCOUNT + "credential_process = /bin/false\n"),
}


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_an_obstacle_is_told_first(desk, terminal, obstacle):
    desk.open_account()
    name, content = OBSTACLES[obstacle]
    content = content if isinstance(content, bytes) else content.encode()
    (desk.folder / name).write_bytes(content)
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    [ended] = terminal.wait()
    assert ended.status == 8, ended
    assert ended.stderr.startswith("daypass: ")
    assert terminal.screen == ""
    assert desk.aws.requests() == []
    assert (desk.folder / name).read_bytes() == content


@pytest.mark.parametrize("what", ["file", "folder", "not a file"])
def test_an_unwritable_target_is_told_first(desk, terminal, what):
    desk.open_account()
    if what == "file":
        desk.credentials.write_text("")
        desk.credentials.chmod(0o400)
    elif what == "folder":
        desk.folder.chmod(0o500)
    else:
        desk.credentials.mkdir()
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    [ended] = terminal.wait()
    desk.folder.chmod(0o700)
    assert ended.status == 8, ended
    assert terminal.screen == ""
    assert desk.aws.requests() == []


# Keys and devices

def another_key(desk):
    made = desk.aws.call("access-key", account_id="111122223333", user_name="taro")
    return made["access_key_id"], made["secret_access_key"]


def test_the_newest_key_wins(desk):
    newer = another_key(desk)
    desk.open_account()
    desk.store_newer(*newer)
    desk.renew()
    assert {request["access_key_id"] for request in desk.aws.requests()} == {newer[0]}


@pytest.mark.parametrize("asked", [True, False])
def test_a_dead_newest_key_falls_back(desk, terminal, asked):
    newer = another_key(desk)
    desk.open_account()
    desk.store_newer(*newer)
    desk.aws.call("delete-access-key", access_key_id=newer[0])
    if asked:
        terminal.start([DAYPASS, "renew", "work"], desk.env)
        terminal.expect("belongs to “taro”")
        terminal.type(desk.taro.code() + "\n")
        assert terminal.wait()[0].status == 0
    else:
        desk.renew()
    assert desk.aws.requests()[-1]["access_key_id"] == desk.taro.access_key_id


def test_a_key_of_another_account_is_told_before_the_code(desk, terminal):
    hanako = desk.aws.user("hanako", account_id="444455556666")
    desk.config.write_text(ACCOUNT)
    desk.store(user=hanako)
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    [ended] = terminal.wait()
    assert ended.status == 6
    assert "444455556666" in ended.stderr and "111122223333" in ended.stderr
    assert desk.sessions_given() == 0


def test_a_dead_key_is_told_while_the_person_types(desk, terminal):
    desk.open_account()
    desk.taro.delete_key()
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    assert terminal.wait()[0].status == 6
    assert desk.sessions_given() == 0


def test_no_network_is_told_before_the_code(desk, terminal):
    desk.open_account()
    terminal.start([DAYPASS, "renew", "work"], desk.env | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"})
    assert terminal.wait()[0].status == 7


# x_daypass_mfa_process

def write_code(desk, code):
    path = desk.session.root / "code"
    path.write_text(code + "\n")
    return path


def test_mfa_process(desk, terminal):
    path = write_code(desk, desk.taro.code())
    desk.open_account(f"x_daypass_mfa_process = cat {path}\n")
    terminal.start([DAYPASS, "export", "work"], desk.env)
    assert terminal.wait()[0].status == 0
    assert terminal.screen == ""
    assert [request["action"] for request in desk.aws.requests()] == ["GetSessionToken"]


def test_mfa_process_with_prompt_none(desk):
    path = write_code(desk, desk.taro.code())
    desk.open_account(f"x_daypass_mfa_process = cat {path}\n")
    assert desk.run("renew", "work", "--prompt", "none").returncode == 0


def test_mfa_process_with_a_locked_keyring(desk):
    path = write_code(desk, desk.taro.code())
    desk.open_account(f"x_daypass_mfa_process = touch {path}.ran; cat {path}\n")
    desk.session.lock()
    assert desk.run("renew", "work", "--prompt", "none").returncode == 5
    assert not path.with_name("code.ran").exists()


def test_nobody_to_ask(desk):
    desk.open_account()
    for arguments in (["renew", "work"], ["export", "work"], ["renew", "work", "--prompt", "none"]):
        done = desk.run(*arguments)
        assert (done.returncode, done.stdout) == (3, "")
    assert desk.aws.requests() == []


@pytest.mark.parametrize("command", ["false", "echo hunter2", "cat /nonexistent", "kill -9 $$"])
def test_a_failing_mfa_process(desk, terminal, command):
    desk.open_account(f"x_daypass_mfa_process = {command}\n")
    alone = desk.run("renew", "work")
    assert alone.returncode == 3
    assert "x_daypass_mfa_process" in alone.stderr and "hunter2" not in alone.stderr

    terminal.start([DAYPASS, "renew", "work"], desk.env)
    terminal.expect(QUESTION)
    assert "x_daypass_mfa_process" in terminal.screen and "hunter2" not in terminal.screen
    assert "next code in" not in terminal.screen
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0


def test_what_mfa_process_leaves_behind_holds_nobody_up(desk):
    """An SDK waits until the streams that it gave are closed."""
    pid_file = desk.session.root / "background"
    desk.open_account(f"x_daypass_mfa_process = sleep 1000 & echo $! > {pid_file}; echo {desk.taro.code()}\n")
    try:
        assert desk.run("export", "work").returncode == 0
    finally:
        os.kill(int(pid_file.read_text()), signal.SIGKILL)


def test_a_broken_config_file_is_told(desk):
    desk.open_account()
    desk.config.write_text(desk.config.read_text() + "junk\n")
    done = desk.run("renew", "--code-stdin", text=desk.taro.code() + "\n")
    assert done.returncode == 0
    assert str(desk.config) in done.stderr and "6" in done.stderr


def test_a_refused_mfa_process(desk, terminal):
    path = write_code(desk, desk.taro.wrong_code())
    desk.open_account(f"x_daypass_mfa_process = cat {path}\n")
    assert desk.run("renew", "work").returncode == 6
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    terminal.expect(QUESTION)
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0


def test_a_code_that_is_handed_over_wins(desk):
    path = write_code(desk, desk.taro.wrong_code())
    desk.open_account(f"x_daypass_mfa_process = cat {path}\n")
    desk.renew()
    assert desk.sessions_given() == 1


def test_ctrl_c_ends_mfa_process(desk, terminal):
    pid_file = desk.session.root / "pid"
    desk.open_account(f"x_daypass_mfa_process = echo $$ > {pid_file}.new; mv {pid_file}.new {pid_file}; exec sleep 1000\n")
    terminal.start([DAYPASS, "renew", "work"], desk.env)
    wait_for(pid_file.exists, "the command")
    terminal.type("\x03")
    assert terminal.wait()[0].status == 4
    assert not os.path.exists(f"/proc/{int(pid_file.read_text())}")
    pid_file.unlink()


# Time

@pytest.mark.parametrize("hours", [25, -25])
def test_a_wrong_clock_is_corrected_and_told(desk, hours):
    desk.open_account()
    desk.aws.set(clock_offset=hours * 3600)
    done = desk.renew()
    assert f"25 hours {'slow' if hours > 0 else 'fast'}" in done.stderr
    assert abs(seconds_until(desk.value("x_security_token_expires")) - (hours + 8) * 3600) < 120
    assert desk.value("x_daypass_duration_seconds") is None


@pytest.mark.parametrize("hours", [25, -25])
def test_a_wrong_clock_at_the_question(desk, terminal, hours):
    desk.open_account()
    desk.aws.set(clock_offset=hours * 3600)
    pids = terminal.start([DAYPASS, "renew", "work"], desk.env, 3)
    terminal.expect("belongs to “taro”")
    start = len(terminal.screen)
    terminal.type(desk.taro.wrong_code(seconds_until_next=10) + "\n")
    terminal.expect("next code in", start)
    terminal.expect(QUESTION, terminal.screen.index("next code in", start))
    seconds = int(terminal.screen.rpartition("next code in ")[2].split()[0])
    assert 0 < seconds <= 30
    terminal.type(desk.taro.code() + "\n")
    ended = terminal.wait()
    assert {each.status for each in ended} == {0}
    assert "".join(each.stderr for each in ended).count("25 hours") == 1
    assert desk.sessions_given() == 2
    assert len(pids) == 3


def test_a_shorter_session_is_noted(desk):
    desk.open_account()
    desk.aws.set(session_seconds=3600)
    desk.renew()
    assert 3590 <= int(desk.value("x_daypass_duration_seconds")) <= 3600
    [account] = json.loads(desk.run("status", "--json").stdout)["accounts"]
    assert 3500 < account["seconds_left"] <= 3600
    desk.aws.set(session_seconds=None)
    desk.renew()
    assert desk.value("x_daypass_duration_seconds") is None


def test_duration_of_the_account(desk):
    desk.open_account("x_daypass_duration_seconds = 900\n")
    desk.renew()
    assert 800 < seconds_until(desk.value("x_security_token_expires")) <= 901


# The file

@pytest.mark.parametrize("value", ["12h", "899", "129601", "-900", "99999999999999999999", "９００"])
def test_a_duration_that_aws_does_not_take_is_told(desk, value):
    desk.open_account(f"x_daypass_duration_seconds = {value}\n")
    done = desk.run("renew", "--code-stdin", text=desk.taro.code() + "\n")
    assert done.returncode == 0
    assert f"daypass: AWS does not take “{value}”, the x_daypass_duration_seconds of “work”. " in done.stderr
    assert 28000 < seconds_until(desk.value("x_security_token_expires")) <= 28800


def test_another_tool_writes_at_the_same_time(desk):
    """In place and without a lock, as all of them do; a reader like theirs is never lost."""
    desk.open_account()
    desk.write_session(-60)
    stop = threading.Event()
    counts = []

    def keep_writing():
        number = 0
        while not stop.is_set():
            text = desk.credentials.read_text()
            if text.endswith("\n") and "[work]" in text:
                number += 1
                foreign = f"[foreign]\nnumber = {number}\n"
                with open(desk.credentials, "r+", encoding="utf-8") as file:
                    file.write(foreign + text[text.index("[work]"):])
                    file.truncate()
            time.sleep(0.02)
        counts.append(number)

    desk.write_credentials("[foreign]\nnumber = 0\n" + desk.credentials.read_text())
    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        for _ in range(10):
            desk.renew()
            key = desk.value("aws_access_key_id")
            assert key.startswith("ASIA") and key != "ASIAIOSFODNN7EXAMPLE"
    finally:
        stop.set()
        writer.join()
    assert counts[0] > 10
    assert 0 <= counts[0] - int(desk.value("number", section="foreign")) <= 1
    assert desk.sessions_given() == 10


def test_a_full_disk_asks_once(desk, terminal):
    """Twenty who meet the same full disk do not ask one after the other."""
    desk.open_account()
    limit = "import resource, os, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY)); os.execv(sys.argv[1], sys.argv[1:])"
    desk.write_credentials("# " + "x" * 9000 + "\n")
    ignore = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    terminal.start(["/usr/bin/python3", "-c", ignore + limit, DAYPASS, "export", "work"], desk.env, 3)
    terminal.expect(QUESTION)
    terminal.type(desk.taro.code() + "\n")
    ended = terminal.wait()
    assert {each.status for each in ended} == {8}, ended
    assert desk.sessions_given() == 1
    assert desk.credentials.read_text() == "# " + "x" * 9000 + "\n"


def test_the_device_is_not_noted(desk):
    desk.open_account()
    desk.config.write_text(ACCOUNT.rpartition("x_daypass_mfa_serial")[0])
    done = desk.run("renew", "work", "--code-stdin", text="123456\n")
    assert done.returncode == 6
    assert "daypass add work" in done.stderr
    assert desk.aws.requests() == []


def test_a_terminated_asker_leaves_the_terminal_as_it_was(desk, terminal):
    desk.open_account()
    [asker] = terminal.start([DAYPASS, "renew", "work"], desk.env)
    terminal.expect(QUESTION)
    os.kill(asker, signal.SIGTERM)
    assert terminal.wait()[0].status == -signal.SIGTERM
    terminal.start(["stty", "-a"], desk.env)
    assert " echo " in terminal.wait()[0].stdout


def test_a_runtime_folder_of_somebody_else(desk):
    """As after `su`: the lock is in the cache folder."""
    desk.open_account()
    env = {"XDG_RUNTIME_DIR": "/nonexistent/run"}
    done = desk.run("renew", "work", "--code-stdin", text=desk.taro.code() + "\n", env=env)
    assert done.returncode == 0, done.stderr
    assert list((desk.session.home / ".cache/daypass").glob("*.lock"))
