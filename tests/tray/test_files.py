# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Whatever other tools and people do with the files, the tray shows what they say."""

import pytest

from conftest import HOUR
from peers import let_pass, wait_for

PROFILES = ("home", "work")
BEFORE = {"home": 4 * HOUR, "work": None}
AFTER = {"home": 4 * HOUR, "work": 8 * HOUR}


def plain(aws):
    aws.write(BEFORE)
    return aws.folder / "credentials"


def linked_file(aws):
    aws.write(BEFORE)
    real = aws.folder.parent / "dotfiles/aws-credentials"
    real.parent.mkdir()
    (aws.folder / "credentials").rename(real)
    (aws.folder / "credentials").symlink_to("../dotfiles/aws-credentials")
    return real


def chain_of_links(aws):
    real = linked_file(aws)
    far = aws.folder.parent / "far"
    far.mkdir()
    real.rename(far / "c")
    real.symlink_to(far / "c")
    return far / "c"


def linked_folder(aws):
    aws.write(BEFORE)
    real = aws.folder.parent / "dotfiles"
    aws.folder.rename(real)
    aws.folder.symlink_to("dotfiles")
    return real / "credentials"


def rename_over(path, text):
    new = path.with_name("temporary")
    new.write_text(text)
    new.rename(path)


def truncate_and_write(path, text):
    path.write_text(text)


def write_in_two_halves(path, text):
    """Between the two the file ends in the middle of a line."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:len(text) // 2])
        file.flush()
        let_pass(0.05)
        file.write(text[len(text) // 2:])


@pytest.mark.parametrize("files", [plain, linked_file, chain_of_links, linked_folder])
@pytest.mark.parametrize("write", [rename_over, truncate_and_write, write_in_two_halves])
def test_new_session_shows(panel, aws, start, files, write):
    path = files(aws)
    start()
    panel.wait_for_item()
    panel.wait_for_label("work — no session")
    panel.signals.clear()
    write(path, aws.credentials(AFTER))
    panel.wait_for_label("work — until")
    # The account that was not touched never seemed to be without a session.
    shown = [properties["label"] for signal, arguments in panel.signals if signal == "ItemsPropertiesUpdated"
             for _row, properties in arguments[0] if "label" in properties]
    assert not [label for label in shown if label.startswith("home — no")]


def test_folder_that_comes_later(panel, aws, start):
    start()
    panel.wait_for_item()
    assert panel.icon() == "none"
    assert panel.labels() == ["Open Daypass", "Quit"]
    aws.write(AFTER)
    panel.wait_for_label("work — until")
    panel.wait_for_icon("active-4")


def test_folder_that_is_replaced(panel, aws, start):
    aws.write(BEFORE)
    start()
    panel.wait_for_item()
    aws.folder.rename(aws.folder.with_name("old"))
    wait_for(lambda: panel.labels() == ["Open Daypass", "Quit"], "no account")
    aws.write(AFTER)
    panel.wait_for_label("work — until")


def test_files_of_the_environment(panel, aws, start, session):
    """Their folders are not there yet, two levels deep."""
    aws.folder = session.home / "deep/er"
    start(AWS_CONFIG_FILE="~/deep/er/config", AWS_SHARED_CREDENTIALS_FILE=str(aws.folder / "credentials"))
    panel.wait_for_item()
    aws.folder.parent.mkdir()
    aws.write(AFTER)
    panel.wait_for_label("work — until")


def test_link_that_points_elsewhere_now(panel, aws, start):
    real = linked_file(aws)
    start()
    panel.wait_for_item()
    panel.wait_for_label("work — no session")
    other = real.with_name("other")
    other.write_text(aws.credentials(AFTER))
    link = aws.folder / "new-link"
    link.symlink_to(other)
    link.rename(aws.folder / "credentials")
    panel.wait_for_label("work — until")
    # And from now on that one counts.
    rename_over(other, aws.credentials(BEFORE))
    panel.wait_for_label("work — no session")


def test_unreadable_file_changes_nothing_until_it_is_readable(panel, aws, start):
    aws.write(BEFORE)
    start()
    panel.wait_for_item()
    panel.signals.clear()
    new = aws.folder / "new"
    new.write_text(aws.credentials(AFTER))
    new.chmod(0)
    new.rename(aws.folder / "credentials")
    let_pass(0.2)
    assert panel.labels()[1] == "work — no session"
    assert panel.signals == []
    (aws.folder / "credentials").chmod(0o600)
    panel.wait_for_label("work — until")


def test_other_files_are_not_ours(panel, aws, start):
    """Roles, other people's profiles and sections that another tool wrote are no accounts."""
    aws.folder.mkdir()
    aws.replace("config", aws.config("work") + "[profile prod]\nrole_arn = arn:aws:iam::444455556666:role/admin\n"
                "source_profile = work\n[profile other]\nmfa_serial = arn:aws:iam::111122223333:mfa/phone\n")
    aws.replace("credentials", aws.credentials(AFTER).replace("manager = daypass", "manager = other"))
    start()
    panel.wait_for_item()
    assert panel.labels() == ["work — no session", "Open Daypass", "Quit"]
