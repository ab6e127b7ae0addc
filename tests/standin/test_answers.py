# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Answers differ in all that may differ, and the same seed gives the same."""

import xml.etree.ElementTree as ElementTree

import pytest
from raw_requests import local, signed
from standin import Standin

ACTION = "GetSessionToken"


@pytest.fixture(scope="module")
def running():
    """Always the same seed: what is by chance must not make a test fail by chance."""
    with Standin(seed=20261124) as standin:
        yield standin


def answers(standin, count=40, who=None, action=ACTION, headers=()):
    who = who or standin.taro
    return [signed(standin, who, action, headers=headers).send() for _ in range(count)]


def test_success_varies(standin):
    bodies = [answer.body for answer in answers(standin)]
    trees = [ElementTree.fromstring(body) for body in bodies]
    orders = {tuple(local(child) for element in tree.iter() if local(element) == "Credentials"
                    for child in element) for tree in trees}
    assert len(orders) > 10
    for body_has in (b"<?xml", b"\n  <", b"&#x2", b"&#4", b"xmlns='", b"FutureField"):
        assert 0 < sum(body_has in body for body in bodies) < len(bodies), body_has


def test_tokens_are_long_and_awkward(standin):
    trees = [ElementTree.fromstring(answer.body) for answer in answers(standin)]
    tokens = {element.text for tree in trees for element in tree.iter()
              if local(element) == "SessionToken"}
    assert len(tokens) == len(trees)
    assert all("+/" in token and token.endswith("=") for token in tokens)
    lengths = {len(token) for token in tokens}
    assert len(lengths) > 3 and min(lengths) > 300 and max(lengths) == 4096


def test_both_shapes_of_errors(standin):
    stranger = standin.user()
    stranger.secret_access_key = "wrong"
    bodies = [answer.body for answer in answers(standin, who=stranger)]
    assert 0 < sum(b"<Errors>" in body for body in bodies) < len(bodies)


@pytest.mark.parametrize("header", [
    ("amz-sdk-invocation-id", "7f6f"), ("User-Agent", "APN/1.0 HashiCorp/1.0 aws-sdk-go/1.38.41")])
def test_stock_sdks_get_the_documented_shape(standin, header):
    stranger = standin.user()
    stranger.secret_access_key = "wrong"
    found = answers(standin, who=stranger, headers=[header])
    assert {answer.code for answer in found} == {"SignatureDoesNotMatch"}
    assert not any(b"<Errors>" in answer.body for answer in found)


def test_style_can_be_fixed(standin):
    standin.set(answer_style="aws")
    bodies = [answer.body for answer in answers(standin, count=10)]
    assert all(body.startswith(b'<GetSessionTokenResponse xmlns="https://sts.amazonaws.com/doc/'
                               b'2011-06-15/"><GetSessionTokenResult><Credentials><AccessKeyId>')
               for body in bodies)
    standin.set(answer_style="nested")
    assert b"<Errors>" in answers(standin, count=1, action="Nothing")[0].body


def test_same_seed_same_answers():
    bodies = []
    for seed in (7, 7, 8):
        with Standin(seed=seed, clock_offset=0) as standin:
            assert standin.seed == seed
            bodies.append([len(answer.body) for answer in answers(standin, count=5)])
    assert bodies[0] == bodies[1] != bodies[2]
