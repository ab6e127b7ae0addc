# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What both tours have around them: the environment, the words of the windows, the time."""
import gettext
import os
import re
import time

from desk import time_text
from desktop_session import DesktopSession

MINUTES_LEFT = 12


class TourSession(DesktopSession):
    """Ctrl+C in the terminal ends the tour alone, which then ends these programs in their order;
    they end too if it is killed."""

    def _spawn(self, *arguments, **options):
        return super()._spawn('setpriv', '--pdeathsig', 'TERM', *arguments, **options, start_new_session=True)


def environment(aws):
    """What the person's login session has beside the usual."""
    return {'AWS_ENDPOINT_URL': aws.url, 'AWS_EC2_METADATA_DISABLED': 'true', 'AWS_PAGER': '', 'AWS_REGION': 'ap-northeast-1',
            'TERM': os.environ.get('TERM', 'dumb')}


def language():
    """The person's, as LANGUAGE has it."""
    names = (os.environ.get(name) for name in ('LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'))
    return next(filter(None, names), 'C').partition('.')[0]


def words(prefix):
    """A function that says how a screen reader reads a text of the sources, in the person's language."""
    catalogue = gettext.translation('daypass', prefix / 'share/locale', language().split(':'), fallback=True)
    return lambda text: re.sub(r'\(_.\)|_', '', catalogue.gettext(text))


def bring_end_near(desk):
    """As if the day had passed: the files say when a session ends, and the tray reads them."""
    end = time_text(time.time() + 60 * MINUTES_LEFT)
    text = re.sub('(x_security_token_expires = ).*', rf'\g<1>{end}', desk.credentials.read_text(), count=1)
    desk.write_credentials(text)
