# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""exec where AWS or a person has to be asked first, and in a terminal."""

import json
import os
import re
import signal
import subprocess
import time

import pytest
from person import DAYPASS
from pseudo_terminal import PseudoTerminal

ADMIN = "arn:aws:iam::444455556666:role/admin"
HOUR = 3600


@pytest.fixture
def account(person):
    person.add()
    person.role()
    return person


@pytest.fixture
def ready(account):
    account.renew()
    return account


def refused(person, *arguments, status=125, **options):
    """Why the command was not started."""
    done = person.run("exec", *arguments, **options)
    assert (done.returncode, done.stdout) == (status, ""), done
    assert done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    return done.stderr[len("daypass: "):-len(".\n")]


def actions(person):
    return [request["action"] for request in person.aws.requests()]


def in_seconds(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def type_code(person, terminal):
    terminal.wait_for("MFA code")
    terminal.type(person.taro.code() + "\n")


# Renewed first

@pytest.mark.parametrize("profile", ["work", "prod"])
def test_the_code_and_then_the_command(account, profile):
    with account.terminal("exec", profile, "--", "sh", "-c", "echo as $AWS_PROFILE; exit 7") as terminal:
        type_code(account, terminal)
        terminal.wait_for("“work” has a session until ")
        terminal.wait_for(f"as {profile}")
        assert terminal.wait() == 7
        assert terminal.is_as_before()
    assert account.status()[0]["state"] == "active"


def test_the_result_is_the_commands_alone(account):
    with account.terminal("exec", "work", "--", "sh", "-c", "echo out; echo err >&2", pipes=True) as terminal:
        type_code(account, terminal)
        status, out, err = terminal.finish()
    assert (status, out) == (0, "out\n")
    assert re.fullmatch(r"daypass: “work” has a session until .*\.\nerr\n", err)


def test_standard_input_is_the_commands(account):
    """The code is typed at the terminal, not read from there."""
    with account.terminal("exec", "work", "--", "cat", pipes=True) as terminal:
        type_code(account, terminal)
        terminal.process.stdin.write("for the command\n")
        terminal.process.stdin.close()
        terminal.process.stdin = None
        status, out, _err = terminal.finish()
    assert (status, out) == (0, "for the command\n")


def test_min_renews_what_is_left(ready):
    old = ready.credentials.read_text()
    ready.expire(to=in_seconds(HOUR))
    assert ready.run("exec", "work", "--", "echo", "started").stdout == "started\n"
    with ready.terminal("exec", "--min", "2h", "work", "--", "echo", "started") as terminal:
        type_code(ready, terminal)
        terminal.wait_for("Commands that are already running keep the old one.")
        terminal.wait_for("started")
        assert terminal.wait() == 0
    assert ready.credentials.read_text() != old


def test_less_than_min_from_aws(account):
    account.aws.set(session_seconds=HOUR)
    with account.terminal("exec", "--min", "2h", "work", "--", "echo", "started") as terminal:
        type_code(account, terminal)
        terminal.wait_for("only, which is less than --min asks.")
        assert terminal.wait() == 125
    assert "started" not in terminal.screen


def test_a_code_of_the_mfa_process(account):
    account.config.write_text(account.config.read_text().replace(
        "manager = daypass", f"manager = daypass\nx_daypass_mfa_process = echo {account.taro.code()}"))
    done = account.run("exec", "--prompt", "none", "work", "--", "echo", "started")
    assert (done.returncode, done.stdout) == (0, "started\n")


def test_one_question_for_all(account):
    """make -j starts many at once."""
    script = 'for i in 1 2 3 4 5; do "$0" exec work -- echo started $i & done; wait'
    with PseudoTerminal(["sh", "-c", script, DAYPASS], account.env) as terminal:
        type_code(account, terminal)
        for number in range(1, 6):
            terminal.wait_until(lambda n=number: f"started {n}" in terminal.screen, f"number {number}")
        assert terminal.wait() == 0
    assert account.aws.count("GetSessionToken") == 1


# Not started

@pytest.mark.parametrize("keys", ["\n", "\x03", "\x04"])
def test_cancelled_is_125(account, keys):
    before = account.state()
    with account.terminal("exec", "work", "--", "echo", "started", pipes=True) as terminal:
        terminal.wait_for("MFA code")
        terminal.type(keys)
        status, out, err = terminal.finish()
        assert terminal.is_as_before()
    assert (status, out, err) == (125, "", "daypass: Cancelled; the command was not started.\n")
    assert account.state() == before


@pytest.mark.parametrize("arguments, env", [([], {}), (["--prompt", "none"], {}), ([], {"DAYPASS_PROMPT": "none"})])
def test_nobody_to_ask_is_125(account, arguments, env):
    assert refused(account, *arguments, "work", "--", "echo", "started", env=env).startswith("There is nobody to ask: ")
    assert account.aws.requests() == []


def test_a_locked_keyring_is_125(account):
    account.session.lock()
    with account.terminal("exec", "work", "--", "echo", "started") as terminal:
        terminal.wait_for("keyring")
        assert terminal.wait() == 125


def test_a_refusal_is_125(account):
    account.taro.set_key_status("Inactive")
    with account.terminal("exec", "work", "--", "echo", "started") as terminal:
        terminal.wait_for("AWS does not know the access key")
        assert terminal.wait() == 125


def test_no_network_is_125(account):
    with account.terminal("exec", "work", "--", "echo", "started", env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}) as terminal:
        terminal.wait_for("127.0.0.1")
        assert terminal.wait() == 125


def test_not_found_after_a_renewal_is_127(account):
    with account.terminal("exec", "work", "--", "no-such-command") as terminal:
        type_code(account, terminal)
        terminal.wait_for("The command “no-such-command” was not found.")
        assert terminal.wait() == 127


def test_not_executable_after_a_check_is_126(ready):
    assert refused(ready, "--account-id", "111122223333", "work", "--", "/etc", status=126).endswith("Permission denied")


# The account is checked first

@pytest.mark.parametrize("profile, account_id, calls", [
    ("work", "111122223333", ["GetCallerIdentity"]), ("prod", "444455556666", ["AssumeRole", "GetCallerIdentity"]),
])
def test_the_right_account(ready, profile, account_id, calls):
    done = ready.run("exec", "--account-id", account_id, profile, "--", "sh", "-c", "echo as $AWS_PROFILE")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"as {profile}\n", "")
    assert actions(ready) == calls


@pytest.mark.parametrize("profile, account_id, words", [
    ("work", "444455556666", "“work” reaches account 111122223333 (arn:aws:iam::111122223333:user/taro), and not 444455556666"),
    ("prod", "111122223333", "“prod” reaches account 444455556666 (arn:aws:sts::444455556666:assumed-role/admin/daypass), and not 111122223333"),
])
def test_the_wrong_account_is_125(ready, tmp_path, profile, account_id, words):
    assert refused(ready, "--account-id", account_id, profile, "--", "touch", str(tmp_path / "started")) == words
    assert not (tmp_path / "started").exists()


def test_a_role_that_is_not_given_is_125(ready):
    ready.taro.revoke_sessions()
    assert "A policy denies the role" in refused(ready, "--account-id", "444455556666", "prod", "--", "true")


def test_renewed_and_then_checked(account):
    with account.terminal("exec", "--account-id", "444455556666", "prod", "--", "echo", "started") as terminal:
        type_code(account, terminal)
        terminal.wait_for("started")
        assert terminal.wait() == 0
    assert actions(account)[-2:] == ["AssumeRole", "GetCallerIdentity"]


def test_cancelled_while_aws_is_asked(ready):
    ready.aws.misbehave("delay", delay_ms=20_000, action="AssumeRole")
    with ready.terminal("exec", "--account-id", "444455556666", "prod", "--", "echo", "started") as terminal:
        terminal.wait_until(lambda: "AssumeRole" in actions(ready), "the request")
        terminal.type("\x03")
        terminal.wait_for("Cancelled; the command was not started.")
        assert terminal.wait() == 125


# --env

def environment(done):
    assert done.returncode == 0, done.stderr
    return dict(entry.split("=", 1) for entry in done.stdout.split("\0")[:-1])


def test_env_of_a_role_assumes_it(ready):
    found = environment(ready.run("exec", "--env", "prod", "--", "env", "-0", env={"AWS_REGION": "", "AWS_PROFILE": "work"}))
    assert "AWS_PROFILE" not in found
    assert found["AWS_ACCESS_KEY_ID"].startswith("ASIA") and found["AWS_ACCESS_KEY_ID"] not in ready.credentials.read_text()
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == "ap-northeast-1"
    assert found["AWS_CREDENTIAL_EXPIRATION"] <= in_seconds(HOUR)
    assert actions(ready) == ["AssumeRole"]
    who = "import botocore.session as b, sys; print(b.get_session().create_client('sts', endpoint_url=sys.argv[1]).get_caller_identity()['Arn'])"
    done = ready.run("exec", "--env", "prod", "--", "/usr/bin/python3", "-c", who, ready.aws.url)
    assert done.stdout == "arn:aws:sts::444455556666:assumed-role/admin/daypass\n", done.stderr


def test_env_with_the_account_assumes_the_role_once(ready):
    done = ready.run("exec", "--env", "--account-id", "444455556666", "prod", "--", "true")
    assert done.returncode == 0 and actions(ready) == ["AssumeRole", "GetCallerIdentity"]


def test_env_of_a_roles_own_region(ready):
    ready.role("far", lines="region = us-east-2\n")
    assert environment(ready.run("exec", "--env", "far", "--", "env", "-0", env={"AWS_REGION": ""}))["AWS_REGION"] == "us-east-2"


def test_env_after_a_renewal_has_the_new_keys(account):
    with account.terminal("exec", "--env", "work", "--", "env", pipes=True) as terminal:
        type_code(account, terminal)
        _status, out, _err = terminal.finish()
    keys = json.loads(account.run("export", "work").stdout)
    assert f"AWS_SESSION_TOKEN={keys['SessionToken']}\n" in out and f"AWS_ACCESS_KEY_ID={keys['AccessKeyId']}\n" in out


def test_env_of_a_role_that_is_given_for_less_than_min(ready):
    words = refused(ready, "--env", "--min", "2h", "prod", "--", "true")
    assert re.fullmatch(r"The keys of the role “prod” last until .* only, which is less than --min asks\. "
                        "Its duration_seconds sets for how long they are given", words)
    ready.aws.role("long", "444455556666", ["111122223333"], max_session_seconds=2 * HOUR)
    ready.role("long", "long", lines="duration_seconds = 7200\n")
    assert ready.run("exec", "--env", "--min", "2h", "long", "--", "true").returncode == 0


# What is inherited is handed on, after keyring and network have been used

PROBE = """
import json, os, resource
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status") if ":\\t" in line)
print(json.dumps({
    "signals": [status[name].strip() for name in ("SigBlk", "SigIgn", "SigCgt")],
    "locked": status["VmLck"].split()[0],
    "dumpable": os.stat("/proc/self/mem").st_uid == os.getuid(),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "files": sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")),
    "environment": {name: value for name, value in os.environ.items() if name != "AWS_PROFILE"},
}))
"""


def probe(person, *before, **options):
    done = subprocess.run([*before, "/usr/bin/python3", "-SEc", PROBE], check=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True, start_new_session=True, **options)
    return json.loads(done.stdout)


@pytest.mark.parametrize("ignored, blocked", [([], []), ([signal.SIGPIPE, signal.SIGHUP], [signal.SIGUSR1, signal.SIGINT])])
def test_signals_limits_files_and_environment(account, ignored, blocked):
    reading, writing = os.pipe()
    account.config.write_text(account.config.read_text().replace(
        "manager = daypass", f"manager = daypass\nx_daypass_mfa_process = echo {account.taro.code()}"))

    def before():
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, (4096, 8192))
        for number in (signal.SIGPIPE, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    # The address sanitizer has a core limit of its own.
    env = account.env | {"SSLKEYLOGFILE": str(account.folder / "log"),
                         "ASAN_OPTIONS": account.env.get("ASAN_OPTIONS", "") + ":disable_coredump=0"}
    options = {"preexec_fn": before, "pass_fds": [reading, writing], "env": env}
    plain = probe(account, **options)
    assert plain["dumpable"] and reading in plain["files"] and plain["core"] == [4096, 8192]
    assert probe(account, DAYPASS, "exec", "--account-id", "444455556666", "prod", "--", **options) == plain
    assert actions(account) == ["GetSessionToken", "AssumeRole", "GetCallerIdentity"]
    os.close(reading)
    os.close(writing)


# In a terminal

READY = "trap 'echo got INT; exit 3' INT; echo ready; while :; do sleep 0.05; done"


@pytest.fixture(params=["from the files", "after a renewal", "after a check"])
def start(request, account):
    """Starts a command in a terminal, and sees to what comes before it."""
    if request.param != "after a renewal":
        account.renew()
    options = ["--account-id", "111122223333"] if request.param == "after a check" else []

    def run(terminal):
        if request.param == "after a renewal":
            type_code(account, terminal)
    return account, options, run


def test_ctrl_c_is_the_commands(start):
    person, options, run = start
    with person.terminal("exec", *options, "work", "--", "sh", "-c", READY) as terminal:
        run(terminal)
        terminal.wait_for("ready")
        terminal.type("\x03")
        terminal.wait_for("got INT")
        assert terminal.wait() == 3


def test_stopped_and_continued_by_the_shell(start):
    person, options, run = start
    script = f'"$daypass" exec {" ".join(options)} work -- sh -c "echo ready; read line; echo got \\$line; exit 5"'
    with person.shell(script + '; echo stopped $?; fg; echo ended $?') as terminal:
        run(terminal)
        terminal.wait_for("ready")
        terminal.type("\x1a")
        terminal.wait_for(f"stopped {128 + signal.SIGTSTP}")
        terminal.type("a line\n")
        terminal.wait_for("got a line")
        terminal.wait_for("ended 5")
        terminal.wait()


def test_the_size_of_the_window(start):
    person, options, run = start
    script = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done"
    with person.terminal("exec", *options, "work", "--", "sh", "-c", script) as terminal:
        run(terminal)
        terminal.wait_for("ready")
        terminal.resize(33, 111)
        terminal.wait_for("33 111")


def test_in_the_background_it_may_not_read(ready):
    """Job control is the terminal's and the shell's, as for any other command."""
    script = '"$daypass" exec work -- sh -c "echo ready; read line; echo got \\$line" & wait %1; jobs; fg; echo ended $?'
    with ready.shell(script) as terminal:
        terminal.wait_for("ready")
        terminal.wait_for("Stopped")
        terminal.type("a line\n")
        terminal.wait_for("got a line")
        terminal.wait_for("ended 0")


def test_a_kill_is_the_commands(start):
    person, options, run = start
    with person.terminal("exec", *options, "work", "--", "sh", "-c", "echo ready; exec sleep 60") as terminal:
        run(terminal)
        terminal.wait_for("ready")
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.wait() == -signal.SIGTERM


def test_the_terminal_is_the_commands_own(start):
    person, options, run = start
    with person.terminal("exec", *options, "work", "--", "sh", "-c", "echo tty $(tty) ready; cut -d' ' -f5,8 /proc/$$/stat") as terminal:
        run(terminal)
        terminal.wait_for(f"tty {os.ttyname(terminal.slave)} ready")
        assert terminal.wait() == 0
        group, foreground = terminal.screen.split()[-2:]
        assert group == foreground == str(terminal.process.pid)
