# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""`import`: one transaction that ends with a session, or with everything as it was."""

import re
import signal
import subprocess

import pytest

from desk import DAYPASS
from private_session import wait_for
from terminal import Terminal

ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
OTHER_ID = "AKIAI44QH8DHBEXAMPLE"
PHONE = "arn:aws:iam::111122223333:mfa/phone"
KEYS = f"aws_access_key_id = {ID}\naws_secret_access_key = {SECRET}\n"
QUESTION = "MFA code for “work”"

# aws-vault's line, which an import takes over: where no terminal is, it gives the code.
COMMAND = 'mfa_process = cat "$XDG_RUNTIME_DIR/code"\n'

CONFIG = f"""# mine
[profile first]
region = us-east-1

[profile work]
region=eu-west-1
output = json   ; why not
s3 =
    max_concurrent_requests = 20
mfa_serial = {PHONE}

[profile last]
region = us-east-2
"""
CREDENTIALS = f"""; mine too
[first]
aws_access_key_id = {OTHER_ID}
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY

# the work key
[work]
# since 2019
{KEYS}# end

[last]
unknown = kept"""


CONFIG_WITH_COMMAND = CONFIG.replace("mfa_serial", COMMAND + "mfa_serial")


@pytest.fixture
def plaintext(desk):
    desk.config.write_text(CONFIG)
    desk.write_credentials(CREDENTIALS)
    return desk


@pytest.fixture
def automatic(plaintext):
    """The same, for imports without a terminal."""
    plaintext.config.write_text(CONFIG_WITH_COMMAND)
    return plaintext


def start(desk, terminal, *arguments, argv=(), env=None):
    return terminal.start([*argv, DAYPASS, "import", *arguments], desk.env | (env or {}))


def give_code(desk, terminal, after=0):
    terminal.expect(QUESTION, after)
    terminal.type(desk.taro.code() + "\n")


def prepare_code(desk, code=None):
    (desk.session.runtime / "code").write_text(code or desk.taro.code())


def import_work(desk, profile="work", env=None, code=None):
    """Without a terminal: the profile's command gives the code."""
    prepare_code(desk, code)
    return desk.run("import", profile, env=env)


def files(desk):
    return {path.name: path.read_text() for path in desk.folder.iterdir()}


def untouched(desk):
    return files(desk) in ({"config": config, "credentials": CREDENTIALS} for config in (CONFIG, CONFIG_WITH_COMMAND))


def without_session(text):
    """The text but for the lines of a session, each of which must be there."""
    for name in ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "x_security_token_expires", "manager"):
        text, count = re.subn(rf"(?<=\n){name} = \S+\n", "", text, count=1)
        assert count == 1, name
    return text


# What it leaves

def test_success(plaintext, terminal):
    start(plaintext, terminal, "work")
    terminal.expect("Rename it to x_daypass_mfa_serial?")
    terminal.type("y\n")
    give_code(plaintext, terminal)
    [ended] = terminal.wait()
    assert ended.status == 0, ended
    assert SECRET not in terminal.screen + ended.stderr + ended.stdout
    assert plaintext.keyring_ids() == [ID]
    assert plaintext.session.secrets()[0]["secret"] == SECRET
    config, credentials = files(plaintext)["config"], files(plaintext)["credentials"]
    assert ID not in credentials and SECRET not in credentials + config
    assert plaintext.value("aws_access_key_id").startswith("ASIA")
    before, work, after = CREDENTIALS.partition("[work]\n# since 2019\n")
    assert credentials.startswith(before + work) and credentials.endswith("# end\n\n[last]\nunknown = kept")
    head, tail = CONFIG.split(f"mfa_serial = {PHONE}\n")
    assert config.startswith(head) and config.endswith(tail)
    assert plaintext.value("x_daypass_mfa_serial", plaintext.config) == PHONE
    assert plaintext.value("mfa_serial", plaintext.config) is None
    assert plaintext.value("x_daypass_account_id", plaintext.config) == "111122223333"
    assert after
    assert plaintext.run("export", "work").returncode == 0


def test_other_profiles_keep_every_byte(automatic):
    assert import_work(automatic).returncode == 0
    text = without_session(automatic.credentials.read_text().replace("[first]", "", 1).partition("[work]")[2])
    assert text == "\n# since 2019\n# end\n\n[last]\nunknown = kept"
    assert automatic.credentials.read_text().partition("[work]")[0] == CREDENTIALS.partition("[work]")[0]


def test_own_lines_beside_the_key_stay(desk):
    desk.config.write_text("[profile work]\n" + COMMAND)
    desk.write_credentials(f"[work]\nregion = eu-west-1\n{KEYS}output = json\n")
    done = import_work(desk)
    assert done.returncode == 0, done.stderr
    assert without_session(desk.credentials.read_text()) == "[work]\nregion = eu-west-1\noutput = json\n"
    assert desk.run("export", "work").returncode == 0


def test_a_key_that_another_tool_manages_stays(desk):
    desk.config.write_text("[profile work]\nregion = eu-west-1\n" + COMMAND)
    desk.write_credentials(f"[work]\n{KEYS}manager = awsume\n")
    before = files(desk)
    assert import_work(desk).returncode == 8
    assert files(desk) == before


def test_the_rename_is_declined(plaintext, terminal):
    start(plaintext, terminal, "work")
    terminal.expect("Rename it to x_daypass_mfa_serial?")
    terminal.type("\n")
    give_code(plaintext, terminal)
    assert terminal.wait()[0].status == 0
    assert plaintext.value("mfa_serial", plaintext.config) == PHONE
    assert plaintext.value("x_daypass_mfa_serial", plaintext.config) == PHONE


def test_without_a_terminal_the_rename_is_only_named(automatic):
    done = import_work(automatic)
    assert done.returncode == 0, done.stderr
    assert "mfa_serial" in done.stderr
    assert automatic.value("mfa_serial", automatic.config) == PHONE


def test_the_profiles_own_region_stays(automatic):
    assert import_work(automatic, env={"AWS_REGION": "us-west-2"}).returncode == 0
    assert "region=eu-west-1\n" in automatic.config.read_text()
    assert {request["region"] for request in automatic.aws.requests()} <= {"eu-west-1", "us-east-1", "us-west-2"}


def test_the_command_for_codes_is_taken_over(automatic, terminal):
    prepare_code(automatic)
    start(automatic, terminal, "work")
    terminal.expect("Rename")
    terminal.type("y\n")
    assert terminal.wait()[0].status == 0
    assert automatic.value("x_daypass_mfa_process", automatic.config) == COMMAND.strip().partition(" = ")[2]
    assert automatic.value("mfa_process", automatic.config) is None
    assert QUESTION not in terminal.screen


@pytest.mark.parametrize("noted", ["arn:aws:iam::111122223333:u2f/user/taro/key-EXAMPLE", "arn:aws:iam::111122223333:user/taro",
                                   "arn:aws:iam::444455556666:mfa/phone"])
def test_a_noted_device_that_cannot_be(automatic, noted):
    automatic.config.write_text(CONFIG_WITH_COMMAND.replace(PHONE, noted))
    done = import_work(automatic)
    assert done.returncode == 0, done.stderr
    assert automatic.value("x_daypass_mfa_serial", automatic.config) == PHONE
    assert automatic.value("mfa_serial", automatic.config) == noted


# What it finds

def test_nothing_found(desk):
    done = desk.run("import")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("daypass: ")


def test_unknown_profile(plaintext):
    assert plaintext.run("import", "nobody").returncode == 2


def test_dry_run(plaintext):
    done = plaintext.run("import", "--dry-run")
    assert done.returncode == 0
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["first", OTHER_ID], ["work", ID]]
    assert untouched(plaintext)
    assert plaintext.keyring_ids() == [] and plaintext.aws.requests() == []


def test_each_is_asked(plaintext, terminal):
    start(plaintext, terminal)
    terminal.expect(f"Move the key {OTHER_ID} of “first”")
    terminal.type("n\n")
    terminal.expect(f"Move the key {ID} of “work”")
    terminal.type("y\n")
    terminal.expect("Rename")
    terminal.type("y\n")
    give_code(plaintext, terminal)
    assert terminal.wait()[0].status == 0
    assert plaintext.keyring_ids() == [ID]
    assert OTHER_ID in plaintext.credentials.read_text()


def test_nobody_to_ask(plaintext):
    assert plaintext.run("import").returncode == 3
    assert plaintext.run("import", "work").returncode == 3
    assert untouched(plaintext) and plaintext.keyring_ids() == []


def test_keys_in_default(desk):
    desk.config.write_text("[default]\nregion = eu-west-1\n" + COMMAND)
    desk.write_credentials(f"[default]\n{KEYS}")
    done = import_work(desk, "default")
    assert done.returncode == 0, done.stderr
    assert desk.value("aws_access_key_id", section="default").startswith("ASIA")
    assert desk.value("manager", desk.config, "default") == "daypass"
    assert "[profile default]" not in desk.config.read_text()


@pytest.mark.parametrize("section", ["[profile work]", "[default]"])
def test_keys_in_the_config_file(desk, section):
    profile = section.strip("[]").rpartition(" ")[2]
    desk.config.write_text(f"{section}\nregion = eu-west-1\n{COMMAND}{KEYS}# end\n")
    done = import_work(desk, profile)
    assert done.returncode == 0, done.stderr
    assert ID not in desk.config.read_text() and SECRET not in desk.config.read_text()
    assert "# end\n" in desk.config.read_text()
    assert desk.value("aws_access_key_id", section=profile).startswith("ASIA")
    assert desk.keyring_ids() == [ID]
    assert desk.run("export", profile).returncode == 0


def test_the_same_key_in_both_files(desk, terminal):
    desk.config.write_text(f"[default]\nregion = eu-west-1\n{KEYS}")
    desk.write_credentials(f"[default]\n{KEYS}")
    start(desk, terminal)
    terminal.expect("of “default”")
    terminal.type("y\n")
    terminal.expect("MFA code for “default”")
    terminal.type(desk.taro.code() + "\n")
    assert terminal.wait()[0].status == 0
    assert ID not in desk.config.read_text() + desk.credentials.read_text()


def test_two_keys_of_one_profile(desk):
    """The one that is not used by AWS tools would be lost."""
    desk.config.write_text(f"[default]\nregion = eu-west-1\n{COMMAND}{KEYS}".replace(ID, OTHER_ID))
    desk.write_credentials(f"[default]\n{KEYS}")
    before = files(desk)
    done = import_work(desk, "default")
    assert done.returncode == 8
    assert ID in done.stderr and OTHER_ID in done.stderr
    assert files(desk) == before and desk.keyring_ids() == []


ROLE = "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\nsource_profile = work\n"


def test_dependents_are_named_and_another_name_is_chosen(plaintext, terminal):
    plaintext.config.write_text(CONFIG + "\n" + ROLE)
    start(plaintext, terminal, "work")
    terminal.expect("Profile for the session")
    terminal.type("work-session\n")
    terminal.expect("MFA code for “work-session”")
    terminal.type(plaintext.taro.code() + "\n")
    [ended] = terminal.wait()
    assert ended.status == 0
    assert "prod" in ended.stderr
    assert plaintext.credentials.read_text().startswith(CREDENTIALS)
    assert plaintext.value("aws_access_key_id", section="work-session").startswith("ASIA")
    assert plaintext.value("region", plaintext.config, "work-session") == "eu-west-1"
    assert plaintext.session.secrets()[0]["attributes"]["profile"] == "work-session"


def test_a_root_key_is_refused(desk):
    root = desk.aws.user("<root>", root=True)
    desk.config.write_text("[profile work]\nregion = eu-west-1\n" + COMMAND)
    desk.write_credentials(f"[work]\naws_access_key_id = {root.access_key_id}\naws_secret_access_key = {root.secret_access_key}\n")
    before = files(desk)
    done = import_work(desk)
    assert done.returncode == 6
    assert "root" in done.stderr
    assert files(desk) == before and desk.keyring_ids() == [] and desk.sessions_given() == 0


# As it was

def refuse_key(desk):
    desk.taro.delete_key()
    return 6


def wrong_device(desk):
    desk.config.write_text(CONFIG_WITH_COMMAND.replace("mfa/phone", "mfa/lost"))
    return 6


def lock_keyring(desk):
    desk.session.lock()
    return 5


def foreign_config(desk):
    desk.config.write_text(CONFIG_WITH_COMMAND.replace("output = json", "sso_session = corp"))
    return 8


def broken_credentials(desk):
    desk.credentials.write_text(CREDENTIALS + "\njunk\n")
    return 8


def read_only_credentials(desk):
    desk.credentials.chmod(0o400)
    return 8


def read_only_config(desk):
    desk.config.chmod(0o400)
    return 8


@pytest.mark.parametrize("fault", [refuse_key, wrong_device, lock_keyring, foreign_config, broken_credentials,
                                   read_only_credentials, read_only_config])
def test_a_fault_leaves_everything_as_it_was(automatic, fault):
    status = fault(automatic)
    before = files(automatic)
    done = import_work(automatic)
    if automatic.session.is_locked():
        automatic.session.unlock()
    assert done.returncode == status, done.stderr
    assert files(automatic) == before
    assert automatic.keyring_ids() == []
    assert SECRET not in done.stderr


def test_a_wrong_code(automatic):
    done = import_work(automatic, code=automatic.taro.wrong_code())
    assert done.returncode == 6
    assert untouched(automatic) and automatic.keyring_ids() == []


@pytest.mark.parametrize("typed", ["\n", "\x03", "\x04"])
def test_cancelled_at_the_code(plaintext, terminal, typed):
    start(plaintext, terminal, "work")
    terminal.expect("Rename")
    terminal.type("y\n")
    terminal.expect(QUESTION)
    assert plaintext.keyring_ids() == [ID]
    terminal.type(typed)
    assert terminal.wait()[0].status == 4
    assert untouched(plaintext) and plaintext.keyring_ids() == []


def test_an_item_that_was_there_stays(automatic):
    automatic.store()
    assert import_work(automatic, code=automatic.taro.wrong_code()).returncode == 6
    assert untouched(automatic) and automatic.keyring_ids() == [ID]


# Half-way

def strace(name, when, action):
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", f"inject={name}:{action}:when={when}"]


def import_under(desk, argv):
    prepare_code(desk)
    return subprocess.run([*argv, DAYPASS, "import", "work"], env=desk.traced_env, start_new_session=True,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("keys_in_config", [False, True])
@pytest.mark.parametrize("edit", [1, 2, 3])
def test_a_full_disk(desk, edit, keys_in_config):
    """The disk is full at an edit: each fsyncs its new file, then its folder."""
    write_plaintext(desk, keys_in_config)
    before = files(desk)
    done = import_under(desk, strace("fsync", 2 * edit - 1, "error=ENOSPC"))
    if edit == 3 and not keys_in_config:
        assert done.returncode == 0
        return
    assert done.returncode == 8, done.stderr
    if edit < 3:
        assert files(desk) == before
        assert desk.keyring_ids() == []
    else:
        assert desk.keyring_ids() == [ID]
        assert "daypass import work" in done.stderr
    completes(desk)


def write_plaintext(desk, keys_in_config):
    if keys_in_config:
        desk.config.write_text(CONFIG_WITH_COMMAND.replace("output = json", KEYS + "output = json"))
        desk.write_credentials("; nothing here\n")
    else:
        desk.config.write_text(CONFIG_WITH_COMMAND)
        desk.write_credentials(CREDENTIALS)


def completes(desk):
    done = import_work(desk)
    assert done.returncode == 0, done.stderr
    assert ID not in desk.credentials.read_text() + desk.config.read_text()
    assert desk.value("aws_access_key_id").startswith("ASIA")
    assert desk.keyring_ids() == [ID]
    assert desk.run("export", "work").returncode == 0


def test_the_disk_stays_full(desk):
    """The config file cannot be put back either: the import is unfinished, and no key is lost."""
    write_plaintext(desk, False)
    done = import_under(desk, strace("fsync", "3+", "error=ENOSPC"))
    assert done.returncode == 8
    assert "daypass import work" in done.stderr and "Nothing was changed" not in done.stderr
    assert desk.credentials.read_text() == CREDENTIALS
    assert desk.value("manager", desk.config) == "daypass"
    assert desk.keyring_ids() == [ID]
    assert desk.run("renew", "work", "--code-stdin", text="123456\n").returncode == 8
    completes(desk)


# What changes a file or its lock; between two of them a kill makes no difference.
FILE_CALLS = ("openat", "flock", "write", "fchown", "fchmod", "fsync", "close", "rename", "unlink", "pwrite64")


def calls_of_the_edits(desk, log):
    """Every file call of a whole import from the first edit's to the last one's, as its name
    and how manieth of that name it is in the process, counted as strace counts."""
    done = import_under(desk, ["strace", "-f", "-qq", "-o", log])
    assert done.returncode == 0, done.stderr
    lines = [line.split(maxsplit=1) for line in log.read_text().splitlines()]
    main = [call for pid, call in lines if pid == lines[0][0] and re.match(r"\w+\(", call)]
    folder = f'"{desk.folder}", O_RDONLY|O_CLOEXEC|O_DIRECTORY'
    edits = [number for number, call in enumerate(main) if folder in call or call.startswith("fsync(")]
    names = [call.partition("(")[0] for call in main]
    return [(names[i], names[:i + 1].count(names[i])) for i in range(edits[0], edits[-1] + 1) if names[i] in FILE_CALLS]


@pytest.mark.parametrize("keys_in_config", [False, True])
def test_killed_at_every_call_of_the_edits(desk, tmp_path, keys_in_config):
    write_plaintext(desk, keys_in_config)
    calls = calls_of_the_edits(desk, tmp_path / "trace")
    assert [name for name, _ in calls].count("rename") == (3 if keys_in_config else 2)
    seen = set()
    for name, when in calls:
        desk.clear()
        write_plaintext(desk, keys_in_config)
        before = files(desk)
        done = import_under(desk, strace(name, when, "signal=SIGKILL"))
        if done.returncode == 0:  # talk with the bus may take one call less than before
            continue
        assert done.returncode == -signal.SIGKILL, (name, when)
        seen.add(check_half_way(desk, before, seen))
    assert len(seen) == (4 if keys_in_config else 3)


def check_half_way(desk, before, seen):
    """Whole files, the key in one of them or a session in its place, and the next import
    finishes. Returns which lines have been written, a kind of state that is finished once."""
    config, credentials = desk.config.read_text(), desk.credentials.read_text()
    assert config.endswith("\n\n[profile last]\nregion = us-east-2\n") and config.startswith("# mine\n")
    assert credentials.startswith(before["credentials"][:60]) and credentials.count("[work]") <= 1
    kind = ("manager = daypass" in config, "manager = daypass" in credentials, SECRET in config, SECRET in credentials)
    if not kind[0]:
        assert (config, credentials) == (before["config"], before["credentials"])
    if kind in seen:
        return kind
    if SECRET in config + credentials:
        assert f"work  {ID}" in desk.run("import", "--dry-run").stdout
        completes(desk)
    else:
        assert desk.run("export", "work").returncode == 0
    return kind


# Roles that have an mfa_serial of their own

ROLES = f"""[profile prod]
role_arn = arn:aws:iam::444455556666:role/admin
source_profile = work
mfa_serial = {PHONE}
region = eu-west-1

[profile elsewhere]
role_arn = arn:aws:iam::444455556666:role/admin
source_profile = first
mfa_serial = {PHONE}
"""


@pytest.mark.parametrize("yes", [True, False])
def test_roles_are_mended(desk, terminal, yes):
    desk.config.write_text("[profile work]\nregion = eu-west-1\n\n" + ROLES)
    desk.write_credentials(f"[work]\n{KEYS}")
    start(desk, terminal, "work")
    terminal.expect("Profile for the session")
    terminal.type("\n")
    give_code(desk, terminal)
    terminal.expect("Take these lines out?")
    terminal.type("y\n" if yes else "\n")
    [ended] = terminal.wait()
    assert ended.status == 0
    assert "prod" in ended.stderr and "elsewhere" not in ended.stderr
    assert (desk.value("mfa_serial", desk.config, "prod") is None) == yes
    mended = ROLES.replace(f"mfa_serial = {PHONE}\n", "", 1) if yes else ROLES
    assert desk.config.read_text().endswith(mended)


def test_roles_are_named_without_a_terminal(desk):
    desk.config.write_text("[profile work]\nregion = eu-west-1\n" + COMMAND + "\n" + ROLES)
    desk.write_credentials(f"[work]\n{KEYS}")
    done = import_work(desk)
    assert done.returncode == 0
    assert "prod" in done.stderr and "elsewhere" not in done.stderr
    assert desk.config.read_text().endswith(ROLES)


@pytest.mark.parametrize("cancelled", [True, False])
def test_two_imports_of_one_key(desk, terminal, cancelled):
    """One question at a time; who waited goes on only if there is something left to do."""
    desk.open_account()
    desk.write_credentials(f"[work]\n{KEYS}")
    start(desk, terminal, "work")
    terminal.expect(QUESTION)
    with Terminal() as other:
        start(desk, other, "work")
        wait_for(lambda: "Waiting" in other.stderr_of(other.pids[0]), "the note")
        assert other.screen == ""
        if cancelled:
            terminal.type("\n")
            give_code(desk, other)
        else:
            give_code(desk, terminal)
        assert terminal.wait()[0].status == (4 if cancelled else 0)
        assert other.wait()[0].status == 0
        assert (QUESTION in other.screen) == cancelled
    assert desk.sessions_given() == 1
    assert desk.run("export", "work").returncode == 0
