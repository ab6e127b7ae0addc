# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour that takes itself: a first day on a desktop that nobody sees, with a picture of each step."""
import os
import re
import subprocess

from gi.repository import GLib

from person import PICTURES, Person
from private_session import wait_for
from screen import WINDOW_CLASS
from surroundings import MINUTES_LEFT, TourSession, bring_end_near, environment, language, words
from terminal import say, show_files_and_tools

# Large enough for the window below the panel; each of its pixels is drawn by four.
WIDTH, HEIGHT, SCALE = 1024, 640, 2
FONT = 'Cantarell'
GTK_SETTINGS = f"""[Settings]
gtk-font-name={FONT} 11
gtk-cursor-blink=0
gtk-enable-animations=0
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
"""


CHANNELS = {
    # The tray is at the right end of the panel, beside the clock.
    'xfce4-panel': f"""
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/><value type="int" value="2"/><value type="int" value="3"/><value type="int" value="4"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
    <property name="plugin-3" type="string" value="clock">
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-font" type="string" value="{FONT} Bold 11"/>
    </property>
    <property name="plugin-4" type="string" value="separator">
      <property name="style" type="uint" value="0"/>
    </property>
  </property>""",
    'xfwm4': f"""
  <property name="general" type="empty">
    <property name="theme" type="string" value="Default-xhdpi"/>
    <property name="title_font" type="string" value="{FONT} Bold 11"/>
    <property name="title_alignment" type="string" value="center"/>
    <property name="button_layout" type="string" value="|C"/>
    <property name="placement_mode" type="string" value="center"/>
    <property name="placement_ratio" type="int" value="100"/>
    <property name="show_popup_shadow" type="bool" value="true"/>
    <property name="shadow_opacity" type="int" value="40"/>
  </property>""",
    'xfce4-notifyd': """
  <property name="expire-timeout" type="int" value="0"/>
  <property name="initial-opacity" type="double" value="1"/>""",
}


class PictureDesktop(TourSession):
    """A desktop to be looked at: wallpaper, shadows, a clock beside the tray, twice as sharp."""

    screen_size = f'{WIDTH * SCALE}x{HEIGHT * SCALE}'
    window_manager = ('xfwm4', '--compositor=on', '--vblank=off')

    def _configure(self):
        for name, properties in CHANNELS.items():
            self.write_file(f'.config/xfce4/xfconf/xfce-perchannel-xml/{name}.xml',
                            f'<?xml version="1.0" encoding="UTF-8"?>\n<channel name="{name}" version="1.0">{properties}\n</channel>\n')
        for version in ('3.0', '4.0'):
            self.write_file(f'.config/gtk-{version}/settings.ini', GTK_SETTINGS)
        self.run_x('hsetroot', '-add', '#6f97c3', '-add', '#2b4568', '-gradient', '180')


class Guide(Person):
    """Takes the tour: finds its way by the words of the language that the windows speak."""

    def __init__(self, session, aws):
        super().__init__(session, aws)
        self.folder.mkdir(mode=0o700)
        # What AT-SPI says of windows that come and go means nothing to who reads along.
        GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_arguments: None, None)
        self.named = words(session.prefix)

    def picture(self, name):
        """When everything is drawn and nothing moves any more."""
        before = None
        while (now := self.session.run_x('import', '-window', 'root', '-format', '%#', 'info:')) != before:
            before = now
        self.keep_picture(name)
        print(f'  {PICTURES / name}.png', flush=True)

    def until(self):
        """The end of the session that stands in the file, as the windows show it, or None."""
        if not self.credentials.exists():
            return None
        end = self.value('x_security_token_expires')
        return end and re.search(r'T(\d\d:\d\d):\d\dZ$', end)[1]

    def fill_in(self, role, name, text):
        self.tab_to(role, self.named(name))
        self.type(text)

    def wait_for_code_field(self):
        wait_for(lambda: any(role == 'text' and 'MFA' in name for role, name in self.focused()), 'the focus in the field of the code')
        self.reads('taro')

    def type_code(self, name):
        """In two halves, with a picture between them."""
        self.wait_for_code_field()
        code = self.taro.code()
        self.type(code[:3])
        self.picture(name)
        self.type(code[3:])

    def quit_window(self):
        subprocess.run(['gapplication', 'action', WINDOW_CLASS, 'quit'], env=self.env, check=True)
        wait_for(lambda: not self.windows(), 'the windows to close')

    def leave_icon(self):
        """Its tooltip would be in the pictures."""
        self.session.run_x('xdotool', 'mousemove', '0', str(HEIGHT * SCALE))
        wait_for(lambda: not self.tray_popups(), 'the tooltip to go')

    # The steps

    def spend_first_day(self):
        self.launch()
        wait_for(self.has_focus, 'the window')
        self.picture('1-first-day')
        self.tab_to('push button', self.named('_Add an Access Key'))
        self.press('Return')
        self.fill_in('text', '_Name of the profile', 'work')
        self.fill_in('text', 'Access key _ID (AKIA…)', self.taro.access_key_id)
        self.fill_in('password text', '_Secret access key', self.taro.secret_access_key)
        self.picture('2-access-key')
        self.press('Return')
        self.type_code('3-first-code')
        self.reads(wait_for(self.until, 'the first session'))
        self.picture('4-first-session')
        self.quit_window()

    def add_accounts(self):
        """More accounts, as a person has them after a while."""
        with self.config.open('a') as config:
            for name, serial in (('staging', 'phone'), ('home', 'tablet')):
                config.write(f'\n[profile {name}]\nregion = eu-central-1\nmanager = daypass\n'
                             f'x_daypass_account_id = {self.aws.user(name).account_id}\n'
                             f'x_daypass_mfa_serial = arn:aws:iam::{self.aws.user(name).account_id}:mfa/{serial}\n')

    def look_at_menu(self):
        self.click_icon(button=3)
        wait_for(self.tray_popups, 'the menu')
        self.press('Down')
        self.picture('5-tray-menu')
        self.press('Escape')
        self.leave_icon()

    def renew_from_notification(self):
        self.find_bubble(self.until())
        self.picture('6-notification')
        old = self.until()
        button = next(one for one, name in self.shown_by(self.session.notification_program, 'push button') if name == self.named('Renew now'))
        button.do_action(0)
        wait_for(self.has_focus, 'the dialog')
        self.type_code('7-mfa-code')
        wait_for(lambda: self.until() != old, 'the new session')
        self.reads(self.until())
        self.picture('8-session')
        self.quit_window()

    def look_at_accounts(self):
        self.launch()
        wait_for(self.has_focus, 'the window')
        self.reads(self.until())
        self.picture('9-accounts')


def is_drawable(wanted):
    """Whether there is a font for this language; pictures of empty boxes help nobody."""
    code = re.match('[a-z]+', wanted)
    return code is None or bool(subprocess.run(['fc-list', f':lang={code[0]}'], capture_output=True, check=True).stdout)


def take(prefix, folder, aws):
    """Leaves one picture for each step in PICTURES."""
    if not is_drawable(language()):
        say('There is no font for your language, so the windows speak English.')
        os.environ['LANGUAGE'] = 'en'
    variables = environment(aws) | {'LANGUAGE': language(), 'NO_COLOR': '1', 'GDK_SCALE': str(SCALE)}
    with PictureDesktop(folder, prefix, **variables) as session:
        guide = Guide(session, aws)
        guide.start_tray()
        guide.leave_icon()
        say('The first day: the access key goes into the keyring, after AWS has accepted it, and six digits give a session.')
        guide.spend_first_day()
        show_files_and_tools(session.env)
        say('The icon in the panel shows how much is left of the session, its menu until when.')
        guide.add_accounts()
        guide.look_at_menu()
        say(f'{MINUTES_LEFT} minutes before the end (the tour changes that time in the file), a notification offers to renew.')
        bring_end_near(guide)
        guide.renew_from_notification()
        say('All accounts.')
        guide.look_at_accounts()
