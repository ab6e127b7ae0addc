# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Times Daypass beside the least that the same work costs; see README.md."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import Failed, Subject, compare, run_in_turn
from private_session import PrivateSession
from standin import Standin

PROGRAMS = Path(os.environ["BENCH_PROGRAMS"])
DAYPASS = Path(os.environ["DAYPASS_BUILD_ROOT"]) / "src/cli/daypass"
REPORT = PROGRAMS / "bench.json"

ANSWER_ROUNDS, RENEW_ROUNDS, PEER_ROUNDS = 200, 20, 5
EDIT_ROUNDS = {1: 60, 100: 60, 10000: 30}
DELAY_MS = 100
REGION = "ap-northeast-1"
ENDS_AT = int(time.time()) // 3600 * 3600 + 8 * 3600
KEYS = ("AccessKeyId", "SecretAccessKey", "SessionToken")


class Files:
    """The two shared files with as many accounts, each with a session."""

    def __init__(self, folder, profiles):
        self.names = [f"account-{number:05}" for number in range(profiles)]
        self.profile = self.names[profiles // 2]
        folder.mkdir()
        self.config, self.credentials = folder / "config", folder / "credentials"
        self.config.write_text("\n".join(
            f"[profile {name}]\nregion = {REGION}\nmanager = daypass\nx_daypass_account_id = 111122223333\n"
            f"x_daypass_mfa_serial = arn:aws:iam::111122223333:mfa/phone\n" for name in self.names))
        self.sections = {name: self.section(name, number) for number, name in enumerate(self.names)}
        self.write()
        self.env = {"HOME": str(folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC",
                    "AWS_CONFIG_FILE": str(self.config), "AWS_SHARED_CREDENTIALS_FILE": str(self.credentials)}

    @staticmethod
    def session(number):
        """The secret and the token, different for each number."""
        return f"{number:08}/K7MDENG/bPxRfiCYEXAMPLEKEY", f"{number:08}" + "EXAMPLETOKEN/" * 28

    def section(self, name, number):
        secret, token = self.session(number)
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(ENDS_AT))
        return (f"# {name}: made for the benchmark\n[{name}]\naws_access_key_id = ASIAIOSFODNN7EXAMPLE\n"
                f"aws_secret_access_key = {secret}\naws_session_token = {token}\n"
                f"x_security_token_expires = {expires}\nmanager = daypass\n")

    def text(self):
        return "\n".join(self.sections.values())

    def write(self):
        self.credentials.write_text(self.text())
        self.credentials.chmod(0o600)


def is_answer(files):
    """A check: the keys of the middle profile, in credential_process's form."""
    secret, token = files.session(files.names.index(files.profile))

    def check(output):
        answer = json.loads(output)
        assert [answer[key] for key in KEYS] == ["ASIAIOSFODNN7EXAMPLE", secret, token], "other keys"
    return check


def contains(*parts):
    def check(output):
        for part in parts:
            assert part.encode() in output, f"no {part}"
    return check


def aws_cli(*arguments):
    """The command of a peer; nothing when it is not there."""
    return [["/usr/bin/aws", *arguments]] if Path("/usr/bin/aws").exists() else []


def time_answers(folder):
    """What a valid session's answer costs: no keyring, no network."""
    files = Files(folder / "answers", profiles=10)
    profile, (_secret, token) = files.profile, files.session(files.names.index(files.profile))
    floor = Subject("floor: read the file, print one section", lambda: [PROGRAMS / "read-floor", files.credentials, profile],
                    files.env, contains(token))
    ours = [
        Subject(f"daypass {' '.join(arguments)}", lambda arguments=arguments: [DAYPASS, *arguments], files.env, check, goal=2)
        for arguments, check in (
            (["export", profile], is_answer(files)),
            (["export", profile, "--lease"], is_answer(files)),
            (["status"], contains(*files.names)),
            (["status", "--json"], lambda output: is_active(output, files.names)))]
    peers = [
        Subject("aws configure export-credentials", lambda: command, files.env, is_answer(files), peer=True, rounds=PEER_ROUNDS)
        for command in aws_cli("configure", "export-credentials", "--profile", profile)]
    return measure("A valid session, 10 accounts in the files", [floor, *ours, *peers], ANSWER_ROUNDS)


def is_active(output, names):
    accounts = json.loads(output)["accounts"]
    assert [(account["profile"], account["state"]) for account in accounts] == [(name, "active") for name in names]


def time_renewal(folder):
    """Code in, session in the file, with a keyring and a network that takes its time."""
    with tempfile.TemporaryDirectory() as private, Standin(seed=1, answer_style="aws") as aws, \
            PrivateSession(private) as session:
        files = Files(folder / "renewal", profiles=10)
        env = files.env | session.env | {"AWS_ENDPOINT_URL": aws.url, "AWS_EC2_METADATA_DISABLED": "true",
                                         "AWS_CONFIG_FILE": files.env["AWS_CONFIG_FILE"]}
        taro = aws.taro
        subprocess.run([DAYPASS, "add", "work", "--access-key-id", taro.access_key_id, "--secret-stdin",
                        "--mfa-serial", taro.mfa_serial, "--region", REGION], env=env, check=True,
                       input=f"{taro.secret_access_key}\n".encode(), stderr=subprocess.DEVNULL)
        aws.call("set", delay_ms=DELAY_MS)
        copy = folder / "renewal/copy"
        shutil.copy(files.credentials, copy)

        def one_more():
            known = getattr(one_more, "count", aws.count("GetSessionToken") - 1)
            one_more.count = aws.count("GetSessionToken")
            assert one_more.count == known + 1, f"{one_more.count - known} requests"
        return renewal_rows(files, copy, env, aws, taro, one_more)


def renewal_rows(files, copy, env, aws, taro, one_more):
    def body():
        return (f"Action=GetSessionToken&Version=2011-06-15&DurationSeconds=28800"
                f"&SerialNumber={taro.mfa_serial.replace(':', '%3A').replace('/', '%2F')}&TokenCode={taro.code()}").encode()

    def is_written(_output):
        one_more()
        text = files.credentials.read_text()
        section = text[text.index("[work]"):]
        assert "ASIA" in section and section != getattr(is_written, "last", None), "no new session"
        is_written.last = section
        shutil.copy(files.credentials, copy)

    floor = Subject("floor: look up, POST, replace",
                    lambda: [PROGRAMS / "renew-floor", aws.url, "work", taro.access_key_id, copy], env,
                    lambda _output: one_more(), text=body)
    ours = Subject("daypass renew --code-stdin", lambda: [DAYPASS, "renew", "work", "--code-stdin"], env,
                   is_written, text=lambda: f"{taro.code()}\n".encode(), goal=1.1)
    plain = env | {"AWS_ACCESS_KEY_ID": taro.access_key_id, "AWS_SECRET_ACCESS_KEY": taro.secret_access_key}

    def is_given(output):
        one_more()
        assert "SessionToken" in json.loads(output)["Credentials"]
    peers = [
        Subject("aws sts get-session-token (no keyring, writes nothing)", lambda: [*command, taro.code()], plain, is_given,
                peer=True, rounds=PEER_ROUNDS)
        for command in aws_cli("sts", "get-session-token", "--endpoint-url", aws.url, "--region", REGION,
                               "--serial-number", taro.mfa_serial, "--token-code")]
    return measure(f"Code to session, {DELAY_MS} ms per request", [floor, ours, *peers], RENEW_ROUNDS)


def time_edit(folder, profiles):
    """One profile's session is replaced, all else stays."""
    files = Files(folder / f"edit-{profiles}", profiles)
    counter = iter(range(10_000_000, 20_000_000))
    copy = files.credentials.with_name("copy")
    shutil.copy(files.credentials, copy)

    def edit():
        number = next(counter)
        files.sections[files.profile] = files.section(files.profile, number)
        return [PROGRAMS / "edit-session", files.credentials, files.profile, *files.session(number), ENDS_AT]

    def is_edited(_output):
        assert files.credentials.read_text() == files.text(), "other bytes"

    def set_value():
        return next(iter(aws_cli("configure", "set", "region", f"{REGION}-{next(counter)}", "--profile", files.profile)))
    floor = Subject("floor: copy, fsync, rename", lambda: [PROGRAMS / "replace-floor", copy], files.env,
                    lambda _output: copy.stat())
    ours = Subject("one edit", edit, files.env, is_edited, goal=1.5)
    peers = [Subject("aws configure set (one value, in place, no fsync)", set_value, files.env, lambda _output: None,
                     peer=True, rounds=PEER_ROUNDS)
             for _command in aws_cli()]
    size = files.credentials.stat().st_size
    group = measure(f"One of {profiles:,} profiles, {size:,} bytes", [floor, ours, *peers], EDIT_ROUNDS[profiles])
    return group | {"bytes": size}


def measure(title, subjects, rounds):
    """Times and prints a group of the table."""
    run_in_turn(subjects, rounds)
    print(f"\n{title:58}{'ms':>9}{'÷ floor':>9}{'goal':>7}{'CPU ms':>9}{'÷ floor':>9}{'runs':>6}")
    rows = []
    for subject in subjects:
        if subject.failure:
            print(f"  {subject.name:56} could not be timed: {subject.failure}")
            continue
        rows.append(row := compare(subject, subjects[0]))
        goal = f"≤ {row['goal']:g}" if row["goal"] else ""
        print(f"  {row['name']:56}{row['milliseconds']:9.2f}{row['ratio']:9.2f}{goal:>7}"
              f"{row['cpu_milliseconds']:9.2f}{row['cpu_ratio']:9.2f}{row['runs']:6}", flush=True)
    return {"title": title, "rows": rows}


def main():
    if os.geteuid() == 0:
        raise Failed("The benchmark runs as an ordinary user")
    with tempfile.TemporaryDirectory(dir=PROGRAMS) as folder:
        folder = Path(folder)
        groups = [time_answers(folder), time_renewal(folder)]
        edits = [time_edit(folder, profiles) for profiles in EDIT_ROUNDS]
    per_byte = [group["rows"][1]["milliseconds"] * 1e6 / group["bytes"] for group in edits]
    print("\nOne edit, ns per byte: " + ", ".join(f"{ns:.1f} at {profiles:,}" for profiles, ns in zip(EDIT_ROUNDS, per_byte)))
    REPORT.write_text(json.dumps({"version": 1, "load": os.getloadavg()[0], "groups": groups + edits}, indent=2))
    print(f"The same as JSON: {REPORT}")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench: {failure}")
