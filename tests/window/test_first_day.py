# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The first day in the window: a key is added or moved, its first code typed on the same page."""

import subprocess

import pytest
from gi.repository import Atspi, GLib

from private_session import PATIENCE, wait_for
from screen import BUILD, WINDOW_CLASS

AUTOSTART = "io.github.daypass.Daypass.desktop"
OTHERS = "# mine\n[other]\nkey = kept\n\n"
REGION = "[profile work]\nregion = eu-west-1\n"


@pytest.fixture(name="newcomer")
def without_account(screen):
    """A desk without an account, with an empty keyring, and nothing that starts at login."""
    screen.forget_account()
    autostart(screen).unlink(missing_ok=True)
    return screen


def autostart(screen):
    return screen.session.home / ".config/autostart" / AUTOSTART


def test_key_added_by_keyboard_alone(newcomer):
    screen = newcomer
    screen.add_key()
    screen.meets_code()
    screen.type(screen.taro.code())
    screen.reads("Session until")
    screen.reads("AWS_PROFILE=work terraform plan")
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    assert screen.value("region", screen.config) == "eu-west-1"
    assert screen.value("x_daypass_mfa_serial", screen.config) == screen.taro.mfa_serial
    assert screen.value("aws_access_key_id").startswith("ASIA")
    assert screen.taro.secret_access_key not in screen.config.read_text() + screen.credentials.read_text()
    screen.press("Return")
    screen.reads("Account 111122223333 · phone")


def test_wrong_code_then_right_one(newcomer):
    screen = newcomer
    screen.add_key()
    screen.meets_code()
    screen.type(screen.taro.wrong_code())
    screen.is_told("AWS did not accept the code")
    screen.reads_of_the_next_code()
    screen.waits_in("text", "MFA code of the device")
    screen.type(screen.taro.code())  # replaces what is selected
    screen.reads("Session until")


def test_escape_at_the_code_leaves_an_account_without_session(newcomer):
    screen = newcomer
    screen.add_key()
    screen.meets_code()
    screen.press("Escape")
    screen.reads("no session")
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    assert not screen.credentials.exists()
    screen.renew()  # nobody holds the account's lock any more
    screen.reads("until ")


def test_click_at_the_first_code_asks_nothing_beside_it(newcomer):
    screen = newcomer
    screen.add_key()
    screen.meets_code()
    screen.session.call("/io/github/daypass/Daypass", "org.freedesktop.Application", "ActivateAction", "(sava{sv})",
                        "renew", [GLib.Variant("s", "work")], {}, destination=WINDOW_CLASS)
    screen.type(screen.taro.code())
    screen.reads("Session until")
    assert len(screen.windows()) == 1


def box_of(accessible):
    return Atspi.Component.get_extents(accessible, Atspi.CoordType.WINDOW)


def test_page_fits_without_scrolling_with_a_warning_too(newcomer):
    screen = newcomer
    screen.aws.set(clock_offset=1800)
    screen.add_key()
    screen.reads("clock is 30 minutes slow")
    screen.meets_code()
    page = next(one for _role, one in screen.look() if one.get_name() == "DpAddPage")
    wait_for(lambda: 0 < box_of(page).height <= box_of(screen.find("frame")).height, "the whole page")


def test_wrong_secret_is_told_and_stored_nowhere(newcomer):
    screen = newcomer
    screen.add_key("wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGKEYXX")
    screen.is_told("The secret access key does not match")
    screen.waits_in("password text", "Secret access key")
    assert screen.keyring_ids() == []
    assert not screen.config.exists()


def test_offline_after_the_key_can_be_tried_again(newcomer):
    screen = newcomer
    screen.add_key()
    screen.meets_code()
    screen.taro.set_key_status("Inactive")
    screen.type(screen.taro.code())
    screen.is_told("AWS does not know the access key")
    screen.taro.set_key_status("Active")
    screen.waits_in("push button", "Try Again")
    screen.press("Return")
    screen.meets_code()
    screen.type(screen.taro.code())
    screen.reads("Session until")


@pytest.mark.parametrize("name, told", [
    ("a]b", "a]b"),
    ("role", "role"),
    ("build", "another name"),
])
def test_name_is_checked_while_it_is_typed(newcomer, name, told):
    screen = newcomer
    screen.config.write_text("[profile role]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = x\n")
    screen.write_credentials("[build]\naws_access_key_id = ASIAI44QH8DHBEXAMPLE\naws_session_token = token\n")
    screen.open_form()
    screen.type(name)
    screen.is_told(told)


def test_account_that_exists_is_told(screen):
    screen.open_window()
    screen.click("Add an Access Key")
    screen.waits_in("text", "Name of the profile")
    screen.type("work")
    screen.is_told("“work” is an account already")


def test_form_says_what_is_missing(newcomer):
    screen = newcomer
    screen.open_form()
    screen.type("work")
    screen.is_told("Still missing: access key ID, secret access key, region.")
    screen.press("alt+a")
    screen.waits_in("text", "Access key ID")
    screen.type("ASIAIOSFODNN7EXAMPLE")
    screen.is_told("Still missing: secret access key, region.")
    screen.press("Tab")
    screen.type("secret")
    screen.is_told("Still missing: region.")
    screen.press("alt+a")
    screen.waits_in("push button", "Region: Choose…")
    assert screen.aws.requests() == []


@pytest.mark.parametrize("search, region", [
    ("Tokyo", "Tokyo (ap-northeast-1)"),
    ("ap-northeast-3", "Osaka (ap-northeast-3)"),
    ("sao", "São Paulo (sa-east-1)"),
    ("xx-future-1", "xx-future-1"),
])
def test_region_is_found_by_place_or_id(newcomer, search, region):
    screen = newcomer
    screen.open_form()
    screen.press("Tab", "Tab", "Tab", "space")
    screen.waits_in("entry", "Search for a region")
    screen.type(search)
    if region == search:
        screen.reads("Not in this list. Press Enter to use it all the same.")
    else:
        wait_for(lambda: [screen.name(one) for role, one in screen.look() if role == "list item"] == [region], "that region alone")
    screen.press("Return")
    screen.waits_in("push button", f"Region: {region}")


def test_region_chosen_with_the_arrow_keys(newcomer):
    screen = newcomer
    screen.open_form()
    screen.press("Tab", "Tab", "Tab", "space")
    screen.waits_in("entry", "Search for a region")
    screen.type("us-east")
    screen.press("Down", "Down", "Return")
    screen.waits_in("push button", "Region: Ohio (us-east-2)")


def test_one_of_several_devices_is_chosen(newcomer):
    screen = newcomer
    tablet = screen.taro.add_device(name="tablet")
    screen.taro.add_device(kind="security-key", name="yubi")
    screen.add_key()
    screen.reads("The user has several MFA devices:")
    screen.reads("is a security key or passkey")
    assert sum(role == "label" and "is a security key" in screen.name(one) for role, one in screen.look()) == 1
    screen.click(tablet)
    screen.reads("The key belongs to “taro” in account 111122223333")
    screen.waits_in("text", "MFA code of the device “tablet”")
    screen.type(screen.aws.call("code", serial_number=tablet, advance=True)["code"])
    screen.reads("Session until")
    assert screen.value("x_daypass_mfa_serial", screen.config) == tablet


def test_code_of_a_moved_key_fits_with_text_of_double_size(newcomer):
    screen = newcomer
    screen.write_plaintext_key()
    screen.config.write_text("[profile work]\nregion = eu-west-1\n")
    screen.set_dots_per_inch(192)
    screen.open_window()
    screen.click("Move the Keys from")
    screen.click("Move the key of “work”")
    screen.meets_code()
    screen.set_dots_per_inch(96)
    button, window = box_of(screen.find("push button", "Get Session")), box_of(screen.find("frame"))
    assert button.y + button.height <= window.height


def test_missing_region_of_a_moved_key_is_told(newcomer):
    screen = newcomer
    screen.write_plaintext_key()
    screen.open_window()
    screen.click("Move the Keys from")
    screen.click("Move the key of “work”")
    screen.waits_in("push button", "Region: Choose…")
    screen.click("Continue")
    screen.is_told("Still missing: region.")
    screen.waits_in("push button", "Region: Choose…")
    assert screen.aws.requests() == []


@pytest.mark.parametrize("region_known", [True, False])
def test_plaintext_key_is_moved_into_the_keyring(newcomer, region_known):
    screen = newcomer
    screen.write_plaintext_key(OTHERS)
    if region_known:
        screen.config.write_text(REGION)
    screen.open_window()
    screen.move_key()
    if not region_known:
        screen.waits_in("push button", "Region: Choose…")
        screen.press("space")
        screen.waits_in("entry", "Search for a region")
        screen.type("ireland")
        screen.press("Return")
        screen.waits_in("push button", "Region: Ireland")
        screen.click("Continue")
    screen.meets_code()
    screen.type(screen.taro.code())
    screen.reads("Session until")
    text = screen.credentials.read_text()
    assert "AKIA" not in text and text.startswith(OTHERS)
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    assert screen.value("region", screen.config) == "eu-west-1"


def test_escape_while_moving_leaves_everything_as_it_was(newcomer):
    screen = newcomer
    before = screen.write_plaintext_key(OTHERS)
    screen.config.write_text(REGION)
    screen.open_window()
    screen.click("Move the Keys from")
    screen.waits_in("push button", "Back")
    screen.press("Tab")
    screen.waits_in("push button", "Move the key of “work”")
    screen.press("Return")
    screen.meets_code()
    screen.press("Escape")
    screen.waits_in("push button", "Move the key of “work”")
    wait_for(lambda: screen.keyring_ids() == [], "the key to leave the keyring again")
    assert screen.credentials.read_text() == before
    assert screen.config.read_text() == REGION


@pytest.mark.parametrize("keys", ["ctrl+q", "alt+F4"])
def test_end_while_moving_leaves_everything_as_it_was(newcomer, keys):
    screen = newcomer
    before = screen.write_plaintext_key(OTHERS)
    screen.config.write_text(REGION)
    process = screen.open_window()
    screen.move_key()
    screen.meets_code()
    assert screen.keyring_ids() == [screen.taro.access_key_id]
    screen.press(keys)
    assert process.wait(PATIENCE) == 0
    assert screen.keyring_ids() == []
    assert screen.credentials.read_text() == before


def test_other_users_of_the_key_are_named_before(newcomer):
    screen = newcomer
    before = screen.write_plaintext_key(OTHERS)
    screen.config.write_text(REGION + "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n")
    screen.open_window()
    screen.move_key()
    screen.find("text", "the session instead: prod. What runs by itself cannot type a code.\n\nProfile for the session")
    screen.session.focus_window(WINDOW_CLASS)
    screen.press("Escape")
    screen.find("push button", "Move the key of “work”")
    assert screen.credentials.read_text() == before and screen.keyring_ids() == []


def toggle(screen):
    screen.find("check box", "Start at login").do_action(0)


def is_on(screen):
    return screen.find("check box", "Start at login").get_state_set().contains(Atspi.StateType.CHECKED)


def test_start_at_login_is_the_persons_own_file(screen):
    path = autostart(screen)
    path.unlink(missing_ok=True)
    screen.open_window()
    assert not is_on(screen)
    toggle(screen)
    wait_for(path.exists, "the autostart file")
    wait_for(lambda: is_on(screen), "the switch")
    subprocess.run(["desktop-file-validate", path], check=True)
    assert f'Exec="{BUILD}/src/tray/daypass-tray"' in path.read_text()
    toggle(screen)
    wait_for(lambda: not path.exists(), "the file to go")
    wait_for(lambda: not is_on(screen), "the switch")


def test_what_starts_for_everybody_is_hidden_for_this_person(screen, tmp_path):
    path = autostart(screen)
    path.unlink(missing_ok=True)
    (tmp_path / "autostart").mkdir()
    (tmp_path / "autostart" / AUTOSTART).write_text("[Desktop Entry]\nType=Application\nName=Daypass\nExec=daypass-tray\n")
    screen.open_window(XDG_CONFIG_DIRS=str(tmp_path))
    wait_for(lambda: is_on(screen), "the switch")
    toggle(screen)
    wait_for(lambda: path.exists() and "Hidden=true" in path.read_text(), "the hiding file")
    wait_for(lambda: not is_on(screen), "the switch")


def test_start_at_login_that_cannot_be_saved_is_told(screen):
    folder = autostart(screen).parent
    autostart(screen).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o500)
    screen.open_window()
    toggle(screen)
    screen.is_told("could not be written")
    assert not is_on(screen)
    folder.chmod(0o700)
