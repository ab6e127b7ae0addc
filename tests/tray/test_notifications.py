# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One true bubble for each account, and never two."""

import pytest

from conftest import HOUR
from peers import APP, RENEW_LABEL, Notifications, Window, let_pass, wait_for


def test_lead_times_and_end_of_a_short_session(panel, session, aws, start):
    """A quarter of 24 seconds, a twelfth, and the end; each in place of the one before."""
    notifications = Notifications(session)
    aws.write({"work": None})
    start()
    panel.wait_for_item()
    aws.write({"work": 10}, duration=24)
    wait_for(lambda: panel.icon().startswith("active-"), "the session")
    wait_for(lambda: len(notifications.notified) == 3, "the three bubbles")
    first, second, last = notifications.notified
    assert (first["replaces"], second["replaces"], last["replaces"]) == (0, first["id"], first["id"])
    assert notifications.most == 1
    assert first["title"] == second["title"]
    assert first["title"].startswith("The session of “work” ends at ")
    assert last["title"].startswith("The session of “work” ended at ")
    assert [bubble["icon"] for bubble in notifications.notified] == [f"{APP}-ending", f"{APP}-ending", f"{APP}-expired"]
    assert first["actions"] == ["default", "", "renew", RENEW_LABEL]
    # Urgency 2 would break do-not-disturb.
    assert first["hints"] == {"desktop-entry": APP, "urgency": 1}
    panel.wait_for_icon("expired")
    assert panel.labels()[0] == "work — no session"


@pytest.mark.parametrize("ends_in, title", [(8 * HOUR, None), (960, None), (899, "ends at"), (-1, "ended at"),
                                            (-15 * HOUR, "ended at"), (-100 * HOUR, None), (None, None)])
def test_what_is_true_at_the_start(panel, session, aws, start, ends_in, title):
    """After a login or a restart: one bubble, however many lead times have passed."""
    notifications = Notifications(session)
    aws.write({"work": ends_in})
    start()
    panel.wait_for_item()
    if title:
        notifications.wait_for_bubble(title)
    let_pass(0.3)
    assert len(notifications.notified) == (1 if title else 0)


def test_each_account_has_its_own(session, aws, start):
    notifications = Notifications(session)
    aws.write({"home": 200, "work": -300, "spare": None})
    start()
    notifications.wait_for_bubble("“home” ends")
    notifications.wait_for_bubble("“work” ended")
    assert len(notifications.bubbles) == 2


def test_many_ends_at_once_are_one_bubble(panel, session, aws, start):
    """As after a night: it names them, and goes with the first that is renewed."""
    def write(ends_in):
        aws.replace("credentials", aws.credentials({"home": ends_in}) + others)
    window = Window(session)
    notifications = Notifications(session)
    aws.write({name: -HOUR for name in ("home", "prod", "spare", "work")})
    others = aws.credentials({name: -HOUR for name in ("prod", "spare", "work")})
    write(-HOUR)
    tray = start()
    bubble = notifications.wait_for_bubble("4 sessions have ended")
    panel.wait_for_item()
    let_pass(0.3)
    assert notifications.notified == [bubble]
    assert bubble["body"].endswith("home, prod, spare, work")
    assert bubble["actions"] == ["default", "", "open", "Open Daypass"]
    notifications.press(bubble, "open", "token-1")
    assert window.wait_for_call() == ("open", {"activation-token": "token-1", "desktop-startup-id": "token-1"})

    wait_until_noted(session, bubble)
    tray.kill()
    start()
    wait_for(lambda: len(notifications.notified) == 2, "the bubble of the next run")
    assert notifications.notified[-1]["replaces"] == bubble["id"]
    write(8 * HOUR)
    notifications.wait_for_none()
    # What comes later to one of them is its own again.
    write(200)
    notifications.wait_for_bubble("“home” ends at")
    assert notifications.most == 1


def test_end_that_is_near_keeps_its_own_bubble(session, aws, start):
    """And goes on to the next lead time without a word about the others."""
    notifications = Notifications(session)
    aws.write({"home": 303, "prod": -60, "spare": -60, "work": -60})
    start()
    notifications.wait_for_bubble("3 sessions have ended")
    first = notifications.wait_for_bubble("“home” ends at")
    wait_for(lambda: notifications.notified[-1]["replaces"] == first["id"], "the second lead time")
    assert sorted(bubble["title"][:6] for bubble in notifications.bubbles.values()) == ["3 sess", "The se"]
    assert len(notifications.notified) == 3


def test_renewed_session_takes_the_bubble_away(panel, session, aws, start):
    notifications = Notifications(session)
    aws.write({"home": 200, "work": 200})
    start()
    notifications.wait_for_bubble("“home”")
    notifications.wait_for_bubble("“work”")
    aws.write({"home": 200, "work": 8 * HOUR})
    wait_for(lambda: len(notifications.bubbles) == 1, "one bubble less")
    aws.write({"work": 8 * HOUR})
    notifications.wait_for_none()
    # The next end is another one to tell of.
    aws.write({"work": 100})
    assert notifications.wait_for_bubble("“work”")["replaces"] == 0
    panel.wait_for_item()


@pytest.mark.parametrize("action, token", [("renew", "token-1"), ("default", "token-2"), ("renew", None)])
def test_button_renews(session, aws, start, action, token):
    window = Window(session)
    notifications = Notifications(session)
    aws.write({"home": 4 * HOUR, "work": 200})
    start()
    bubble = notifications.wait_for_bubble("“work”")
    notifications.emit("ActionInvoked", "(us)", bubble["id"] + 1, action)
    notifications.press(bubble, action, token)
    data = {"activation-token": token, "desktop-startup-id": token} if token else {}
    assert window.wait_for_call() == ("renew", "work", data)
    assert len(window.calls) == 1


def test_no_buttons_where_there_can_be_none(session, aws, start):
    notifications = Notifications(session, capabilities=["body"])
    aws.write({"work": 200})
    start()
    assert notifications.wait_for_bubble("“work”")["actions"] == []


def wait_until_noted(session, *bubbles):
    """Waits until the tray has got the answers with the bubbles' ids."""
    noted = session.runtime / "daypass/notifications"
    wait_for(lambda: noted.exists() and all(str(bubble["id"]) in noted.read_text() for bubble in bubbles), "the ids")


def test_killed_tray_replaces_its_bubble(session, aws, start):
    notifications = Notifications(session)
    aws.write({"home": 200, "work": 200})
    tray = start()
    first = notifications.wait_for_bubble("“work”")
    other = notifications.wait_for_bubble("“home”")
    wait_until_noted(session, first, other)
    tray.kill()
    # Renewed while nobody looked.
    aws.write({"home": 8 * HOUR, "work": 200})
    start()
    wait_for(lambda: len(notifications.notified) == 3, "the bubble of the next run")
    assert notifications.notified[-1]["replaces"] == first["id"]
    wait_for(lambda: len(notifications.bubbles) == 1, "the old bubble to go")
    assert notifications.most == 2


def test_ended_tray_leaves_no_bubble_without_an_answer(session, aws, start):
    notifications = Notifications(session)
    aws.write({"work": 200})
    tray = start()
    wait_until_noted(session, notifications.wait_for_bubble("“work”"))
    tray.process.terminate()
    notifications.wait_for_none()
    tray.wait_for_end()


def test_restarted_service_shows_it_once_more(session, aws, start):
    first = Notifications(session)
    aws.write({"home": 200, "work": 200})
    start()
    first.wait_for_bubble("“work”")
    wait_until_noted(session, *first.bubbles.values())
    first.dismiss(first.wait_for_bubble("“home”"))
    first.leave()
    second = Notifications(session)
    bubble = second.wait_for_bubble("“work”")
    let_pass(0.3)
    # Not what the person has put away, and with no id of the other service.
    assert second.notified == [bubble]
    assert bubble["replaces"] == 0
    # Its signals count now.
    window = Window(session)
    second.press(bubble, "renew")
    assert window.wait_for_call()[:2] == ("renew", "work")


def test_service_that_comes_late(panel, session, aws, start):
    aws.write({"work": 200})
    start()
    panel.wait_for_item()
    panel.wait_for_icon("ending")
    notifications = Notifications(session)
    notifications.wait_for_bubble("“work”")
    let_pass(0.3)
    assert len(notifications.notified) == 1


def test_service_that_does_not_run_is_started_when_it_is_needed(panel, session, aws, start, tmp_path):
    script = tmp_path / "service"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\n")
    script.chmod(0o755)
    session.add_service("org.freedesktop.Notifications", script)
    aws.write({"work": 4 * HOUR})
    start()
    panel.wait_for_item()
    let_pass(0.3)
    assert not (tmp_path / "started").exists()
    aws.write({"work": 200})
    wait_for((tmp_path / "started").exists, "the service to be started")


def test_dismissed_bubble_stays_away(panel, session, aws, start):
    notifications = Notifications(session)
    aws.write({"work": 200})
    start()
    bubble = notifications.wait_for_bubble("“work”")
    wait_until_noted(session, bubble)
    notifications.dismiss(bubble)
    aws.replace("config", aws.config("home", "work"))
    panel.wait_for_label("home")
    let_pass(0.2)
    assert len(notifications.notified) == 1
