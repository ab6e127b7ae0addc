# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Photographs every state of the MFA dialog: `photographs.py FOLDER [STATE…]`, in English and
Japanese, light and dark, with text of normal and of double size."""

import itertools
import sys
import tempfile
import time
from pathlib import Path

from private_session import PrivateSession, wait_for
from screen import Screen, WINDOW_CLASS
from standin import Standin

LANGUAGES = ("en", "ja")
THEMES = {"light": [], "dark": ["gtk-application-prefer-dark-theme=1"]}
SIZES = {"100": "96", "200": "192"}


def ask(screen, variables):
    screen.start("--prompt", "work", **variables)
    screen.session.focus_window(WINDOW_CLASS)
    screen.find("text")


def empty(screen, variables):
    ask(screen, variables)
    screen.reads("taro")


def three_digits(screen, variables):
    empty(screen, variables)
    screen.type("123")


def sending(screen, variables):
    empty(screen, variables)
    screen.aws.misbehave("delay", delay_ms=5000)
    screen.type(screen.taro.code())
    screen.reads("…")


def wrong_code(screen, variables):
    empty(screen, variables)
    screen.type(screen.taro.wrong_code())
    wait_for_countdown(screen)


def wait_for_countdown(screen):
    wait_for(lambda: any("Next code" in text or "次のコード" in text for text in screen.texts()), "the countdown")


def reused_code(screen, variables):
    code = screen.taro.code()
    screen.renew(code=code)
    empty(screen, variables)
    screen.type(code)
    wait_for_countdown(screen)


def clock_corrected(screen, variables):
    screen.aws.set(clock_offset=1800)
    ask(screen, variables)
    screen.reads("30")


def offline(screen, variables):
    screen.start("--prompt", "work", **variables, AWS_ENDPOINT_URL="http://127.0.0.1:1")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("127.0.0.1")


def unlocking(screen, variables):
    screen.session.lock()
    screen.start("--prompt", "work", **variables)
    screen.session.find_window("Gcr-prompter")
    screen.reads("キーリング" if variables else "keyring")


def keyring_locked(screen, variables):
    unlocking(screen, variables)
    screen.session.dismiss_prompt()
    screen.find("push button", "再試行" if variables else "Try Again")


def dead_key(screen, variables):
    screen.taro.set_key_status("Inactive")
    screen.start("--prompt", "work", **variables)
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads("AKIA")


def success(screen, variables):
    screen.renew()
    empty(screen, variables)
    screen.type(screen.taro.code())
    screen.reads("Terraform")


STATES = {state.__name__: state for state in (empty, three_digits, sending, wrong_code, reused_code, clock_corrected, offline,
                                              unlocking, keyring_locked, dead_key, success)}


def main(folder, *names):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with PrivateSession(Path(tempfile.mkdtemp()) / "session", display=True) as session, Standin() as aws:
        screen = Screen(session, aws)
        for name in names or STATES:
            for language, theme, size in itertools.product(LANGUAGES, THEMES, SIZES):
                aws.reset(world="default")
                screen.clear()
                screen.open_account()
                screen.gtk_settings(*THEMES[theme])
                screen.set_dots_per_inch(SIZES[size])
                STATES[name](screen, {"LANGUAGE": "ja"} if language == "ja" else {})
                time.sleep(0.3)  # the last frame
                screen.photograph(folder / f"{name}-{language}-{theme}-{size}.png")
        screen.close_windows()


if __name__ == "__main__":
    main(*sys.argv[1:])
