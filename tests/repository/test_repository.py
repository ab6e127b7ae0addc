# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What must hold for the source tree as a whole."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]

# Design: a folder links only what its own list says.
ALLOWED_DEPENDENCIES = {
    'profiles': {'glib_dep'},
    'aws': {'gio_dep', 'libcurl_dep'},
    'keyring': {'gio_dep', 'libsecret_dep'},
    'session': {'profiles_dep', 'aws_dep', 'keyring_dep'},
    'cli': {'profiles_dep'},
    'job': {'cli_dep', 'session_dep'},
    'tray': {'profiles_dep', 'gio_dep'},
    'window': {'job_dep', 'gtk_dep'},
}
ALLOWED_INCLUDES = {
    'curl/': 'src/aws/dp-http.c',
    'libsecret/': 'src/keyring/',
    'json-glib/': 'src/window/',
    'gtk/': 'src/window/',
}

# In pieces, so that this file passes its own check.
FORBIDDEN_TEXTS = [
    '.'.join(host)
    for host in [
        ('pypi', 'org'), ('files', 'pythonhosted', 'org'), ('registry', 'npmjs', 'org'),
        ('proxy', 'golang', 'org'), ('sum', 'golang', 'org'), ('crates', 'io'),
        ('deb', 'debian', 'org'), ('snapshot', 'debian', 'org'), ('repo', 'maven', 'apache', 'org'),
    ]
]
WORKPLACE = re.compile(r'(?<![\w.~$}-])/' + r'work/')


def source_files():
    """The files that belong to the project, relative to TOP."""
    listed = subprocess.run(
        ['git', '-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        cwd=TOP, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and (TOP / '.git').exists():
        return sorted(name for name in set(listed.stdout.split('\0')) if name and (TOP / name).is_file())
    return sorted(str(path.relative_to(TOP)) for path in TOP.rglob('*')
                  if path.is_file() and not re.search(r'^(_build|\.git/)|__pycache__', str(path.relative_to(TOP))))


FILES = source_files()


def run(*command, cwd=TOP):
    """Runs a tool; its output is the failure's text."""
    result = subprocess.run([str(word) for word in command], cwd=cwd, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
    assert result.returncode == 0, f'{command[0]}:\n{result.stdout}'
    return result.stdout


def text_of(name):
    return (TOP / name).read_text(encoding='utf-8', errors='replace')


def locked_environment(lock):
    """The virtual environment with exactly what the lock file says, made once."""
    cache = Path(os.environ.get('XDG_CACHE_HOME') or Path.home() / '.cache') / 'daypass-tests'
    place = cache / f'reuse-{hashlib.sha256(lock.read_bytes()).hexdigest()[:16]}'
    if not (place / 'complete').exists():
        shutil.rmtree(place, ignore_errors=True)
        run(sys.executable, '-m', 'venv', place)
        run(place / 'bin/python', '-m', 'pip', '--disable-pip-version-check', 'install', '--quiet',
            '--require-hashes', '-r', lock)
        (place / 'complete').touch()
    return place


def test_every_file_has_its_licence(tmp_path):
    """On a copy: reuse would otherwise look into a build folder that git does not hide."""
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TOP / name, tmp_path / name)
    environment = locked_environment(TOP / 'build-aux/requirements.txt')
    run(environment / 'bin/reuse', '--root', tmp_path, 'lint', cwd=tmp_path)


def test_potfiles_lists_every_translatable_file():
    listed = [line for line in text_of('po/POTFILES.in').splitlines() if line and not line.startswith('#')]
    marked = [name for name in FILES
              if name.startswith('data/') and name.endswith(('.desktop.in', '.xml.in'))
              or name.startswith('src/') and name.endswith('.ui') and 'translatable="yes"' in text_of(name)
              or name.startswith('src/') and name.endswith(('.c', '.h'))
              and re.search(r'\b(_|N_|C_|NC_|(g_)?d?n?gettext)\s*\(\s*"', text_of(name))]
    assert listed == sorted(marked), 'It should list:\n' + '\n'.join(sorted(marked))


def test_no_macro_hides_a_part_of_a_translatable_string():
    """xgettext sees what stands before it alone, and nobody can translate the whole."""
    found = [(name, hidden) for name in FILES if re.match(r'src/.*\.[ch]$', name)
             for hidden in re.findall(r'\bN?_\s*\(\s*(?:"(?:[^"\\]|\\.)*"\s*)+[A-Z]\w+', text_of(name))]
    assert found == []


@pytest.fixture(name='template', scope='module')
def make_template(tmp_path_factory):
    """The strings of today's sources."""
    template = tmp_path_factory.mktemp('po') / 'daypass.pot'
    run('xgettext', '--from-code=UTF-8', '--add-comments', '--files-from=po/POTFILES.in', f'--output={template}',
        '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
        '--flag=N_:1:pass-c-format', '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
        '--flag=g_set_error:4:c-format', '--flag=g_print:1:c-format', '--flag=g_printerr:1:c-format')
    return template


def test_words_are_typeset(template):
    """Curly apostrophes and quotes, and AWS's own spelling of what it names."""
    words = '\n'.join(re.findall(r'^(?:msgid |msgid_plural )?"(.*)"$', template.read_text(encoding='utf-8').partition('\n\n')[2], re.MULTILINE))
    # “-long-term” is the end of the sections in which aws-mfa keeps its keys.
    assert re.findall(r"\w+'\w+|[Aa]ccess key(?:’s)? _?id\b|(?<!-)long-term", words) == []


@pytest.mark.parametrize('language', re.findall(r'^[a-z]\w+', text_of('po/LINGUAS'), re.MULTILINE))
def test_translation_is_complete(language, template, tmp_path):
    """Nothing missing, fuzzy, left over or with other placeholders than the source."""
    translation = TOP / f'po/{language}.po'
    run('msgfmt', '--check', '-o', '/dev/null', translation)
    assert run('msgcmp', translation, template) == ''
    assert not re.search(r'^#~', text_of(f'po/{language}.po'), re.MULTILINE)

    # Whether a string is a format is for today's sources to say, not for the translation's flags.
    merged = tmp_path / 'merged.po'
    run('msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged, translation, template)
    run('msgfmt', '--check', '-o', '/dev/null', merged)


def test_c_files_are_formatted():
    sources = [name for name in FILES if re.match(r'(src|tests)/.*\.c$', name)]
    run('clang-format-14', '--dry-run', '--Werror', *sources)


@pytest.mark.parametrize('folder', sorted(ALLOWED_DEPENDENCIES))
def test_folder_links_only_what_its_level_allows(folder):
    build = text_of(f'src/{folder}/meson.build')
    used = set(re.findall(r'\b\w+_dep\b', build)) - {f'{folder}_dep'}
    assert used <= ALLOWED_DEPENDENCIES[folder] 


@pytest.mark.parametrize('library', sorted(ALLOWED_INCLUDES))
def test_library_is_included_only_in_its_place(library):
    users = [name for name in FILES if re.match(r'src/.*\.[ch]$', name)
             and re.search(rf'#include <{library}', text_of(name))]
    assert [name for name in users if not name.startswith(ALLOWED_INCLUDES[library])] == []


def test_no_trace_of_where_it_was_made():
    found = [(name, trace) for name in FILES
             for trace in [text for text in FORBIDDEN_TEXTS if text in text_of(name)] + WORKPLACE.findall(text_of(name))]
    assert found == []


def test_flatpak_manifest_names_the_program():
    manifest = json.loads(text_of('flatpak/io.github.daypass.Daypass.json'))
    assert manifest['app-id'] == 'io.github.daypass.Daypass'
    assert manifest['command'] == 'daypass'
    assert '--filesystem=~/.aws:create' in manifest['finish-args']


def test_versions_agree():
    version = re.search(r"version: '([^']+)'", text_of('meson.build')).group(1)
    metainfo = ElementTree.parse(TOP / 'data/io.github.daypass.Daypass.metainfo.xml.in')
    assert metainfo.find('releases/release').get('version') == version


def folders_of_readme():
    """The paths of the folder map, a code block in which indentation nests."""
    block = re.search(r'## Folders\n.*?```\n(.*?)```', text_of('README.md'), re.DOTALL).group(1)
    parent, paths = '', set()
    for line in block.splitlines():
        name = re.match(r'( *)(\S+)/ ', line)
        if name is None:
            continue
        if name.group(1) == '':
            parent = name.group(2)
            paths.add(parent)
        else:
            paths.add(f'{parent}/{name.group(2)}')
    return paths


def test_readme_maps_the_folders():
    tops = {name.split('/')[0] for name in FILES if '/' in name}
    inner = {'/'.join(name.split('/')[:2]) for name in FILES if re.match(r'(src|tests)/[^/]+/', name)}
    obvious = {f'tests/{name}' for name in ALLOWED_DEPENDENCIES}
    assert folders_of_readme() == tops | (inner - obvious)


def test_scripts_are_clean():
    scripts = [name for name in FILES if re.match(rb'#!/bin/(ba)?sh', (TOP / name).read_bytes()[:12])]
    assert 'build-aux/test' in scripts
    run('shellcheck', '-x', *scripts)
