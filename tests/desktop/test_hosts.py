# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The icon, its menu and the bubble on each desktop: `pytest test_hosts.py --host mate`."""

from private_session import wait_for
from test_tray import FOREIGN, end_of_session


def open_account_before(person):
    """An account “home” that comes before “work” in file and menu; returns its user."""
    hanako = person.aws.user("hanako", device_name="tablet")
    person.config.write_text(f"""[profile home]
region = eu-central-1
manager = daypass
x_daypass_account_id = {hanako.account_id}
x_daypass_mfa_serial = {hanako.mfa_serial}

""" + person.config.read_text())
    person.store("home", hanako)
    return hanako


def test_icon_opens_the_dialog(person):
    person.write_credentials(FOREIGN)
    icon = person.find_new_icon()
    person.keep_picture("1-icon")
    person.open_from_icon(icon)
    person.meet_dialog()
    person.keep_picture("2-dialog")
    changes = person.watch_panel()
    person.type(person.taro.code())
    person.reads("Session until")
    assert person.credentials.read_text().startswith(FOREIGN + "\n")
    changes.wait("another icon")
    person.wait_until_closed()


def test_row_of_the_menu_opens_the_dialog(person):
    hanako = open_account_before(person)
    icon = person.find_new_icon()
    menu = person.open_menu(icon)
    person.keep_picture("3-menu")
    person.choose_first_row(menu)
    person.meet_dialog(hanako)
    person.press("Escape")
    person.wait_until_closed()
    assert person.sessions_given() == 0


def test_button_of_the_bubble_opens_the_dialog(person):
    person.find_new_icon()
    bubble = person.watch_desktop()
    person.write_session(seconds_left=600)
    person.find_bubble("The session of “work” ends at")
    bubble.wait("the bubble")
    person.keep_picture("4-bubble")
    person.click_in_bubble("Renew now")
    person.meet_dialog()
    person.type(person.taro.code())
    person.reads("Session until")
    person.press("Escape")
    person.rest_mouse()
    wait_for(lambda: bubble.seen() is None, "no bubble to be left")


def test_one_bubble_after_the_tray_crashed(person):
    person.write_session(seconds_left=600)
    bubble = person.watch_desktop()
    person.start_tray()
    person.find_bubble(end_of_session(person))
    box = bubble.wait("the bubble")
    person.wait_until_noted()
    person.crash_tray()
    person.write_session(seconds_left=300)
    person.start_tray()
    person.find_bubble(end_of_session(person))
    wait_for(lambda: bubble.seen() == box, "one bubble, where it was")


def test_one_bubble_after_the_service_restarted(person):
    person.write_session(seconds_left=600)
    bubble = person.watch_desktop()
    person.start_tray()
    title = person.find_bubble("The session of “work” ends at")
    box = bubble.wait("the bubble")
    person.wait_until_noted()
    person.session.restart_notification_service()
    person.find_bubble(title)
    wait_for(lambda: bubble.seen() == box, "one bubble, where it was")


def test_icon_is_back_after_the_panel_crashed(person):
    icon = person.find_new_icon()
    person.session.kill_panel()
    person.session.start_panel()
    wait_for(person.item_bus_name, "the item")
    wait_for(lambda: person.shows_icon(icon), "the icon where it was")
    person.open_from_icon(icon)
    person.meet_dialog()


def test_nothing_disturbs_who_does_not_want_it(person):
    person.session.set_do_not_disturb(True)
    try:
        person.find_new_icon()
        desktop, panel = person.watch_desktop(), person.watch_panel()
        person.write_session(seconds_left=600)
        panel.wait("another icon")
        person.wait_until_noted()
        assert person.item_property("Status") == "NeedsAttention"
        assert desktop.seen() is None
    finally:
        person.session.set_do_not_disturb(False)
