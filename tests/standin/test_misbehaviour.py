# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What goes wrong on purpose, seen by a client."""

import http.client
import time
import xml.etree.ElementTree as ElementTree

import pytest
from raw_requests import signed
from standin import StandinError

ACTION = "GetCallerIdentity"


def ask(standin, action=ACTION, **parameters):
    return signed(standin, standin.taro, action, **parameters).send()


@pytest.mark.parametrize("kind, status, code", [
    ("throttling", 400, "Throttling"), ("internal-failure", 500, "InternalFailure"),
    ("service-unavailable", 503, "ServiceUnavailable"), ("opt-in-required", 403, "OptInRequired"),
    ("region-disabled", 403, "RegionDisabledException")])
def test_errors(standin, kind, status, code):
    standin.misbehave(kind, times=2)
    for _ in range(2):
        answer = ask(standin)
        assert (answer.status, answer.code) == (status, code)
    assert ask(standin).status == 200
    assert standin.count(ACTION, code) == 2


@pytest.mark.parametrize("kind, status, content_type", [
    ("html-200", 200, "text/html"), ("html-403", 403, "text/html"), ("html-407", 407, "text/html"),
    ("redirect", 302, "text/html"), ("empty", 200, "text/xml"), ("json", 200, "application/json"),
    ("wrong-type", 200, "text/html"), ("huge", 200, "text/xml")])
def test_strange_answers(standin, kind, status, content_type):
    standin.misbehave(kind)
    answer = ask(standin)
    assert (answer.status, answer.headers["Content-Type"]) == (status, content_type)
    if kind.startswith("html"):
        assert answer.body.startswith(b"<!DOCTYPE html>")
    if kind == "redirect":
        assert answer.headers["Location"] == "/elsewhere"
    assert (len(answer.body) == 0) == (kind in ("empty", "redirect"))
    assert (len(answer.body) > 2 * 1024 * 1024) == (kind == "huge")
    assert ask(standin).status == 200


def test_huge_answer_is_whole(standin):
    standin.misbehave("huge")
    assert ElementTree.fromstring(ask(standin).body).tag.endswith("GetCallerIdentityResponse")


@pytest.mark.parametrize("kind", ["cut-before", "cut-after"])
def test_cut(standin, kind):
    taro = standin.taro
    given = {"SerialNumber": taro.mfa_serial, "TokenCode": taro.code()}
    standin.misbehave(kind)
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        ask(standin, "GetSessionToken", **given)
    used = kind == "cut-after"
    assert ask(standin, "GetSessionToken", **given).status == (403 if used else 200)


def test_truncated(standin):
    standin.misbehave("truncated")
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(standin)
    assert 0 < len(caught.value.partial) < 1000


def test_slow_answer_arrives_whole(standin):
    standin.misbehave("slow", delay_ms=2)
    assert b"111122223333" in ask(standin).body


def test_delay(standin):
    standin.set(delay_ms=120)
    start = time.monotonic()
    ask(standin)
    assert time.monotonic() - start >= 0.12


def test_only_one_action(standin):
    standin.misbehave("throttling", times=None, action="GetSessionToken")
    assert ask(standin).status == 200
    assert ask(standin, "GetSessionToken").status == 400
    assert ask(standin, "GetSessionToken").status == 400
    standin.behave()
    assert ask(standin, "GetSessionToken").status == 200


def test_one_after_the_other(standin):
    for kind in ("throttling", "service-unavailable"):
        standin.misbehave(kind)
    assert [ask(standin).status for _ in range(3)] == [400, 503, 200]


def test_botocore_tries_again(standin, client):
    standin.misbehave("throttling")
    standin.misbehave("service-unavailable")
    client(standin.taro, retries=3).get_caller_identity()
    assert [entry["code"] for entry in standin.requests()] == [
        "Throttling", "ServiceUnavailable", "OK"]


def test_unknown_kind(standin):
    with pytest.raises(StandinError, match="“explode” is not one of"):
        standin.misbehave("explode")
