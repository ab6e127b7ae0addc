# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour that a person takes on their own desktop: the real programs, throwaway files."""
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from desk import Desk
from desktop_session import ACCESSIBILITY, NOTIFICATIONS, WATCHER
from surroundings import MINUTES_LEFT, TourSession, bring_end_near, environment, language, words
from terminal import TourError, say, show_files_and_tools

RELAY = Path(__file__).with_name('relay.py')
WINDOW = 'io.github.daypass.Daypass'
TRAY = f'{WINDOW}.Tray'
# What of the person's environment decides how windows look and where they appear.
LOOKS = re.compile(r'(LANG|LC_\w+|TZ|COLORTERM|NO_COLOR|GDK_\w+|GTK_\w+|XCURSOR_\w+|XDG_(CURRENT|SESSION)_\w+)$')
NOT_THE_PERSONS = ('GDK_BACKEND', 'LC_ALL', 'NO_AT_BRIDGE', 'TZ')


def address_of_the_persons_bus():
    """None if there is no session bus; nothing is started to get one."""
    usual = Path(os.environ.get('XDG_RUNTIME_DIR', '/'), 'bus')
    return os.environ.get('DBUS_SESSION_BUS_ADDRESS') or (f'unix:path={usual}' if usual.is_socket() else None)


class GuestSession(TourSession):
    """A session of its own on the person's display, with the person's panel and notifications.
    `displays` are the variables of the display, `found` the names of what the relay found."""

    notification_service = None

    def __init__(self, tmp_path, prefix, displays, **variables):
        super().__init__(tmp_path, prefix)
        self.found = []
        self._displays = displays
        for name in NOT_THE_PERSONS:
            self._clean_env.pop(name, None)
        self._clean_env |= {name: value for name, value in os.environ.items() if LOOKS.match(name)} | variables
        self._clean_env['XDG_DATA_DIRS'] = f'{prefix}/share:{os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"}'

    def _start_display(self):
        self._clean_env |= self._displays

    def _configure(self):
        """Nothing of its own may announce itself to the display, as this service does."""
        (self.services / f'{ACCESSIBILITY}.service').unlink()
        self.call('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReloadConfig', destination='org.freedesktop.DBus')

    def _start_window_manager(self):
        """The person has one."""

    def start_panel(self):
        """The person has one, on another bus."""
        address = address_of_the_persons_bus()
        if address is None:
            return
        icons = self.root / 'icons'
        icons.mkdir()
        for icon in (self.prefix / 'share/icons').rglob('*.svg'):
            shutil.copy(icon, icons)
        line = self._spawn_until_line(sys.executable, '-B', str(RELAY), self.env['DBUS_SESSION_BUS_ADDRESS'], address, str(icons),
                                      option=['{}'])
        self.found = line.split()


class Guide(Desk):
    """Says what to do, shows the code, and waits until it is done."""

    def __init__(self, session, aws, named):
        super().__init__(session, aws)
        self.named = named

    def has(self, name):
        return name in self.session.found

    def open_window(self):
        subprocess.run(['gapplication', 'launch', WINDOW], env=self.session.env, check=True)

    def leave_key_in_plain_text(self):
        """As most people have it before."""
        self.folder.mkdir(mode=0o700)
        self.config.write_text('[profile work]\nregion = ap-northeast-1\n')
        self.write_credentials(f'[work]\naws_access_key_id = {self.taro.access_key_id}\n'
                               f'aws_secret_access_key = {self.taro.secret_access_key}\n')

    def code_line(self):
        """What the app on a phone would show."""
        now = self.aws.call('code', serial_number=self.taro.mfa_serial, advance=True)
        return (f'The MFA device “phone” shows  {now["code"][:3]} {now["code"][3:]}  '
                f'(another one in {now["seconds_until_next"]:.0f} s)')

    def miss_window(self):
        if not self.has(WATCHER):
            raise TourError('the window was closed')
        return 'The window is closed. Click the icon in your panel to go on.'

    def wait_for_session(self, needs_window):
        """Shows the code of now until somebody has typed it."""
        old, shown = self.value('aws_access_key_id'), None
        while self.value('aws_access_key_id') in (old, None):
            line = self.miss_window() if needs_window and not self.session.is_running(WINDOW) else self.code_line()
            if line != shown:
                print(f'\r\033[K  {line}', end='', flush=True)
            shown = line
            time.sleep(0.2)
        print('\r\033[K', end='', flush=True)

    # The steps

    def introduce(self):
        say('The real programs are on your desktop now. AWS is a stand-in on this machine, and home, keyring and session bus are '
            'throwaway: your own ~/.aws, keyring, autostart and Daypass are not touched. Ctrl+C ends the tour at any moment.')
        if not self.has(WATCHER):
            say('Your desktop has no place for tray icons, so the tour goes without; the window says what would help.')
        if not self.has(NOTIFICATIONS):
            say('Your desktop shows no notifications, so the tour goes without.')

    def spend_first_day(self):
        say('The first day. An access key lies in ~/.aws/credentials in plain text. In the window, choose\n'
            f'  “{self.named("_Move the Keys from ~/.aws/credentials into the Keyring")}”, then “{self.named("Move…")}”, and type the code:')
        self.open_window()
        self.wait_for_session(needs_window=True)

    def look_at_icon(self):
        if not self.has(WATCHER):
            return
        say('The icon in your panel shows how much is left of the session. Point at it to read until when; click it with the right '
            'button for its menu.')
        wait_for_enter('Enter goes on.')

    def renew(self):
        how = (f'a notification comes. Choose “{self.named("Renew now")}” in it' if self.has(NOTIFICATIONS)
               else 'the icon changes. Click it' if self.has(WATCHER) else f'choose “{self.named("_Done")}” and then “{self.named("Renew")}” in the window')
        say(f'{MINUTES_LEFT} minutes before the end (the tour changes that time in the file) {how}, and type the code:')
        bring_end_near(self)
        needs_window = not self.has(NOTIFICATIONS) and not self.has(WATCHER)
        if needs_window:
            self.open_window()
        self.wait_for_session(needs_window)

    def look_around(self):
        self.open_window()
        say(f'Behind “{self.named("_Done")}”, the window shows all accounts and until when each has a session. Look around as you like.')
        wait_for_enter('Enter ends the tour, and everything of it goes.')


def wait_for_enter(text):
    print(f'  {text} ', end='', flush=True)
    sys.stdin.readline()


def take(prefix, folder, aws, displays):
    """Goes on as soon as the person has done what it says. `displays` are the variables of the
    display that the person sits at."""
    with GuestSession(folder, prefix, displays, LANGUAGE=language(), **environment(aws)) as session:
        guide = Guide(session, aws, words(prefix))
        guide.leave_key_in_plain_text()
        session.start_service(TRAY)
        guide.introduce()
        guide.spend_first_day()
        show_files_and_tools(session.env)
        guide.look_at_icon()
        guide.renew()
        guide.look_around()
