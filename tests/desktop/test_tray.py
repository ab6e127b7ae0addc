# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A day with the icon in the panel: click, six digits, warned in time, renewed."""

import json
import re
import subprocess
import time

from private_session import wait_for

# What others keep in the same file, in their own way.
FOREIGN = ("# keys of the build server — do not touch\n[build]\naws_access_key_id=AKIAI44QH8DHBEXAMPLE\n"
           "aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY  \n\n"
           "[ other ]\n  region=eu-west-1\n  s3 =\n    addressing_style = path\n# no newline at the end")
FIRST_LEAD_SECONDS = 8
SHORT_SESSION_SECONDS = 4 * FIRST_LEAD_SECONDS


def end_of_session(person):
    """The moment that stands in the file, as hours and minutes."""
    return re.search(r"T(\d\d:\d\d):\d\dZ$", person.value("x_security_token_expires"))[1]


def without_session(text):
    """The file but for the lines of “work” that change with its session."""
    return re.sub(r"^(aws_access_key_id = ASIA|aws_session_token|x_).*\n|(?<=\n)aws_secret_access_key.*\n(?=aws_session)", "", text, flags=re.M)


def caller_identity(person):
    done = subprocess.run(["/usr/bin/aws", "--profile", "work", "--endpoint-url", person.aws.url, "sts", "get-caller-identity"],
                          env=person.env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["Arn"]


def test_click_and_six_digits(person):
    person.write_credentials(FOREIGN)
    config = person.config.read_bytes()
    person.start_tray()
    assert person.tooltip() == "work — no session"
    ring = person.icon()
    person.keep_picture("click-1-icon")

    person.click_icon()
    person.meet_dialog()
    person.keep_picture("click-2-dialog")

    person.type(person.taro.wrong_code())
    person.reads("AWS did not accept the code")
    person.reads_of_the_next_code()
    person.keep_picture("click-3-wrong-code")
    assert person.credentials.read_text() == FOREIGN

    person.type(person.taro.code())
    wait_for(lambda: person.credentials.read_text() != FOREIGN, "the session in the file")
    until = end_of_session(person)
    # The dialog closes by itself soon.
    wait_for(lambda: any("Session until" in text and until in text for text in person.texts()), f"“Session until … {until}”")
    person.keep_picture("click-4-session")
    written = person.credentials.read_text()
    assert written.startswith(FOREIGN + "\n")
    assert re.fullmatch(r"\s*\[work\]\n(\w+ = \S+\n)+", written.removeprefix(FOREIGN))
    assert person.config.read_bytes() == config
    assert caller_identity(person) == person.taro.arn
    assert person.aws.requests()[-1]["access_key_id"] == person.value("aws_access_key_id")

    wait_for(lambda: until in person.tooltip(), "the session in the tray")
    wait_for(lambda: person.icon() > 1.5 * ring, "the ring to be full")
    assert person.menu_labels() == [person.tooltip(), "Open Daypass", "Quit"]
    person.wait_until_closed()
    person.point_at_icon()
    wait_for(person.tray_popups, "the tooltip")
    person.keep_picture("click-5-tooltip")


def test_account_chosen_in_the_menu_by_keyboard(person):
    hanako = person.aws.user("hanako", device_name="tablet")
    person.config.write_text(person.config.read_text() + f"""
[profile home]
region = eu-central-1
manager = daypass
x_daypass_account_id = {hanako.account_id}
x_daypass_mfa_serial = {hanako.mfa_serial}
""")
    person.store("home", hanako)
    person.start_tray()
    person.click_icon(button=3)
    wait_for(person.tray_popups, "the menu")
    person.press(*["Down"] * (person.menu_labels().index("home — no session") + 1))
    person.keep_picture("menu-1-open")
    person.press("Return")
    person.meet_dialog(hanako)
    person.keep_picture("menu-2-dialog")

    person.press("Escape")
    person.wait_until_closed()
    assert not person.credentials.exists()
    assert person.sessions_given() == 0


def test_reminder_renews_in_time(person):
    person.write_credentials(FOREIGN)
    person.start_tray()
    person.aws.set(session_seconds=SHORT_SESSION_SECONDS)
    person.renew()
    wait_for(lambda: "until" in person.tooltip(), "the session in the tray")
    old = person.value("aws_access_key_id")
    before = person.credentials.read_text()

    title = person.find_bubble("The session of “work” ends at")
    assert end_of_session(person) in title
    assert time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()) < person.value("x_security_token_expires")
    person.keep_picture("reminder-1-bubble")
    assert person.windows() == []

    person.click_in_bubble("Renew now")
    person.meet_dialog()
    person.keep_picture("reminder-2-dialog")
    person.aws.set(session_seconds=None)
    person.type(person.taro.code())
    person.reads("Commands that are already running keep the old session.")
    person.keep_picture("reminder-3-renewed")
    assert person.value("aws_access_key_id") not in (old, None)
    assert without_session(person.credentials.read_text()) == without_session(before)
    wait_for(lambda: end_of_session(person) in person.tooltip(), "the new session in the tray")
    assert caller_identity(person) == person.taro.arn
    wait_for(lambda: not person.bubble_texts(), "no bubble to be left")


def test_bubble_goes_when_a_command_renewed(person):
    person.write_session(seconds_left=600)
    person.start_tray()
    person.find_bubble("The session of “work” ends at")
    person.renew()
    wait_for(lambda: not person.bubble_texts(), "the bubble to go")
    assert person.windows() == []


def test_icon_is_back_after_the_panel_crashed(person):
    person.start_tray()
    person.icon()
    person.session.kill_panel()
    person.session.start_panel()
    wait_for(person.item_bus_name, "the item")
    person.click_icon()
    person.meet_dialog()
    person.keep_picture("panel-1-restarted")
