# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""aws-vault's keys in a real gnome-keyring: found among its other items, and held like ours."""

import os
import subprocess

import pytest

from aws_vault import AwsVault
from private_session import PATIENCE, PrivateSession

CLIENT = os.environ["KEYRING_CLIENT"]
ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OTHER_ID = "AKIAI44QH8DHBEXAMPLE"
OTHER_SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"


def start(session, *arguments):
    return subprocess.Popen([CLIENT, *arguments], env=session.env, text=True, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(client):
    """The rows that were printed, or the word for the failure."""
    output, errors = client.communicate(timeout=PATIENCE)
    if client.returncode == 0:
        assert errors == ""
        return [line.split("\t")[:2] for line in output.splitlines()]
    return errors.partition(" ")[0]


def list_keys(session, *options):
    return finish(start(session, *options, "aws-vault"))


@pytest.fixture
def display():
    return False


@pytest.fixture
def session(tmp_path, display):
    with PrivateSession(tmp_path, display=display) as private:
        yield private


@pytest.fixture
def vault(session):
    vault = AwsVault(session)
    vault.add("work", ID, SECRET)
    return vault


def test_no_collection_is_no_failure(session):
    assert list_keys(session) == []


def test_keys_among_other_items(vault):
    vault.add_session("work", "arn:aws:iam::111122223333:mfa/phone")
    vault.add("other", OTHER_ID, OTHER_SECRET)
    vault.add("borrowed", OTHER_ID, OTHER_SECRET, session_token="AQoXdzELDDY")
    vault.add("temporary", "ASIAIOSFODNN7EXAMPLE", OTHER_SECRET)
    vault.add("empty", OTHER_ID, "")
    assert list_keys(vault.session) == [["other", OTHER_ID], ["work", ID]]


# The base64 is of {"AccessKeyID":"AKIAI44QH8DHBEXAMPLE","SecretAccessKey":"x"}.
DATA = "eyJBY2Nlc3NLZXlJRCI6IkFLSUFJNDRRSDhESEJFWEFNUExFIiwiU2VjcmV0QWNjZXNzS2V5IjoieCJ9"


@pytest.mark.parametrize("form", [
    '{"Data":"%s"}', '{"Key":"a \\" b","Data":"%s"}', ' { "Label" : "Data" , "Data" : "%s" } ', '{"x":{"Data":"e30="},"Data":"%s"}',
    '{"x":["Data",{}],"Data":"%s"}', '{"Key":"\\\\","Data":"%s"}',
])
def test_any_json_of_that_meaning_is_read(vault, form):
    vault.store_text("odd", form % DATA)
    assert list_keys(vault.session) == [["odd", OTHER_ID], ["work", ID]]


@pytest.mark.parametrize("text", [
    "", "{}", "[]", '"Data"', "{\\", '{"Data"', '{"Data":', '{"Data":1}', '{"Data":"', '{"Data":"e30="}', '{"Data":"\\u0065"}',
    '{"x":{"Data":"%s"}}' % DATA, '["Data":"%s"' % DATA[:9], '{"Data":"%s"}' % DATA[:20], DATA, OTHER_ID,
])
def test_what_is_no_key_is_passed_over(vault, text):
    vault.store_text("odd", text)
    assert list_keys(vault.session) == [["work", ID]]


def test_one_copy_of_the_secret_in_locked_memory(vault):
    output = start(vault.session, "aws-vault-memory").communicate(timeout=PATIENCE)[0]
    assert output == "copies while held: 1, locked: 1, copies after: 0\n"


def test_locked_and_quiet(vault):
    vault.session.lock(vault.collection)
    assert list_keys(vault.session) == "LOCKED"


@pytest.mark.parametrize("display", [True])
def test_prompt_on_a_display(vault):
    vault.session.lock(vault.collection)
    dismissed = start(vault.session, "--prompt", "aws-vault")
    vault.session.dismiss_prompt()
    assert finish(dismissed) == "DISMISSED"
    unlocked = start(vault.session, "--prompt", "aws-vault")
    vault.session.unlock_by_prompt(vault.collection)
    assert finish(unlocked) == [["work", ID]]
