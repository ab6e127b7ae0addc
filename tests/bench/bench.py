# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Times Daypass beside the least that the same work costs; see README.md."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import other_tools
from files import ACCESS_KEY_ID, ENDS_AT, REGION, TOKEN, Files, session
from measure import Failed, Subject, compare, run_in_turn
from private_session import PrivateSession
from standin import Standin

PROGRAMS = Path(os.environ["BENCH_PROGRAMS"])
DAYPASS = Path(os.environ["DAYPASS_BUILD_ROOT"]) / "src/cli/daypass"
REPORT = PROGRAMS / "bench.json"

ANSWER_ROUNDS = 200
RENEW_ROUNDS = 30
EDIT_ROUNDS = {1: 15, 100: 15, 10_000: 15}
# So many that the start of the program, which is no part of an edit, does not count.
EDITS_PER_RUN = {1: 100, 100: 100, 10_000: 10}
DELAY_MS = 100


def measure(title, subjects, rounds):
    """Times and prints a group of the table; the first subject is the floor."""
    run_in_turn(subjects, rounds)
    print(f"\n{title:66}{'ms':>9}{'÷ floor':>9}  {'goal':9}{'CPU ms':>8}{'÷ floor':>9}{'runs':>6}")
    rows = []
    for subject in subjects:
        if subject.failure:
            print(f"  {subject.name:64} could not be timed: {subject.failure}")
            continue
        rows.append(row := compare(subject, subjects[0]))
        goal = f"≤ {row['goal']:g}" if row["goal"] else ""
        if row["goal"] and row["ratio"] > row["goal"]:
            goal += " over"
        print(f"  {row['name']:64}{row['milliseconds']:9.2f}{row['ratio']:9.2f}  {goal:9}"
              f"{row['cpu_milliseconds']:8.2f}{row['cpu_ratio']:9.2f}{row['runs']:6}", flush=True)
    return {"title": title, "rows": rows}


def time_answers(folder):
    """What a valid session's answer costs: no keyring, no network."""
    files = Files(folder / "answers", profiles=10)
    secret, token = session(files.number)

    def has_token(output):
        assert token.encode() in output, "no token"

    def is_session(output):
        answer = json.loads(output)
        keys = [answer[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]
        assert keys == [ACCESS_KEY_ID, secret, token], "other keys"

    def has_names(output):
        assert all(name.encode() in output for name in files.names), "an account is missing"

    def is_active(output):
        states = {account["profile"]: account["state"] for account in json.loads(output)["accounts"]}
        assert states == dict.fromkeys(files.names, "active"), "other accounts or states"

    def daypass(check, *arguments):
        return Subject(" ".join(("daypass", *arguments)), lambda: [DAYPASS, *arguments], files.env, check, goal=2)
    return measure("A valid session, 10 accounts in the files", [
        Subject("floor: read the file, print a section",
                lambda: [PROGRAMS / "read-floor", files.credentials, files.profile], files.env, has_token),
        daypass(is_session, "export", files.profile),
        daypass(is_session, "export", files.profile, "--lease"),
        daypass(has_names, "status"),
        daypass(is_active, "status", "--json"),
        *other_tools.answering(files, is_session),
    ], ANSWER_ROUNDS)


def time_exec(folder):
    """What a command waits for that is started with a valid session."""
    files = Files(folder / "exec", profiles=10)
    role = "role-of-the-middle"
    with open(files.config, "a", encoding="utf-8") as config:
        config.write(f"\n[profile {role}]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = {files.profile}\n")

    def is_nothing(output):
        assert output == b"", "an output"

    def daypass(*arguments):
        return Subject(f"daypass exec {' '.join(arguments)} -- true", lambda: [DAYPASS, "exec", *arguments, "--", "true"],
                       files.env, is_nothing, goal=2)
    return measure("A command with a valid session, 10 accounts in the files", [
        Subject("floor: read the file, become true",
                lambda: [PROGRAMS / "exec-floor", files.credentials, files.profile, "true"], files.env, is_nothing),
        daypass(files.profile),
        daypass(role),
        daypass("--env", files.profile),
    ], ANSWER_ROUNDS)


def time_renewal(folder):
    """Code in, session in the file, with a real keyring and a network that takes its time."""
    with tempfile.TemporaryDirectory() as private, PrivateSession(private) as desktop, \
            Standin(seed=1, answer_style="aws") as aws:
        files = Files(folder / "renewal", profiles=10)
        env = desktop.env | files.env | {"HOME": desktop.env["HOME"], "AWS_ENDPOINT_URL": aws.url}
        user = aws.taro
        subprocess.run([DAYPASS, "add", "work", "--access-key-id", user.access_key_id, "--secret-stdin",
                        "--mfa-serial", user.mfa_serial, "--region", REGION], env=env, check=True,
                       input=f"{user.secret_access_key}\n".encode(), stderr=subprocess.DEVNULL)
        aws.call("set", delay_ms=DELAY_MS)
        return time_renewals(files, env, aws, user)


def time_renewals(files, env, aws, user):
    copy = files.copy("copy")
    sections = [""]

    def code():
        aws.call("forget-requests")
        return user.code()

    def body():
        serial = user.mfa_serial.replace(":", "%3A").replace("/", "%2F")
        return ("Action=GetSessionToken&Version=2011-06-15&DurationSeconds=28800"
                f"&SerialNumber={serial}&TokenCode={code()}").encode()

    def one_request(_output):
        actions = [request["action"] for request in aws.requests()]
        assert actions == ["GetSessionToken"], f"requests: {actions}"

    def is_written(output):
        one_request(output)
        sections.append(files.credentials.read_text().partition("[work]")[2])
        assert "= ASIA" in sections[-1] and sections[-1] != sections[-2], "no new session"
        copy.write_bytes(files.credentials.read_bytes())

    return measure(f"Code to session, {DELAY_MS} ms per request", [
        Subject("floor: libsecret look-up, libcurl POST, write, fsync, rename",
                lambda: [PROGRAMS / "renew-floor", aws.url, "work", user.access_key_id, copy], env, one_request,
                text=body),
        Subject("daypass renew --code-stdin", lambda: [DAYPASS, "renew", "work", "--code-stdin"], env, is_written,
                text=lambda: f"{code()}\n".encode(), goal=1.1),
        *other_tools.renewing(aws.url, user, code, env),
    ], RENEW_ROUNDS)


def time_edit(folder, profiles):
    """One profile's session is replaced, all else stays."""
    files = Files(folder / f"edit-{profiles}", profiles, bystanders=True)
    times = EDITS_PER_RUN[profiles]

    def replace(name, *options):
        copy = files.copy(f"copy{len(options)}")
        bytes_before = copy.read_bytes()

        def is_same(_output):
            assert copy.read_bytes() == bytes_before, "other bytes"
        return Subject(name, lambda: [PROGRAMS / "replace-floor", *options, copy, times], files.env, is_same,
                       times=times)

    def edit():
        first = files.number + 1
        files.renew(times)
        return [PROGRAMS / "edit-session", files.credentials, files.profile, ENDS_AT, TOKEN, first, times]

    def is_edited(_output):
        assert files.credentials.read_text() == files.text(), "other bytes"
    size = files.credentials.stat().st_size
    group = measure(f"One of {profiles:,} profiles, {size:,} bytes", [
        replace("floor: copy, fsync, rename"),
        replace("the same, then fsync of the folder", "--sync-folder"),
        Subject("dp_file_editor_edit of a session", edit, files.env, is_edited, times=times, goal=1.5),
        *other_tools.editing(files),
    ], EDIT_ROUNDS[profiles])
    nanoseconds = next(row["milliseconds"] for row in group["rows"] if row["goal"]) * 1e6 / size
    print(f"  {'':64}{nanoseconds:9.1f} ns per byte")
    return group | {"bytes": size, "nanoseconds_per_byte": nanoseconds}


def main():
    if os.geteuid() == 0:
        raise Failed("The benchmark runs as an ordinary user")
    # In the build folder: /tmp may be memory, where fsync costs nothing.
    with tempfile.TemporaryDirectory(dir=PROGRAMS) as name:
        folder = Path(name)
        groups = [time_answers(folder), time_exec(folder), time_renewal(folder)]
        groups += [time_edit(folder, profiles) for profiles in EDIT_ROUNDS]
    REPORT.write_text(json.dumps({"version": 1, "load": os.getloadavg()[0], "groups": groups}, indent=2) + "\n")
    print(f"\nThe same as JSON: {REPORT}")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        sys.exit(f"bench: {failure}")
