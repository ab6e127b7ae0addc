# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""bash, zsh and fish complete commands, options, values and the profiles of the AWS files."""

import os
import pty
import re
import select
import subprocess
from pathlib import Path

import pytest
from home import DAYPASS, Home

COMPLETIONS = Path(os.environ["DAYPASS_SOURCE_ROOT"]) / "data/completions"
OTHERS = """[profile prod]
role_arn = arn:aws:iam::444455556666:role/admin
source_profile = work

[profile stranger]
region = eu-west-1
"""
PLAINTEXT = """[old]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
"""


@pytest.fixture(name="home")
def fixture_home(tmp_path):
    home = Home(tmp_path)
    home.account("work", 3600)
    home.account("weekend")
    home.config.write_text(home.config.read_text() + OTHERS)
    home.credentials.write_text(home.credentials.read_text() + PLAINTEXT)
    home.env["PATH"] = f"{Path(DAYPASS).parent}:/usr/bin:/bin"
    for name in ("daypass.bash.in", "_daypass.in", "daypass.fish.in"):
        text = (COMPLETIONS / name).read_text().replace("@libexecdir@", str(COMPLETIONS))
        (tmp_path / name.removesuffix(".in")).write_text(text)
    return home


def bash(home, line):
    script = f"""
      source ~/daypass.bash
      COMP_WORDS=({line}); [[ '{line}' == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
      $(complete -p daypass | sed 's/.*-F \\([^ ]*\\).*/\\1/')
      printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return subprocess.run(["bash", "--norc", "-c", script], env=home.env, capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def fish(home, line):
    script = f"source ~/daypass.fish; complete -C '{line}'"
    result = subprocess.run(["fish", "--no-config", "-c", script], env=home.env, capture_output=True, text=True, check=True)
    assert result.stderr == ""
    return [row.split("\t")[0] for row in result.stdout.splitlines()]


def read_until(terminal, text):
    """What the terminal shows, up to that text."""
    shown = ""
    while text not in shown:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, f"no “{text}” in {shown!r}"
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown


def zsh(home, line):
    """Types the line into a real zsh and lets it list what could follow."""
    (home.path / ".zshrc").write_text("fpath=(~ $fpath); autoload -Uz compinit; compinit -u -d ~/.zcompdump\n"
                                      "PROMPT='ready> '; unsetopt zle_bracketed_paste list_packed; LISTMAX=500\n"
                                      "bindkey -e\n")
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe("zsh", ["zsh", "-d", "-i"], home.env | {"TERM": "dumb", "COLUMNS": "200"})
    try:
        read_until(terminal, "ready> ")
        os.write(terminal, f"{line}\x04".encode())
        shown = read_until(terminal, line)
        # After the list comes the line again, and then what we type next.
        os.write(terminal, b"\x15print fin''ished\r")
        shown += read_until(terminal, "finished")
    finally:
        os.close(terminal)
        os.waitpid(child, 0)
    rows = [row for row in shown.replace("\r", "\n").split("\n") if line not in row]
    return [word for row in rows for word in re.findall(r"(?:^|  +)(-*[a-z][\w-]*)", row)]


SHELLS = pytest.mark.parametrize("shell", [bash, fish, zsh])


@SHELLS
@pytest.mark.parametrize("line, there, not_there", [
    ("daypass ", {"add", "renew", "status", "export"}, {"work", "daypass", "rotate"}),
    ("daypass re", {"renew", "remove"}, {"status"}),
    ("daypass renew ", {"work", "weekend"}, {"prod", "stranger", "old"}),
    ("daypass import ", {"old"}, {"work", "prod", "stranger"}),
    ("daypass renew --", {"--min", "--code-stdin", "--prompt"}, {"--json", "--lease"}),
    ("daypass status --", {"--min", "--json"}, {"--prompt"}),
    ("daypass renew --prompt ", {"auto", "window", "terminal", "none"}, {"work"}),
    ("daypass exec ", {"work", "prod"}, {"stranger", "old"}),
    ("daypass exec --", {"--min", "--account-id", "--env", "--prompt"}, {"--json"}),
    ("daypass check ", {"work", "prod"}, {"stranger", "old"}),
    ("daypass role ", {"add", "list", "show", "remove"}, {"work"}),
    ("daypass role show ", {"prod"}, {"work", "stranger"}),
    ("daypass role add --", {"--role-arn", "--source-profile", "--external-id"}, {"--terraform"}),
    ("daypass export --format ", {"process", "env", "env-no-export", "fish", "powershell"}, {"work"}),
])
def test_what_can_follow(home, shell, line, there, not_there):
    words = set(shell(home, line))
    assert there <= words
    assert not words & not_there


@SHELLS
def test_no_files_no_words_and_no_noise(home, shell):
    home.config.unlink()
    assert "work" not in shell(home, "daypass renew ")
