# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The tour: a first day with Daypass on real parts, with a local stand-in as AWS.

Started by build-aux/run --demo with the folder that Daypass is installed in. Files, session bus and
keyring are throwaway; the person's own are not touched. On a display, a person takes the tour; without
one, or when nobody watches, it takes itself on a virtual display and leaves pictures.
"""
import os
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(os.environ['DAYPASS_SOURCE_ROOT'])
PICTURES = Path(os.environ.setdefault('DAYPASS_PICTURES', str(TOP / '_build/demo')))
sys.path += [str(TOP / 'tests' / folder) for folder in ('desktop', 'window', 'session', 'job', 'keyring', 'standin')]

from gi.repository import GLib  # noqa: E402

import guided_tour  # noqa: E402
import virtual_tour  # noqa: E402
from standin import Standin  # noqa: E402
from terminal import TourError, say  # noqa: E402

CANCELLED = 130


def wayland_socket():
    """Where the person's compositor listens, as an absolute path, or None."""
    name = os.environ.get('WAYLAND_DISPLAY')
    return Path(os.environ.get('XDG_RUNTIME_DIR', '/'), name) if name else None


def wayland_answers():
    path = wayland_socket()
    if not path:
        return False
    with socket.socket(socket.AF_UNIX) as compositor:
        return compositor.connect_ex(str(path)) == 0


def x_answers():
    if not os.environ.get('DISPLAY'):
        return False
    try:
        return subprocess.run(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], timeout=10, check=False, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def displays():
    """The variables of the displays that answer."""
    found = {}
    if x_answers():
        found |= {'DISPLAY': os.environ['DISPLAY'],
                  'XAUTHORITY': os.environ.get('XAUTHORITY', str(Path.home() / '.Xauthority'))}
    if wayland_answers():
        found['WAYLAND_DISPLAY'] = str(wayland_socket())
    return found


def take_tour(prefix, folder, aws):
    """With the person if there is one, else alone."""
    found = displays()
    if found and sys.stdin.isatty() and sys.stdout.isatty():
        guided_tour.take(prefix, folder, aws, found)
        say('That was the tour. Nothing of it is left.')
        return
    if found:
        say('Nobody is at a terminal to take part, so the tour takes itself on a virtual display.')
    elif any(os.environ.get(name) for name in ('DISPLAY', 'WAYLAND_DISPLAY')):
        say('The display that DISPLAY or WAYLAND_DISPLAY names does not answer, so the tour takes itself on a virtual one.')
    else:
        say('There is no display, so the tour takes itself on a virtual one.')
    virtual_tour.take(prefix, folder, aws)
    say(f'That was the tour. Nothing of it is left but the pictures in {PICTURES}')


def main():
    for number in (signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix='dp') as folder, Standin() as aws:
        try:
            take_tour(Path(sys.argv[1]).resolve(), Path(folder) / 'session', aws)
        except KeyboardInterrupt:
            say('You ended the tour. Nothing of it is left.')
            return CANCELLED
        except (TourError, TimeoutError, AssertionError, subprocess.CalledProcessError, GLib.Error) as error:
            print(f'\nThe tour ends here: {error}.', file=sys.stderr)
            return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
