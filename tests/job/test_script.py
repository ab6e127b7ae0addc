# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""renew and export as scripts and SDKs call them: without a terminal."""

import json
import os
import re
import signal
import subprocess
import time

import pytest
from person import DAYPASS
from private_session import PATIENCE
from prompters import SilentPrompter


@pytest.fixture
def account(person):
    person.add()
    return person


def keys(person):
    return json.loads(person.run("export").stdout)["AccessKeyId"]


def test_a_code_on_standard_input_is_one_request_in_all(account):
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("daypass: “work” has a session until ")
    assert [request["action"] for request in account.aws.requests()] == ["GetSessionToken"]


@pytest.mark.parametrize("line", ["{} \r\n", "{}", "{}\n{}\n"])
def test_one_line_is_read(account, line):
    assert account.run("renew", "--code-stdin", stdin=line.format(account.taro.code(), "000000")).returncode == 0


def test_what_follows_the_line_is_left_for_others(account):
    script = '"$0" renew --code-stdin 2>&- && cat'
    done = subprocess.run(["sh", "-c", script, DAYPASS], env=account.env, text=True, capture_output=True, check=False,
                          start_new_session=True, input=account.taro.code() + "\nthe rest\n")
    assert done.stdout == "the rest\n"


@pytest.mark.parametrize("prompt", ["auto", "window", "terminal", "none"])
def test_a_code_on_standard_input_needs_nobody(account, prompt):
    done = account.run("renew", "--code-stdin", "--prompt", prompt, stdin=account.taro.code() + "\n")
    assert done.returncode == 0


def test_a_refused_code_has_one_try(account):
    before = account.state()
    code = account.taro.wrong_code(seconds_until_next=10)
    done = account.run("renew", "--code-stdin", stdin=code + "\n" + account.taro.code() + "\n")
    assert done.returncode == 6 and code not in done.stderr
    assert account.aws.count("GetSessionToken") == 1
    assert account.state() == before
    seconds = re.search(r"next one \(in (\d+) s\)\.\n", done.stderr)
    assert seconds and 1 <= int(seconds[1]) <= 30


@pytest.mark.parametrize("text", ["", "\n", "12345\n", "abcdef\n"])
def test_a_line_that_is_no_code_never_reaches_aws(account, text):
    done = account.run("renew", "--code-stdin", stdin=text)
    assert done.returncode == 2
    assert account.aws.requests() == [] and (text.strip() == "" or text.strip() not in done.stderr)


def test_closed_standard_input_is_no_line(account):
    done = subprocess.run(["sh", "-c", '"$0" renew --code-stdin <&-', DAYPASS], env=account.env, check=False,
                          text=True, capture_output=True, start_new_session=True)
    assert done.returncode == 2 and account.aws.requests() == []


@pytest.mark.parametrize("arguments, env, reason", [
    ([], {}, "no terminal"),
    (["--prompt", "none"], {}, "“none”"),
    ([], {"DAYPASS_PROMPT": "none"}, "“none”"),
    (["--prompt", "terminal"], {"DAYPASS_PROMPT": "none"}, "no terminal"),
    (["--prompt", "window"], {}, "no display for a window"),
    ([], {"DAYPASS_PROMPT": "window", "DISPLAY": ":99"}, "no window can be opened"),
    ([], {"DAYPASS_PROMPT": ""}, "no terminal"),
    ([], {"DISPLAY": ":99"}, "no terminal"),
])
@pytest.mark.parametrize("command", ["renew", "export"])
def test_nobody_to_ask(account, command, arguments, env, reason):
    account.session.lock()
    done = account.run(command, *arguments, env=env)
    assert (done.returncode, done.stdout) == (3, "")
    assert reason in done.stderr and done.stderr.startswith("daypass: ") and done.stderr.count("\n") == 1
    assert account.aws.requests() == [] and account.session.is_locked()


@pytest.mark.parametrize("arguments, env", [
    (["--prompt", "maybe"], {}), (["--prompt", ""], {}), ([], {"DAYPASS_PROMPT": "maybe"}), ([], {"DAYPASS_PROMPT": "None"}),
])
@pytest.mark.parametrize("command", ["renew", "export", "import"])
def test_a_bad_prompt_is_wrong_usage(account, command, arguments, env):
    account.renew()
    done = account.run(command, *arguments, env=env)
    assert (done.returncode, done.stdout) == (2, "")


def test_the_option_beats_the_variable(account):
    done = account.run("renew", "--code-stdin", "--prompt", "none", stdin=account.taro.code() + "\n",
                       env={"DAYPASS_PROMPT": "maybe"})
    assert done.returncode == 0


@pytest.mark.parametrize("minimum, asks", [("0", False), ("59m", False), ("3000", False), ("3601", True), ("1h30m", True)])
def test_with_a_minimum_aws_is_asked_only_if_less_is_left(account, minimum, asks):
    account.aws.set(session_seconds=3600)
    account.renew()
    account.aws.set(session_seconds=None)
    done = account.run("renew", "--min", minimum, "--code-stdin", stdin=account.taro.code() + "\n")
    assert done.returncode == 0, done.stderr
    assert account.aws.count("GetSessionToken") == (1 if asks else 0)


def test_an_expired_session_is_less_than_any_minimum(account):
    account.renew()
    account.expire()
    assert account.run("renew", "--min", "0", "--code-stdin", stdin=account.taro.code() + "\n").returncode == 0
    assert account.aws.count("GetSessionToken") == 1


def test_without_a_minimum_aws_is_always_asked(account):
    account.renew()
    first = keys(account)
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n")
    assert done.returncode == 0 and keys(account) != first
    assert "Commands that are already running keep the old one" in done.stderr


@pytest.mark.parametrize("arguments, env", [(["prod"], {}), ([], {"AWS_PROFILE": "prod"})])
def test_a_role_renews_its_source_account(account, arguments, env):
    account.config.write_text(account.config.read_text() + "\n[profile prod]\n"
                              "role_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n")
    done = account.run("renew", *arguments, "--code-stdin", stdin=account.taro.code() + "\n", env=env)
    assert done.returncode == 0 and "“work” has a session" in done.stderr
    assert account.run("export", *arguments, env=env).returncode == 2


def test_less_than_the_minimum_and_nobody_to_ask(account):
    account.aws.set(session_seconds=3600)
    account.renew()
    assert account.run("renew", "--min", "2h").returncode == 3
    assert account.run("renew", "--min", "30m").returncode == 0
    assert account.aws.requests() == []


@pytest.mark.parametrize("minimum", ["8h1m", "28801", "x", "-1", "1.5h", ""])
def test_a_minimum_that_cannot_be(account, minimum):
    done = account.run("renew", f"--min={minimum}", "--code-stdin", stdin=account.taro.code() + "\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert account.aws.requests() == []


def test_the_longest_minimum_is_met_by_a_new_session(account):
    assert account.run("renew", "--min", "8h", "--code-stdin", stdin=account.taro.code() + "\n").returncode == 0


def test_a_session_shorter_than_the_minimum_is_no_success(account):
    account.aws.set(session_seconds=900)
    done = account.run("renew", "--min", "1h", "--code-stdin", stdin=account.taro.code() + "\n")
    assert done.returncode == 1 and "less than --min asks" in done.stderr


def test_an_expired_session_is_renewed_by_the_profiles_own_source_of_codes(account):
    code = account.session.home / "code"
    account.config.write_text(account.config.read_text() + f"x_daypass_mfa_process = cat {code}\n")
    account.renew()
    account.expire()
    code.write_text(account.taro.code())
    done = account.run("export", "--prompt", "none")
    assert done.returncode == 0 and json.loads(done.stdout)["Version"] == 1
    assert account.aws.count("GetSessionToken") == 1


def test_the_source_of_codes_sees_no_secret(account):
    seen = account.session.home / "seen"
    script = f"(env; cat /proc/*/cmdline; cat) > {seen} 2>/dev/null; false"
    account.config.write_text(account.config.read_text() + f"x_daypass_mfa_process = {script}\n")
    done = account.run("renew", stdin="typed\n")
    assert done.returncode == 3
    found = seen.read_bytes().decode(errors="replace")
    assert "HOME=" in found
    assert account.taro.secret_access_key not in found and "typed" not in found


def test_a_locked_keyring_stays_locked(account):
    account.session.lock()
    done = account.run("renew", "--code-stdin", "--prompt", "none", stdin=account.taro.code() + "\n",
                       env={"DISPLAY": ":99"})
    assert done.returncode == 5 and account.session.is_locked()
    assert account.aws.requests() == []


@pytest.mark.parametrize("arguments, env", [
    (["--prompt", "none"], {"DISPLAY": ":99"}), ([], {"DISPLAY": ":99", "SSH_CONNECTION": "here"}), ([], {}), ([], {"DISPLAY": ""}),
])
def test_no_dialog_of_the_keyring_where_nobody_would_see_it(account, arguments, env):
    account.session.lock()
    prompter = SilentPrompter(account.session)
    done = account.run("renew", "--code-stdin", *arguments, stdin=account.taro.code() + "\n", env=env)
    assert done.returncode == 5 and prompter.count_calls() == 0


def test_the_dialog_of_the_keyring_can_be_left(account):
    account.session.lock()
    prompter = SilentPrompter(account.session)
    renewal = subprocess.Popen([DAYPASS, "renew", "--code-stdin"], env=account.env | {"DISPLAY": ":99"}, text=True,
                               stdin=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    prompter.wait_for_call("BeginPrompting")
    renewal.send_signal(signal.SIGINT)
    _out, err = renewal.communicate(timeout=PATIENCE)
    assert renewal.returncode == 4 and err == "daypass: Cancelled; nothing was changed.\n"
    assert account.session.is_locked()


@pytest.mark.parametrize("name, expected", [
    ("throttling", 7), ("service-unavailable", 7), ("html-200", 7), ("html-407", 7), ("empty", 7), ("opt-in-required", 6),
])
def test_what_aws_and_proxies_answer(account, name, expected):
    before = account.state()
    account.aws.misbehave(name, times=None, action="GetSessionToken")
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n")
    assert done.returncode == expected and done.stdout == ""
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n")
    assert account.state() == before


def test_offline(account):
    done = account.run("renew", "--code-stdin", stdin=account.taro.code() + "\n",
                       env={"AWS_ENDPOINT_URL": "http://127.0.0.1:1"})
    assert done.returncode == 7


@pytest.mark.parametrize("damage", [
    lambda person: person.credentials.write_text("[work]\na = b\n[work]\na = b\n"),
    lambda person: person.credentials.write_text("junk\n"),
    lambda person: person.credentials.write_text("[work]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n"),
    lambda person: person.credentials.write_text("[work]\nmanager = awsume\n"),
    lambda person: person.credentials.mkdir(),
    lambda person: (person.credentials.write_text(""), person.credentials.chmod(0)),
    lambda person: person.folder.chmod(0o500),
    lambda person: person.config.chmod(0),
    lambda person: person.config.write_text(person.config.read_text() + "role_arn = arn:aws:iam::444455556666:role/admin\n"),
], ids=["duplicate", "junk", "foreign", "of another tool", "folder", "unreadable", "read-only", "config unreadable", "role"])
@pytest.mark.parametrize("command", ["renew", "export"])
def test_files_that_are_in_the_way(account, damage, command):
    damage(account)
    before = read_all(account)
    with account.terminal(command, "work", pipes=True) as terminal:
        status, out, err = terminal.finish()
    assert (status, out) == (8, "")
    assert err.startswith("daypass: ") and err.count("\n") == 1
    assert terminal.screen == ""
    account.folder.chmod(0o700)
    assert read_all(account) == before and account.aws.requests() == []


def read_all(person):
    result = {}
    for path in person.folder.iterdir():
        if path.is_file():
            mode = path.stat().st_mode
            path.chmod(0o600)
            result[path.name] = path.read_bytes()
            path.chmod(mode)
    return result


@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"])
def test_a_result_that_cannot_be_written_is_a_failure(account, redirection):
    with account.shell(f'"$daypass" export {redirection}', stderr=subprocess.PIPE) as terminal:
        terminal.wait_for("MFA code")
        terminal.type(account.taro.code() + "\n")
        assert terminal.wait() == 1
        assert "daypass: The result could not be written: " in terminal.process.stderr.read()
    # Nor did it go into a file that took the place of the closed stream.
    assert keys(account) in account.credentials.read_text()
    assert "SessionToken" not in account.credentials.read_text()


@pytest.mark.parametrize("arguments, variable, command", [
    (["renew"], "", "daypass renew"), (["renew", "work"], "", "daypass renew work"), (["export"], "work", "daypass renew work"),
    (["export", "work"], "prod", "daypass renew work"), (["exec", "prod", "--", "true"], "work", "daypass renew prod"),
    (["revoke", "work", "--yes"], "", "daypass renew work"),
])
def test_who_asks_nobody_says_which_command_to_run(account, arguments, variable, command):
    """With a second account, the command without a profile would not do."""
    account.role()
    done = account.run(*arguments, env={"AWS_PROFILE": variable})
    assert done.returncode == (125 if arguments[0] == "exec" else 3)
    assert done.stderr.endswith(f" Run “{command}” in a terminal, or hand the code over with “{command} --code-stdin”.\n")


@pytest.mark.parametrize("arguments", [["exec", "prod", "--", "true"], ["exec", "--min", "2h", "work", "--", "true"],
                                       ["renew", "--min", "1h"]])
def test_who_asks_nobody_says_that_a_session_is_too_short(account, arguments):
    account.role()
    account.renew()
    account.expire(to=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 600)))
    done = account.run(*arguments)
    assert done.returncode == (125 if arguments[0] == "exec" else 3)
    assert "only" not in account.run("renew").stderr
    assert re.search(r"There is nobody to ask: [^.]+\. “work” has a session until \d\d:\d\d only\. Run “daypass renew", done.stderr)


def run_without_reader(person, command, **options):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([DAYPASS, command], env=person.env, stdout=writer, stderr=subprocess.PIPE, text=True,
                          start_new_session=True, check=False, **options)
    os.close(writer)
    return done.returncode, done.stderr


@pytest.mark.parametrize("command", ["status", "check", "doctor"])
def test_a_reader_that_went_away_ends_every_command_alike(account, command):
    """“daypass doctor | head -1” is no failure to tell of; who ignores the signal is told."""
    account.renew()
    assert run_without_reader(account, command) == (-signal.SIGPIPE, "")
    told = run_without_reader(account, command, preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
    assert told == (1, "daypass: The result could not be written: Broken pipe.\n")


@pytest.mark.parametrize("command", ["status", "check", "export"])
def test_what_glib_is_told_to_log_is_not_in_the_result(account, command):
    account.renew()
    result = account.run(command, "--format=process" if command == "export" else "--json", env={"G_MESSAGES_DEBUG": "all"})
    assert result.returncode == 0 and json.loads(result.stdout)


def test_secrets_are_in_no_argument_and_no_environment(account):
    """strace shows every program that was started, with its arguments and environment."""
    log = account.session.home / "strace"
    code = account.taro.code()
    done = subprocess.run(["strace", "-f", "-v", "-s", "65536", "-e", "trace=execve", "-o", log, DAYPASS, "renew", "--code-stdin"],
                          env=account.env | {"ASAN_OPTIONS": "detect_leaks=0"}, input=code + "\n", text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    written = log.read_text()
    assert "daypass-job" in written
    secrets = [code, account.taro.secret_access_key, *json.loads(account.run("export").stdout).values()]
    for secret in secrets:
        assert isinstance(secret, int) or secret not in written + done.stderr


def test_cancelled_while_waiting_for_anothers_question(account):
    with account.terminal("renew", pipes=True) as asker:
        asker.wait_for("MFA code")
        waiter = subprocess.Popen([DAYPASS, "renew"], env=account.env, text=True,
                                  stderr=subprocess.PIPE, start_new_session=True)
        assert waiter.stderr.readline() == "daypass: Waiting for the code that another process asks for.\n"
        waiter.send_signal(signal.SIGINT)
        assert waiter.wait(PATIENCE) == 4
        assert waiter.stderr.read() == "daypass: Cancelled; nothing was changed.\n"
        waiter.stderr.close()
        asker.type("\n")
        assert asker.finish()[0] == 4
