# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour that the README begins with: by itself without a display, with a person on one."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
sys.path += [str(TOP / 'tests' / folder) for folder in ('desktop', 'window', 'session', 'job', 'keyring', 'standin')]

from desktop_session import WATCHER, DesktopSession, install  # noqa: E402
from person import Person  # noqa: E402
from private_session import wait_for  # noqa: E402
from pseudo_terminal import PseudoTerminal  # noqa: E402
from standin import Standin  # noqa: E402

DEMO = ['/usr/bin/python3', '-B', str(TOP / 'build-aux/demo/demo.py')]
SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
STEPS = ['1-first-day', '2-access-key', '3-first-code', '4-first-session', '5-tray-menu', '6-notification',
         '7-mfa-code', '8-session', '9-accounts']


@pytest.fixture(name='prefix', scope='module')
def install_once():
    with tempfile.TemporaryDirectory(prefix='dp') as folder:
        yield install(Path(folder))


def clean_environment(pictures, **variables):
    without = {name: value for name, value in os.environ.items() if name not in ('DISPLAY', 'WAYLAND_DISPLAY', 'G_DEBUG')}
    return without | {'DAYPASS_PICTURES': str(pictures)} | variables


def colours(picture):
    """How many different colours a picture has: an empty screen has few."""
    return int(subprocess.run(['identify', '-format', '%k', picture], capture_output=True, text=True, check=True).stdout)


def assert_no_secret(shown):
    assert SECRET not in shown
    assert re.findall(r'aws_(?:secret_access_key|session_token) = (\S+)', shown) == re.findall(r' = (\S{4}…)', shown)


def test_tour_takes_itself_where_the_display_is_dead(prefix, tmp_path):
    tour = subprocess.run([*DEMO, prefix], env=clean_environment(tmp_path, DISPLAY=':987', LANGUAGE='en'), text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    shown = tour.stdout
    assert tour.returncode == 0, shown
    assert 'does not answer' in shown

    assert '"Arn": "arn:aws:iam::111122223333:user/taro"' in shown
    assert re.search(r'\$ daypass status\nwork .*111122223333 .*\d\d:\d\d', shown)
    assert_no_secret(shown)
    assert '\033' not in shown
    assert sorted(path.stem for path in tmp_path.iterdir()) == STEPS
    assert all(colours(tmp_path / f'{step}.png') > 300 for step in STEPS)
    assert len({(tmp_path / f'{step}.png').read_bytes() for step in STEPS}) == len(STEPS)
    assert shown.rstrip().endswith(str(tmp_path))


def test_tour_that_goes_wrong_says_so(prefix, tmp_path):
    broken = tmp_path / 'broken'
    shutil.copytree(prefix, broken)
    (broken / 'bin/daypass-window').unlink()
    tour = subprocess.run([*DEMO, broken], env=clean_environment(tmp_path), text=True, check=False, capture_output=True,
                          stdin=subprocess.DEVNULL)
    assert tour.returncode == 1
    assert 'The tour ends here' in tour.stderr
    assert 'Traceback' not in tour.stderr
    assert 'That was the tour' not in tour.stdout


@pytest.fixture(name='person')
def sit_down(prefix):
    """Somebody at a desktop, who uses Daypass already."""
    with tempfile.TemporaryDirectory(prefix='dp') as folder, Standin() as aws, \
            DesktopSession(Path(folder) / 'session', prefix, AWS_ENDPOINT_URL=aws.url) as session:
        person = Person(session, aws)
        person.clear()
        person.open_account()
        person.start_tray()
        yield person
        person.log_out()


def items(person):
    return person.session.call('/StatusNotifierWatcher', 'org.freedesktop.DBus.Properties', 'Get', '(ss)', WATCHER,
                               'RegisteredStatusNotifierItems', destination=WATCHER)[0]


def icon_of_tour(person, own_items):
    """The file of the icon that the panel is told to show for the tour."""
    item, = set(items(person)) - set(own_items)
    theme_path, name = (person.session.call('/StatusNotifierItem', 'org.freedesktop.DBus.Properties', 'Get', '(ss)',
                                            'org.kde.StatusNotifierItem', of_icon, destination=item.partition('/')[0])[0]
                        for of_icon in ('IconThemePath', 'IconName'))
    return Path(theme_path, f'{name}.svg')


def everything_of(person):
    """The files at home, the programs' caches aside, and the keyring."""
    home = person.session.home
    files = {str(path.relative_to(home)): path.read_bytes() for folder in ('.aws', '.config/autostart', '.config/glib-2.0')
             for path in sorted((home / folder).rglob('*')) if path.is_file()}
    return files, person.session.secrets()


def assert_only_the_persons_own_is_left(person, own_items, before):
    wait_for(lambda: items(person) == own_items, 'the icon of the tour to go')
    assert person.windows() == []
    assert everything_of(person) == before


def type_the_shown_code(person, tour):
    """When the field is ready."""
    tour.wait_until(lambda: any(role == 'text' and 'MFA' in name for role, name in person.focused()) and person.has_focus()
                    and any('taro' in text for text in person.texts()), 'the field of the code')
    tour.wait_for('shows  ')
    tour.wait_for(')')
    person.type(re.findall(r'shows  (\d{3} \d{3})', tour.screen)[-1])


def test_person_takes_the_tour_and_keeps_what_is_theirs(prefix, person, tmp_path):
    before = everything_of(person)
    own_items = items(person)
    environment = clean_environment(tmp_path) | person.env
    with PseudoTerminal([*DEMO, prefix], environment) as tour:
        tour.wait_for('and type the code:')
        tour.wait_until(lambda: len(items(person)) == len(own_items) + 1, 'another icon')
        assert icon_of_tour(person, own_items).exists()
        person.click('Move the Keys')
        person.click('Move the key of “work”')
        type_the_shown_code(person, tour)
        tour.wait_for('Enter goes on.')
        assert '"Arn": "arn:aws:iam::111122223333:user/taro"' in tour.screen
        assert_no_secret(tour.screen)
        person.keep_picture('guided-1-icon')

        tour.wait_until(lambda: len(person.windows()) < 2, 'the word of success to go')
        tour.type('\n')
        tour.wait_for('and type the code:')
        tour.wait_until(lambda: any('The session of “work” ends at' in text for text in person.bubble_texts()), 'the bubble')
        person.keep_picture('guided-2-notification')
        person.click_in_bubble('Renew now')
        type_the_shown_code(person, tour)
        tour.wait_for('Enter ends the tour')
        tour.type('\n')
        assert tour.wait() == 0
    assert_only_the_persons_own_is_left(person, own_items, before)


def test_interrupted_tour_leaves_nothing(prefix, person, tmp_path):
    before = everything_of(person)
    own_items = items(person)
    with PseudoTerminal([*DEMO, prefix], clean_environment(tmp_path) | person.env) as tour:
        tour.wait_for('shows  ')
        tour.wait_until(lambda: person.windows() and len(items(person)) > len(own_items), 'window and icon')
        tour.type('\x03')
        assert tour.wait() == 130
    assert 'Traceback' not in tour.screen
    assert_only_the_persons_own_is_left(person, own_items, before)
