# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""A translation into no language, made of today's sources: ⟦Gét Séssiöön⟧ for “Get Session”. It is
longer and has accents, as other languages have, and shows what no translator got to see."""

import os
import re
import shutil
import subprocess
from pathlib import Path

BUILD = Path(os.environ["DAYPASS_BUILD_ROOT"])
SOURCE = Path(os.environ["DAYPASS_SOURCE_ROOT"])
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3"]
# Vowels twice and accented, but for those of %a, %e and %o; brackets around every line.
FILTER = ["sed", "-e", "s/%\\([-0-9]*\\)a/%\\1\\x01/g;s/%\\([-0-9]*\\)e/%\\1\\x02/g;s/%\\([-0-9]*\\)o/%\\1\\x03/g", "-e",
          "s/a/áá/g;s/e/éé/g;s/o/óó/g", "-e", "s/\\x01/a/g;s/\\x02/e/g;s/\\x03/o/g", "-e", "s/^..*$/⟦&⟧/"]
TRANSLATED = re.compile(r"⟦[^⟦⟧]*⟧")
REGION_CODE = re.compile(r"\b[a-z]{2}(-[a-z]+)+-\d\b")


def run(*command, **options):
    return subprocess.run(command, check=True, **options)


def translate(root, language):
    """Puts the translation where programs look for it that are staged below this folder."""
    folder = root / "po" / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    template, filled, pseudo = (folder / name for name in ("template.po", "filled.po", "pseudo.po"))
    sources = sorted(str(path.relative_to(SOURCE)) for pattern in ("*.c", "*.h", "*.ui") for path in (SOURCE / "src").rglob(pattern))
    run("xgettext", "--from-code=UTF-8", f"--output={template}", *(f"--keyword={word}" for word in KEYWORDS), *sources, cwd=SOURCE)
    template.write_text(re.sub(r"charset=CHARSET", "charset=UTF-8", template.read_text()))
    run("msgen", "--output", filled, template)
    run("msgfilter", "--keep-header", "--input", filled, "--output", pseudo, *FILTER, stderr=subprocess.DEVNULL)
    run("msgfmt", "--output", folder / "daypass.mo", pseudo)


def stage(root, program):
    """A copy of a built program that finds the translations of this folder."""
    copy = root / program.relative_to(BUILD)
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(program, copy)
    return copy


def leftovers(text, data):
    """The words of a text that are neither translated nor one of the data."""
    text = REGION_CODE.sub(" ", text)
    while TRANSLATED.search(text):
        text = TRANSLATED.sub(" ", text)
    for word in sorted(data, key=len, reverse=True):
        text = text.replace(word, " ")
    return re.findall(r"[^\W\d_]{2,}", text)
