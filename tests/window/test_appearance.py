# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""How the windows look to who needs them otherwise: contrast, size, stillness."""

import subprocess
import sys
from pathlib import Path

import pytest
from gi.repository import Atspi

from private_session import wait_for
from screen import WINDOW_CLASS

OWNER = "The key belongs to “taro”"
HIGH = 0.75


@pytest.fixture(name="say")
def start_portal(screen):
    """A settings portal, which says from the start what a test lets it say first."""
    program = Path(__file__).with_name("settings_portal.py")
    process = subprocess.Popen([sys.executable, program], env=screen.env | {"G_DEBUG": ""}, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said = []

    def say(word):
        process.stdin.write(word + "\n")
        process.stdin.flush()
        if not said:
            assert process.stdout.readline() == "ready\n"
        said.append(word)
    yield say
    process.stdin.close()
    process.terminate()
    process.wait()
    process.stdout.close()


def ask(screen):
    screen.start("--prompt", "work")
    screen.session.focus_window(WINDOW_CLASS)
    screen.reads(OWNER)


class Picture:
    """What is shown now, of the window or of one control."""

    def __init__(self, screen, folder, control=None):
        self.path = folder / "window.png"
        screen.photograph(self.path)
        if control is not None:
            box = Atspi.Component.get_extents(control, Atspi.CoordType.WINDOW)
            subprocess.run(["convert", self.path, "-crop", f"{box.width}x{box.height}+{box.x}+{box.y}", "+repage", self.path], check=True)

    def measure(self, expression):
        done = subprocess.run(["convert", self.path, "-colorspace", "gray", "-format", expression, "info:"], capture_output=True, text=True, check=True)
        return done.stdout

    @property
    def contrast(self):
        """Between the lightest and the darkest of it."""
        return float(self.measure("%[fx:maxima-minima]"))

    @property
    def brightness(self):
        return float(self.measure("%[fx:mean]"))

    @property
    def content(self):
        return self.measure("%#")


def small_print(screen, folder):
    return Picture(screen, folder, screen.find("label", OWNER))


@pytest.mark.parametrize("theme, is_dark", [("HighContrast", False), ("HighContrastInverse", True)])
def test_high_contrast_themes_leave_nothing_faint(screen, tmp_path, theme, is_dark):
    screen.gtk_settings(f"gtk-theme-name={theme}")
    ask(screen)
    wait_for(lambda: small_print(screen, tmp_path).contrast > HIGH, "contrast")
    assert (Picture(screen, tmp_path).brightness < 0.5) == is_dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_follows_the_contrast_of_the_portal(screen, say, tmp_path, scheme):
    say(scheme)
    ask(screen)
    wait_for(lambda: 0 < small_print(screen, tmp_path).contrast < HIGH, "faint print")
    say("contrast")
    wait_for(lambda: small_print(screen, tmp_path).contrast > HIGH, "contrast")
    assert (Picture(screen, tmp_path).brightness < 0.5) == (scheme == "dark")
    say("usual-contrast")
    wait_for(lambda: small_print(screen, tmp_path).contrast < HIGH, "faint print again")


def share_of_black(screen, folder):
    """Of what the window shows that lies over the other one: its text is the least of it."""
    active = screen.session.run_x("xdotool", "getactivewindow").strip()
    popup = next((window for window in screen.windows() if window != active), None)
    if popup is None:
        return 1
    subprocess.run(["import", "-window", popup, folder / "popup.png"], env=screen.session.env, check=True)
    done = subprocess.run(["convert", folder / "popup.png", "-fill", "white", "+opaque", "black", "-format", "%[fx:1-mean]", "info:"], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_no_black_around_a_list_without_a_compositor(screen, tmp_path):
    screen.open_window()
    screen.click("Add an Access Key")
    screen.waits_in("text", "Name of the profile")
    screen.click("Region")
    screen.waits_in("entry", "Search for a region")
    wait_for(lambda: share_of_black(screen, tmp_path) < 0.03, "no black edges")


def is_still(screen, folder):
    return len({Picture(screen, folder).content for _time in range(4)}) == 1


def send_slowly(screen):
    ask(screen)
    screen.aws.misbehave("delay", delay_ms=60000)
    screen.type(screen.taro.code())
    screen.reads("Asking AWS for a session…")


def test_spinner_turns(screen, tmp_path):
    send_slowly(screen)
    wait_for(lambda: not is_still(screen, tmp_path), "the spinner to turn")


def test_nothing_moves_without_animations(screen, tmp_path):
    """The spinner is there, and the words beside it tell."""
    screen.gtk_settings("gtk-enable-animations=0")
    send_slowly(screen)
    wait_for(lambda: is_still(screen, tmp_path), "stillness")


def test_follows_the_motion_of_the_portal(screen, say, tmp_path):
    say("still")
    send_slowly(screen)
    wait_for(lambda: is_still(screen, tmp_path), "stillness")
    say("moving")
    wait_for(lambda: not is_still(screen, tmp_path), "the spinner to turn")


def size(screen):
    shell = screen.session.run_x("xdotool", "getwindowgeometry", "--shell", screen.session.find_window(WINDOW_CLASS))
    values = dict(line.split("=") for line in shell.split())
    return int(values["WIDTH"]), int(values["HEIGHT"])


def test_everything_grows_with_the_text(screen):
    ask(screen)
    width, height = size(screen)
    screen.close_windows()
    screen.set_dots_per_inch(192)
    ask(screen)
    large_width, large_height = size(screen)
    screen.set_dots_per_inch(96)
    assert large_width == pytest.approx(2 * width, rel=0.1)
    assert large_height == pytest.approx(2 * height, rel=0.15)
