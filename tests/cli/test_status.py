# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass status” from prepared files."""

import json
import re

import pytest
from home import moment

HOUR = 3600


def rows(done):
    answer = json.loads(done.stdout)
    assert list(answer) == ["version", "accounts"] and answer["version"] == 1
    return answer["accounts"]


def test_json_of_an_active_session(home):
    home.account(seconds=5400)
    done = home.run("status", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    [row] = rows(done)
    left = row.pop("seconds_left")
    assert 5350 < left <= 5400
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row.pop("expires_at"))
    assert row == {"profile": "work", "account_id": "111122223333", "state": "active", "region": "ap-northeast-1",
                   "mfa_serial": "arn:aws:iam::111122223333:mfa/phone", "credentials_file": str(home.credentials)}


def test_json_of_what_is_not_known_is_null(home):
    home.config.write_text("[profile work]\nmanager = daypass\n")
    [row] = rows(home.run("status", "--json"))
    assert row == {"profile": "work", "account_id": None, "state": "none", "expires_at": None, "seconds_left": None,
                   "region": None, "mfa_serial": None, "credentials_file": str(home.credentials)}


def test_json_of_no_accounts_is_an_empty_list(home):
    done = home.run("status", "--json")
    assert done.returncode == 0 and json.loads(done.stdout) == {"version": 1, "accounts": []}


@pytest.mark.parametrize("seconds, length, state, left", [
    (None, 28800, "none", None),
    (28800, 28800, "active", 28800),
    (960, 28800, "active", 960),
    (895, 28800, "ending", 895),
    (60, 28800, "ending", 60),
    (0, 28800, "expired", 0),
    (-9999, 28800, "expired", 0),
    (960, 3600, "active", 960),
    (895, 3600, "ending", 895),
    (500, 1800, "active", 500),
    (445, 1800, "ending", 445),
    (280, 900, "active", 280),
    (220, 900, "ending", 220),
])
def test_states(home, seconds, length, state, left):
    home.account(seconds=seconds, config=f"x_daypass_duration_seconds = {length}\n")
    [row] = rows(home.run("status", "--json"))
    assert row["state"] == state
    assert row["seconds_left"] == left or left - 50 < row["seconds_left"] <= left


@pytest.mark.parametrize("arguments, env, expected", [
    # Without PROFILE and --min: all accounts, whatever AWS_PROFILE says.
    ([], {}, 0), ([], {"AWS_PROFILE": "none"}, 0), ([], {"AWS_PROFILE": "nobody"}, 0),
    (["active"], {}, 0), (["ending"], {}, 0), (["expired"], {}, 3), (["none"], {}, 3),
    (["active", "ending"], {}, 0), (["active", "none"], {}, 3),
    (["active", "--min", "59m"], {}, 0), (["active", "--min", "2h"], {}, 3), (["active", "--min", "0"], {}, 0),
    (["expired", "--min", "0"], {}, 3), (["ending", "active", "--min", "20m"], {}, 3),
    (["--min", "30m"], {"AWS_PROFILE": "active"}, 0), (["--min", "30m"], {"AWS_PROFILE": "ending"}, 3),
    (["--min", "30m"], {}, 2), (["--min", "30m"], {"AWS_PROFILE": "nobody"}, 2),
    (["active", "--min", "8h1m"], {}, 2), (["active", "--min", "8h"], {}, 3), (["active", "--min", "x"], {}, 2),
    (["nobody"], {}, 2), (["active", "nobody"], {}, 2), (["other"], {}, 2), ([""], {}, 2),
    (["role"], {}, 0), (["role", "--min", "2h"], {}, 3), ([], {"AWS_PROFILE": "role"}, 0),
])
@pytest.mark.parametrize("as_json", [False, True])
def test_exit_status(home, arguments, env, expected, as_json):
    home.account("active", HOUR)
    home.account("ending", 600)
    home.account("expired", -1)
    home.account("none")
    home.config.write_text(home.config.read_text() + "[profile other]\nregion = eu-west-1\n"
                           "[profile role]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = active\n")
    done = home.run("status", *arguments, *(["--json"] if as_json else []), env=env)
    assert done.returncode == expected, done.stderr
    assert (done.stdout == "") == (expected == 2)
    assert (done.stderr == "") == (expected != 2)


def test_a_role_shows_its_source_account(home):
    home.account(seconds=HOUR)
    home.config.write_text(home.config.read_text() + "[profile role]\nrole_arn = r\nsource_profile = work\n")
    assert [row["profile"] for row in rows(home.run("status", "role", "--json"))] == ["work"]


def test_the_order_is_that_of_the_operands_or_of_the_file(home):
    for name in ("c", "a", "b"):
        home.account(name)
    assert [row["profile"] for row in rows(home.run("status", "--json"))] == ["c", "a", "b"]
    assert [row["profile"] for row in rows(home.run("status", "b", "c", "--json"))] == ["b", "c"]


def test_text_for_people(home):
    home.account("work", 5430)
    home.account("a-long-name", -86400 * 3)
    home.account("none")
    done = home.run("status", env={"TZ": "UTC"})
    first, second, third = done.stdout.splitlines()
    assert re.fullmatch(r"work         111122223333  until .*\d\d:\d\d \(1 h 30 min left\)", first)
    assert re.fullmatch(r"a-long-name  111122223333  expired at [A-Z][a-z]{2} \d{1,2}, \d\d:\d\d", second)
    assert third == "none         111122223333  no session"


def test_no_account_is_said_on_stderr(home):
    done = home.run("status")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("daypass: There is no account yet.")


@pytest.mark.parametrize("end", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59-23:59"])
def test_ends_far_away_are_no_crash(home, end):
    home.account(seconds=1)
    text = home.credentials.read_text()
    home.credentials.write_text(re.sub(r"(expires = ).*", rf"\g<1>{end}", text))
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        assert home.run("status", env={"TZ": zone}).returncode == 0
    [row] = rows(home.run("status", "--json"))
    assert row["seconds_left"] >= 0


@pytest.mark.parametrize("lines", [
    "manager = awsume\n", "", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n", "x_security_token_expires = tomorrow\n",
])
def test_what_is_not_our_session_is_none(home, lines):
    home.account(seconds=None)
    section = {"aws_access_key_id": "ASIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "s", "aws_session_token": "t",
               "x_security_token_expires": moment(HOUR), "manager": "daypass"}
    if lines:
        name, value = lines.strip().split(" = ")
        section[name] = value
    else:
        del section["manager"]
    home.credentials.write_text("[work]\n" + "".join(f"{name} = {value}\n" for name, value in section.items()))
    [row] = rows(home.run("status", "--json"))
    assert row["state"] == "none" and row["expires_at"] is None


def test_odd_names_are_written_as_json(home):
    home.config.write_bytes('[profile "a \\"b\\" ü"]\nmanager = daypass\n[profile l\xe4tin]\nmanager = daypass\n'.encode("latin-1"))
    done = home.run("status", "--json")
    assert done.returncode == 0 and len(rows(done)) == 2
