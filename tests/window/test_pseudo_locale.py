# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Everything that can be read is translated, and finds its place from right to left, too."""

import subprocess

import pytest
from aws_mfa import write_aws_mfa
from aws_vault import AwsVault
from gi.repository import Atspi

import peers
import pseudo_locale
from private_session import wait_for
from pseudo_locale import BUILD
from screen import WINDOW, WINDOW_CLASS

LANGUAGE = "en@pseudo"
RIGHT_TO_LEFT = "ar"
TRAY = BUILD / "src/tray/daypass-tray"
SHOWING = {"frame", "label", "push button", "toggle button", "check box", "text", "password text", "entry", "combo box", "alert",
           "list", "list item", "progress bar", "heading", "link"}
# What people and AWS named, and what is GTK's own to translate.
DATA = {"work", "old", "Daypass", "AKIAI44QH8DHBEXAMPLE", "AKIAIOSFODNN7EXAMPLE", "AKIA", "aws-mfa", "phone", "None", "Show Text"}


@pytest.fixture(scope="module", name="root")
def stage_translated_programs(tmp_path_factory):
    root = tmp_path_factory.mktemp("staged")
    pseudo_locale.translate(root, LANGUAGE)
    pseudo_locale.translate(root, RIGHT_TO_LEFT)
    return root


@pytest.fixture(name="start")
def make_starter(screen, root):
    program = pseudo_locale.stage(root, WINDOW)

    def start(*arguments, language=LANGUAGE, **variables):
        screen.start(*arguments, program=program, LANGUAGE=language, **variables)
        screen.session.focus_window(WINDOW_CLASS)
        screen.reads("⟦")
    return start


def forgotten(screen):
    """What is shown and no translator has seen."""
    texts = {text for role, one in wait_for(screen.look, "the page") if role in SHOWING
             for text in (one.get_name(), one.get_description())}
    return {text for text in texts if pseudo_locale.leftovers(text, DATA)}


def test_first_day(screen, start):
    screen.forget_account()
    start()
    assert forgotten(screen) == set()
    screen.click("Add áán Accééss Kééy")
    screen.find("password text")
    assert forgotten(screen) == set()


def test_profile_that_lacks_its_key(screen, start):
    screen.forget_account()
    screen.config.write_text("[profile work]\nregion = eu-west-1\nmfa_serial = arn:aws:iam::111122223333:mfa/phone\n")
    start()
    screen.find("push button", "Add théé ááccééss kééy óóf “work”")
    assert forgotten(screen) == set()
    screen.click("“work”")
    screen.find("password text")
    assert forgotten(screen) == set()


def test_keys_of_other_tools(screen, start):
    vault = AwsVault(screen.session)
    vault.add("old", "AKIAI44QH8DHBEXAMPLE", "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
    screen.write_credentials("")
    write_aws_mfa(screen.credentials, "old", screen.taro)
    start()
    screen.click("Móóvéé Kééys")
    screen.click("Lóóóók")
    screen.find("push button", "fróóm ááws-vááult")
    assert forgotten(screen) == set()
    screen.close_windows()
    screen.session.delete_collection(vault.collection)


def test_keys_in_plain_text(screen, start):
    screen.write_credentials("[old]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n"
                             "aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n")
    start()
    screen.click("Móóvéé Kééys")
    screen.find("push button", "Móóvéé théé kééy óóf “old”")
    assert forgotten(screen) == set()


@pytest.mark.parametrize("seconds_left", [None, 20000, -60])
def test_accounts(screen, start, seconds_left):
    if seconds_left is not None:
        screen.write_session(seconds_left)
    start()
    assert forgotten(screen) == set()
    screen.click("Réémóóvéé “work”")
    screen.reads("néévéér shóóws")
    assert forgotten(screen) == set()


def test_unreadable_file(screen, start):
    screen.config.write_bytes(b"[profile work]\nregion = \xff\n[profile work\n")
    start()
    screen.find("alert", "⟦")
    assert forgotten(screen) == set()


def test_dialog(screen, start):
    start("--prompt", "work")
    screen.reads("Théé kééy béélóóngs tóó")
    assert forgotten(screen) == set()
    screen.type(screen.taro.wrong_code(seconds_until_next=10))
    screen.reads("Nééxt cóódéé in")
    assert forgotten(screen) == set()
    screen.type(screen.taro.code())
    screen.reads("Sééssióón until")
    assert forgotten(screen) == set()


def test_wrong_clock(screen, start):
    screen.aws.set(clock_offset=1800)
    start("--prompt", "work")
    screen.reads("clóóck is 30")
    assert forgotten(screen) == set()


def test_dead_key(screen, start):
    screen.taro.set_key_status("Inactive")
    start("--prompt", "work")
    screen.reads("AWS dóóéés nóót knóów")
    assert forgotten(screen) == set()


def test_offline(screen, start):
    start("--prompt", "work", AWS_ENDPOINT_URL="http://127.0.0.1:1")
    screen.reads("AWS cáánnóót béé rééááchééd")
    assert forgotten(screen) == set()


@pytest.fixture(name="tray")
def start_tray(screen, root):
    """Starts the tray; returns the panel and the notification service that it meets."""
    panel, notifications = peers.Panel(screen.session), peers.Notifications(screen.session)
    program = pseudo_locale.stage(root, TRAY)
    process = subprocess.Popen([program], env=screen.env | {"LANGUAGE": LANGUAGE, "GSETTINGS_SCHEMA_DIR": str(BUILD / "data")})
    panel.wait_for_item()
    yield panel, notifications
    process.terminate()
    process.wait()
    panel.leave()
    notifications.leave()


@pytest.mark.parametrize("seconds_left", [600, 20000])
def test_tray_and_its_notification(screen, tray, seconds_left):
    panel, notifications = tray

    def texts():
        _icon, _pixmaps, title, body = panel.property("ToolTip")
        return {title, body, panel.property("Title"), *panel.labels()}

    def forgotten_texts(shown):
        return {text for text in shown if pseudo_locale.leftovers(text, DATA)}
    wait_for(lambda: "nóó sééssióón" in str(texts()), "the account")
    assert forgotten_texts(texts()) == set()
    screen.write_session(seconds_left)
    wait_for(lambda: "nóó sééssióón" not in str(texts()), "the session")
    assert forgotten_texts(texts()) == set()
    if seconds_left == 600:
        bubble = notifications.wait_for_bubble("⟦")
        assert forgotten_texts({bubble["title"], bubble["body"], *bubble["actions"][1::2]}) == set()


def test_right_to_left_but_for_the_code(screen, start, tmp_path):
    start("--prompt", "work", language=RIGHT_TO_LEFT)
    screen.reads("Théé kééy béélóóngs tóó")

    def box(role, name):
        return Atspi.Component.get_extents(screen.find(role, name), Atspi.CoordType.WINDOW)
    assert box("push button", "Géét Sééssióón").x < box("push button", "Cááncéél").x

    field = box("text", "MFA")

    def half(offset):
        screen.photograph(tmp_path / "dialog.png")
        geometry = f"{field.width // 2}x{field.height}+{field.x + offset}+{field.y}"
        return subprocess.run(["convert", tmp_path / "dialog.png", "-crop", geometry, "-format", "%#", "info:"],
                              capture_output=True, text=True, check=True).stdout
    wait_for(lambda: half(0) == half(0), "the field as it stays")
    left, right = half(0), half(field.width // 2)
    screen.type("1")
    wait_for(lambda: half(0) != left, "the first digit at the left")
    assert half(field.width // 2) == right
