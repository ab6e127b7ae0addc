# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Starting, ending, and the control interface."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request

import clients
import pytest
from raw_requests import signed
from standin import PYTHON, RUN, Standin, StandinError


def spawn(*arguments, **options):
    process = subprocess.Popen([PYTHON, str(RUN), *arguments], stdout=subprocess.PIPE, text=True,
                               env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, **options)
    address = process.stdout.readline().removeprefix("listening on ").strip()
    assert process.stdout.readline().startswith("seed ")
    return process, address


def test_ends_on_sigterm():
    process, address = spawn(stdin=subprocess.DEVNULL)
    assert json.load(urllib.request.urlopen(f"{address}/_standin/state"))["delay_ms"] == 0
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    process.stdout.close()


def test_ends_with_its_standard_input_if_asked():
    process, _ = spawn("--until-stdin-closes", stdin=subprocess.PIPE)
    process.stdin.close()
    assert process.wait(10) == 0
    process.stdout.close()


def test_prints_nothing_but_its_address_and_seed():
    process, address = spawn(stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}/?Action=GetCallerIdentity&TokenCode=123456")
    process.terminate()
    assert process.stdout.read() == ""
    process.wait(10)
    process.stdout.close()


def test_config(tmp_path):
    config = tmp_path / "world.json"
    config.write_text(json.dumps([
        ["reset", {"world": "empty"}],
        ["user", {"user_name": "hanako", "account_id": "999988887777"}],
        ["access-key", {"account_id": "999988887777", "user_name": "hanako",
                        "access_key_id": "AKIAI44QH8DHBEXAMPLE", "secret_access_key": "s" * 40}],
        ["set", {"session_seconds": 60}]]))
    with Standin(config=config) as standin:
        user = standin.call("user", user_name="hanako", account_id="999988887777")
        assert user["access_keys"] == ["AKIAI44QH8DHBEXAMPLE"]
        assert signed(standin, standin.taro).send().code == "InvalidClientTokenId"
        assert standin.call("state")["session_seconds"] == 60


def test_tls(tmp_path):
    for _ in range(2):  # makes the certificates, then finds them
        with Standin(tls=str(tmp_path)) as standin:
            assert standin.url.startswith("https://127.0.0.1:")
            assert standin.count() == 0
            with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
                urllib.request.urlopen(standin.url)
            assert standin.count() == 0
            taro = standin.taro
            assert clients.client(standin, taro).get_caller_identity()["Account"] == taro.account_id


def test_journal_holds_no_secrets(standin, session_of):
    taro = standin.taro
    code = taro.code()
    signed(standin, taro, "GetSessionToken", SerialNumber=taro.mfa_serial, TokenCode=code).send()
    session = session_of(taro)
    signed(standin, session).send()
    [first, _, last] = standin.requests()
    assert first == {**first, "action": "GetSessionToken", "service": "sts", "status": 200,
                     "code": "OK", "region": "us-east-1", "access_key_id": taro.access_key_id,
                     "misbehaviour": None}
    assert last["access_key_id"] == session.access_key_id
    text = json.dumps(standin.requests())
    for secret in (code, taro.secret_access_key, session.session_token, session.secret_access_key):
        assert secret not in text


def test_counting_and_forgetting(standin):
    signed(standin, standin.taro).send()
    signed(standin, standin.taro, "GetSessionToken", DurationSeconds=1).send()
    assert (standin.count(), standin.count("GetCallerIdentity")) == (2, 1)
    assert standin.count("GetSessionToken", "ValidationError") == 1
    standin.reset()
    assert standin.count() == 0


def test_reset_of_the_world(standin):
    hanako = standin.user("hanako")
    standin.set(delay_ms=5, clock_offset=9000)
    standin.misbehave("throttling", times=None)
    standin.reset()
    assert signed(standin, hanako).send().status == 200
    standin.reset(world="default")
    assert signed(standin, hanako).send().code == "InvalidClientTokenId"
    assert signed(standin, standin.taro).send().status == 200


def test_codes(standin):
    taro = standin.taro
    assert 0 < taro.seconds_until_next_code() <= 30
    given = {"SerialNumber": taro.mfa_serial, "TokenCode": taro.code()}
    assert signed(standin, taro, "GetSessionToken", **given).send().status == 200
    assert signed(standin, taro, "GetSessionToken", **given).send().status == 403
    standin.call("forget-codes")
    assert signed(standin, taro, "GetSessionToken", **given).send().status == 200
    assert taro.code() != given["TokenCode"]


def test_codes_are_those_of_any_authenticator(standin):
    """RFC 6238, appendix B, cut to six digits."""
    seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    serial = standin.taro.add_device(name="rfc", seed=seed)
    for moment, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        standin.set(clock_offset=moment - 15 - time.time())  # of the same 30 seconds
        assert standin.call("code", serial_number=serial)["code"] == code


@pytest.mark.parametrize("name, arguments, message", [
    ("nothing", {}, "There is no call “nothing”"),
    ("-user", {"account_id": "1", "user_name": "a"}, "There is no call “-user”"),
    ("access-key", {"account_id": "1", "user_name": "a"}, "There is no user “a” in account 1"),
    ("code", {"serial_number": "x"}, "There is no device “x”"),
    ("set", {"speed": 1}, "There is no setting “speed”"),
    ("set", {"answer_style": "nice"}, "answer_style is one of "),
])
def test_control_errors(standin, name, arguments, message):
    with pytest.raises(StandinError, match=message):
        standin.call(name, **arguments)


def test_twenty_at_once(standin):
    """One code, twenty requests at the same moment: one session."""
    taro = standin.taro
    request = signed(standin, taro, "GetSessionToken", SerialNumber=taro.mfa_serial,
                     TokenCode=taro.code())
    threads = [threading.Thread(target=request.send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert standin.call("count", action="GetSessionToken")["codes"] == {
        "OK": 1, "AccessDenied": 19}
