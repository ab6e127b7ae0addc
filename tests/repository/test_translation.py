# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the command says in the languages of po/LINGUAS, as it stands on a terminal."""
import ast
import os
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ['DAYPASS_BUILD_ROOT'])
DAYPASS = BUILD / 'src/cli/daypass'
LANGUAGES = re.findall(r'^[a-z]\w+', (TOP / 'po/LINGUAS').read_text(encoding='utf-8'), re.MULTILINE)
COMMANDS = ['', 'add', 'import', 'renew', 'status', 'export', 'exec', 'check', 'role', 'role add', 'role list',
            'role show', 'role remove', 'remove', 'live', 'revoke', 'doctor']


def say(tmp_path, language, *arguments, program=DAYPASS):
    """What the command prints to somebody who reads this language and has no files."""
    # LANGUAGE counts where the locale is not plain C.
    environment = os.environ | {'HOME': str(tmp_path), 'LC_ALL': 'C.UTF-8', 'LANGUAGE': language}
    done = subprocess.run([program, *arguments], env=environment, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout


def columns(line):
    """The width of a line on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in 'WF' else 1 for character in line)


def read_messages(language):
    """Pairs of a source string and its translation."""
    text = subprocess.run(['msgcat', '--no-wrap', TOP / f'po/{language}.po'], text=True, check=True,
                          stdout=subprocess.PIPE).stdout
    pairs = re.findall(r'^msgid ((?:".*"\n)+)(?:msgid_plural .*\n)?msgstr(?:\[0\])? ((?:".*"\n?)+)', text, re.MULTILINE)
    return [(ast.literal_eval(f'({source})'), ast.literal_eval(f'({translation})'))
            for source, translation in pairs][1:]


@pytest.mark.parametrize('language', ['en', *LANGUAGES])
@pytest.mark.parametrize('command', COMMANDS)
def test_help_fits_a_terminal(command, language, tmp_path):
    """No line is wider than 80 columns, and what stands in columns begins in the same one."""
    shown = say(tmp_path, language, *command.split(), '--help')
    assert '--help' in shown
    assert [line for line in shown.splitlines() if columns(line) > 80] == []
    for paragraph in shown.split('\n\n'):
        left = [re.match(r'  (\d  )?\S.*\S  +(?=\S)', line) for line in paragraph.splitlines()]
        assert len({columns(match[0]) for match in left if match}) <= 1, paragraph


@pytest.mark.parametrize('language', LANGUAGES)
@pytest.mark.parametrize('command', COMMANDS)
def test_help_is_translated(command, language, tmp_path):
    assert say(tmp_path, language, *command.split(), '--help') != say(tmp_path, 'en', *command.split(), '--help')


@pytest.mark.parametrize('language', LANGUAGES)
@pytest.mark.parametrize('program', ['src/tray/daypass-tray', 'src/window/daypass-window'])
def test_options_of_the_desktop_programs_are_translated(program, language, tmp_path):
    shown, english = (re.findall(r'^  .*--(\S+) +(\S.*)$', say(tmp_path, name, '--help', program=BUILD / program), re.MULTILINE)
                      for name in (language, 'en'))
    assert len(shown) > 1 and set(shown) & set(english) == set()


@pytest.mark.parametrize('language', LANGUAGES)
def test_sentences_end_as_their_sources_do(language):
    """The program adds the last full stop of an error, and joins sentences that have theirs."""
    messages = read_messages(language)
    stop = dict(messages)['.']
    assert [translation for source, translation in messages
            if source.rstrip().endswith('.') != translation.rstrip().endswith(stop)] == []


@pytest.mark.parametrize('language', LANGUAGES)
def test_an_error_ends_with_one_full_stop(language, tmp_path):
    stop = dict(read_messages(language))['.']
    shown = say(tmp_path, language, 'renew', 'work')
    assert shown.endswith(f'{stop}\n') and not shown.endswith(f'{stop}{stop}\n')
    assert shown != say(tmp_path, 'en', 'renew', 'work')
