# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""exec where the files alone can answer: no keyring, no network, no bus."""

import json
import os
import pwd
import re
import signal
import subprocess

import pytest
from home import DAYPASS, moment

KEYS = {"AWS_ACCESS_KEY_ID": "ASIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEXAMPLETOKEN=="}
BEAT_A_PROFILE = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN",
                  "AWS_CREDENTIAL_EXPIRATION", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN", "AWS_WEB_IDENTITY_TOKEN_FILE",
                  "AWS_ROLE_SESSION_NAME"]


@pytest.fixture
def account(home):
    home.account(seconds=5400)
    home.role()
    return home


def environment(home, *arguments, profile="work", env=None):
    """What a command finds in its environment."""
    done = home.run("exec", *arguments, profile, "--", "env", "-0", env=env)
    assert (done.returncode, done.stderr) == (0, "")
    return dict(entry.split("=", 1) for entry in done.stdout.split("\0")[:-1])


def refused(home, *arguments, status=125, **options):
    """What is said when the command is not started."""
    done = home.run("exec", *arguments, **options)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith("daypass: ") and done.stderr.endswith(".\n") and done.stderr.count("\n") == 1
    return done.stderr[len("daypass: "):-len(".\n")]


# The environment

@pytest.mark.parametrize("profile", ["work", "prod"])
def test_the_profile_and_nothing_that_beats_it(account, profile):
    stale = dict.fromkeys(BEAT_A_PROFILE, "stale") | {"AWS_PROFILE": "other"}
    assert environment(account, profile=profile, env=stale) == account.env | {"AWS_PROFILE": profile}


def test_everything_else_stays(account):
    kept = {"AWS_REGION": "eu-west-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_SDK_LOAD_CONFIG": "1", "AWS_PAGER": "",
            "SSLKEYLOGFILE": "/tmp/log", "TF_VAR_x": "a=b\n c", "DAYPASS_PROMPT": "none"}
    assert environment(account, env=kept) == account.env | kept | {"AWS_PROFILE": "work"}


@pytest.mark.parametrize("value, handed_on", [
    ("~/.aws/{}", "{home}/.aws/{}"), ("{home}/.aws/{}", "{home}/.aws/{}"), (".aws/{}", ".aws/{}"), ("", ""),
])
def test_a_tilde_is_handed_on_expanded(account, value, handed_on):
    """Go reads it literally."""
    variables = {"AWS_CONFIG_FILE": "config", "AWS_SHARED_CREDENTIALS_FILE": "credentials"}
    env = {name: value.format(file, home=account.path) for name, file in variables.items()}
    done = account.run("exec", "work", "--", "env", env=env, cwd=account.path)
    lines = done.stdout.splitlines()
    for name, file in variables.items():
        assert f"{name}={handed_on.format(file, home=account.path)}" in lines


def test_the_tilde_of_a_name_too(account):
    """As boto3 reads it; in Terraform it would be a folder called “~name” in the one it runs in."""
    entry = pwd.getpwuid(os.getuid())
    folder = os.path.relpath(account.config.parent, entry.pw_dir)
    done = account.run("exec", "work", "--", "printenv", "AWS_CONFIG_FILE",
                       env={"AWS_CONFIG_FILE": f"~{entry.pw_name}/{folder}/config"}, cwd=account.path)
    assert done.stdout == f"{entry.pw_dir}/{folder}/config\n"


def test_env_has_the_keys_and_no_profile(account):
    stale = dict.fromkeys(BEAT_A_PROFILE, "stale") | {"AWS_PROFILE": "other"}
    found = environment(account, "--env", env=stale)
    end = found.pop("AWS_CREDENTIAL_EXPIRATION")
    assert end == re.search("x_security_token_expires = (.*)", account.credentials.read_text())[1]
    assert found == account.env | KEYS | {"AWS_REGION": "ap-northeast-1", "AWS_DEFAULT_REGION": "ap-northeast-1"}


@pytest.mark.parametrize("before, after", [
    ({"AWS_REGION": "eu-west-1"}, ("eu-west-1", "eu-west-1")),
    ({"AWS_DEFAULT_REGION": "eu-west-1"}, ("eu-west-1", "eu-west-1")),
    ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"}, ("eu-west-1", "us-east-1")),
    ({"AWS_REGION": "", "AWS_DEFAULT_REGION": ""}, ("ap-northeast-1", "ap-northeast-1")),
])
def test_env_sets_the_region_where_there_is_none(account, before, after):
    found = environment(account, "--env", env=before)
    assert (found["AWS_REGION"], found["AWS_DEFAULT_REGION"]) == after


def test_env_without_a_region_anywhere(home):
    home.account(seconds=5400)
    home.config.write_text(home.config.read_text().replace("region = ap-northeast-1\n", ""))
    assert not {"AWS_REGION", "AWS_DEFAULT_REGION"} & set(environment(home, "--env"))


LIVE = """[profile work-live]
credential_process = /usr/bin/daypass export work --format process --lease
region = ap-northeast-1
"""


def test_a_live_profile_stands_for_its_account(account):
    """The command's SDK fetches the next session by itself; with --env there is no SDK to do it."""
    account.config.write_text(account.config.read_text() + LIVE)
    account.role("through", source="work-live")
    for profile in ("work-live", "through"):
        assert environment(account, profile=profile) == account.env | {"AWS_PROFILE": profile}
    found = environment(account, "--env", profile="work-live")
    assert {name: found[name] for name in KEYS} == KEYS and "AWS_PROFILE" not in found


# The command

def test_its_words_are_its_own(account):
    words = ["--", "--help", "", "a b", "$HOME", "*", "\n", "-x", "--min"]
    done = account.run("exec", "work", "--", "python3", "-c", "import json, sys; print(json.dumps(sys.argv[1:]))", *words)
    assert json.loads(done.stdout) == words


def test_it_takes_our_place(account):
    done = account.shell('"$0" exec work -- sh -c \'echo $$ $PPID\' & echo $! $$ >&2; wait')
    assert done.stdout.split() == done.stderr.split()


@pytest.mark.parametrize("status", [0, 1, 2, 9, 125, 255])
def test_the_status_is_its_own(account, status):
    assert account.run("exec", "work", "--", "sh", "-c", f"exit {status}").returncode == status


def test_it_dies_by_its_own_signal(account):
    assert account.run("exec", "work", "--", "sh", "-c", "kill -TERM $$").returncode == -signal.SIGTERM


def test_streams_are_its_own(account):
    done = account.run("exec", "work", "--", "sh", "-c", "cat; echo error >&2", input="input\0")
    assert (done.stdout, done.stderr) == ("input\0", "error\n")


def test_it_is_found_by_the_path(account):
    script = account.path / "tool"
    script.write_text("echo no magic line: $1\n")
    script.chmod(0o755)
    done = account.run("exec", "work", "--", "tool", "x", env={"PATH": f"{account.path}:/usr/bin:/bin"})
    assert done.stdout == "no magic line: x\n"


def test_not_found_is_127(account):
    assert refused(account, "work", "--", "no-such-command", status=127) == "The command “no-such-command” was not found"
    assert refused(account, "work", "--", "./gone/x", status=127) == "The command “./gone/x” was not found"
    assert refused(account, "work", "--", "", status=127) == "The command “” was not found"


def test_not_executable_is_126(account):
    assert refused(account, "work", "--", str(account.config), status=126) == (
        f"The command “{account.config}” could not be started: Permission denied")
    assert refused(account, "work", "--", "/etc", status=126).startswith("The command “/etc” could not be started: ")


# What is inherited is handed on

PROBE = r"""
import json, os, resource, signal, sys
status = dict(line.split(":\t", 1) for line in open("/proc/self/status") if ":\t" in line)
print(json.dumps({
    "signals": [status[name].strip() for name in ("SigBlk", "SigIgn", "SigCgt")],
    "locked": status["VmLck"].split()[0],
    "dumpable": os.stat("/proc/self/mem").st_uid == os.getuid(),
    "core": resource.getrlimit(resource.RLIMIT_CORE),
    "files": sorted(int(name) for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")),
    "umask": os.umask(0), "cwd": os.getcwd(),
}))
"""


def probe(home, *before, **options):
    # The address sanitizer has a core limit of its own.
    env = home.env | {"ASAN_OPTIONS": home.env.get("ASAN_OPTIONS", "") + ":disable_coredump=0"}
    return json.loads(subprocess.run([*before, "/usr/bin/python3", "-SEc", PROBE], env=env, check=True,
                                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **options).stdout)


@pytest.mark.parametrize("core", [(0, 0), (4096, 8192), (0, 8192)])
@pytest.mark.parametrize("ignored, blocked", [([], []), ([signal.SIGPIPE, signal.SIGHUP], [signal.SIGUSR1, signal.SIGINT])])
def test_signals_limits_and_files(account, core, ignored, blocked):
    reading, writing = os.pipe()

    def before():
        import resource
        resource.setrlimit(resource.RLIMIT_CORE, core)
        os.umask(0o027)
        for number in (signal.SIGPIPE, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    options = {"preexec_fn": before, "cwd": "/", "pass_fds": [reading, writing]}
    plain = probe(account, **options)
    assert plain["dumpable"] and reading in plain["files"] and plain["core"] == list(core)
    assert probe(account, DAYPASS, "exec", "work", "--", **options) == plain
    os.close(reading)
    os.close(writing)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- 2>&-"])
def test_closed_streams_stay_closed(account, closed):
    script = "import os; os.write({}, ' '.join(sorted(os.listdir('/proc/self/fd'))[:3]).encode())"
    stream = 2 if ">&-" in closed.split() else 1
    command = f'/usr/bin/python3 -SEc "{script.format(stream)}" {closed}'
    done, plain = account.shell(f'"$0" exec work -- {command}'), account.shell(command)
    assert done.stdout + done.stderr == plain.stdout + plain.stderr != ""


# When it is not started

@pytest.mark.parametrize("arguments, words", [
    ([], "“daypass exec” needs “--” before the command: daypass exec work -- terraform plan"),
    (["work", "true"], "“daypass exec” needs “--” before the command: daypass exec work -- terraform plan"),
    (["work", "--"], "The command that “daypass exec” is to start is missing after “--”"),
    (["--", "true"], "“daypass exec” needs the name of a profile"),
    (["work", "prod", "--", "true"], "“daypass exec” takes one profile, and “prod” is one too many"),
    (["nobody", "--", "true"], "“nobody” is not an account of Daypass. The accounts are: work"),
    (["--min", "soon", "work", "--", "true"], "“soon” is not a length of time for --min: write 90m, 2h, 1h30m or plain seconds"),
    (["--min", "9h", "work", "--", "true"], "Sessions of “work” last 8 h, so that none can ever have as much left as --min asks"),
    (["--account-id", "1111-2222-3333", "work", "--", "true"], "“1111-2222-3333” is not the id of an AWS account, which has twelve digits"),
    (["--prompt", "maybe", "work", "--", "true"], "“maybe” is not a value of --prompt, which takes one of: auto, window, terminal, none"),
])
def test_wrong_usage_is_125(account, arguments, words):
    assert refused(account, *arguments, env={"AWS_PROFILE": "work"}) == words


def test_an_unknown_option_is_125(account):
    assert "--no" in refused(account, "--no", "work", "--", "true")


def test_a_bad_prompt_variable_is_125(account):
    assert "$DAYPASS_PROMPT" in refused(account, "work", "--", "true", env={"DAYPASS_PROMPT": "maybe"})


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_that_cannot_be_read_is_125(account, name):
    path = account.config.parent / name
    path.chmod(0)
    words = refused(account, "work", "--", "true")
    path.chmod(0o600)
    assert str(path) in words


@pytest.mark.parametrize("line, reason", [
    ("role_arn = arn:x", "makes it a role’s"), ("sso_session = x", "IAM Identity Center"), ("credential_process = x", "credential_process"),
])
def test_lines_that_beat_the_session_are_125(home, line, reason):
    """The command would have used something else than the session."""
    home.account(seconds=5400, config=line + "\n")
    assert reason in refused(home, "work", "--", "true")


@pytest.mark.parametrize("profile", ["work", "prod"])
def test_a_flatpak_has_no_commands_to_start(account, tmp_path, profile):
    """strace lets all be there that is asked for by access(), and so the file that tells a Flatpak."""
    done = account.run("exec", profile, "--", "/bin/true", env={"ASAN_OPTIONS": "detect_leaks=0"},
                       before=["strace", "-qq", "-o", str(tmp_path / "calls"), "-e", "inject=/access.*:retval=0"])
    assert (done.returncode, done.stdout) == (125, "")
    assert done.stderr == ("daypass: The commands of the system cannot be started out of a Flatpak. “flatpak run --command=daypass "
                           "io.github.daypass.Daypass export work --format env” prints the session for your shell to eval.\n")


def test_help_is_not_the_commands(account):
    done = account.run("exec", "--help")
    assert done.returncode == 0 and done.stdout.startswith("Usage:\n  daypass exec [OPTION…] PROFILE -- COMMAND…\n")


# Whether anybody has to be asked

@pytest.mark.parametrize("arguments, seconds, duration, starts", [
    ([], 960, None, True), ([], 890, None, False),
    ([], 280, 900, True), ([], 220, 900, False),
    (["--min", "2h"], 7260, None, True), (["--min", "2h"], 7190, None, False),
    (["--min", "5m"], 360, None, True), (["--min", "5m"], 290, None, False),
    (["--min", "0"], 60, None, True), (["--min", "0"], -1, None, False), ([], None, None, False),
])
@pytest.mark.parametrize("profile", ["work", "prod"])
def test_how_much_has_to_be_left(home, arguments, seconds, duration, starts, profile):
    home.account(config=f"x_daypass_duration_seconds = {duration}\n" if duration else "")
    home.role()
    if seconds is not None:
        home.account("other", seconds=seconds)
        home.credentials.write_text(home.credentials.read_text().replace("[other]", "[work]"))
    if starts:
        assert home.run("exec", *arguments, profile, "--", "echo", "started").stdout == "started\n"
    else:
        assert "There is nobody to ask: " in refused(home, *arguments, profile, "--", "echo", "started")


@pytest.mark.parametrize("arguments", [["work"], ["prod"], ["--env", "work"]])
def test_a_valid_session_is_answered_from_the_files(account, tmp_path, arguments):
    """No socket, no other program of ours, no thread."""
    log = tmp_path / "calls"
    done = account.trace(log, "execve,socket,connect,clone,clone3,fork,vfork", "exec", *arguments, "--", "/bin/true")
    calls = [line.split()[1].split("(")[0] for line in log.read_text().splitlines() if "(" in line]
    assert done.returncode == 0 and calls == ["execve", "execve"], log.read_text()


def test_the_moment_of_the_expiration(home):
    home.account(seconds=5400)
    end = moment(7200)
    home.credentials.write_text(re.sub("expires = .*", f"expires = {end}", home.credentials.read_text()))
    assert environment(home, "--env")["AWS_CREDENTIAL_EXPIRATION"] == end
