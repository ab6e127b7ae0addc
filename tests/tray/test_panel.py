# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""The icon and its menu, as panels see and use them."""

import pytest
from gi.repository import GLib

from conftest import HOUR
from peers import APP, ITEM_PATH, TRAY, Panel, Window, let_pass, wait_for

# The interface as KDE defines it, and the descriptions of Ayatana.
PROPERTIES = {
    "Category": str, "Id": str, "Title": str, "Status": str, "WindowId": int, "IconThemePath": str, "IconName": str,
    "IconPixmap": list, "IconAccessibleDesc": str, "OverlayIconName": str, "OverlayIconPixmap": list,
    "AttentionIconName": str, "AttentionIconPixmap": list, "AttentionMovieName": str, "AttentionAccessibleDesc": str,
    "ToolTip": tuple, "ItemIsMenu": bool, "Menu": str,
}


def test_every_property_is_there(panel, aws, start):
    aws.write({"work": 4 * HOUR})
    start()
    panel.wait_for_item()
    properties = panel.properties()
    assert {name: type(value) for name, value in properties.items()} == PROPERTIES
    for name, value in properties.items():
        assert panel.property(name) == value
    assert properties["Category"] == "ApplicationStatus"
    assert properties["Id"] == APP
    assert properties["Status"] == "Active"
    assert properties["IconName"] == f"{APP}-active-4-symbolic"
    assert properties["IconAccessibleDesc"].startswith("work — until ")
    assert properties["ToolTip"][2].startswith("work — until ")
    assert not properties["ItemIsMenu"]
    # MATE hides an icon that has one.
    assert "XAyatanaLabel" not in properties


def test_the_item_has_a_connection_of_its_own(panel, session, aws, start):
    """On the connection of a well-known name GNOME would show it twice."""
    aws.write({"work": None})
    start().wait_until_ready()
    (sender, argument), = panel.wait_for_item().registered
    assert sender == argument
    assert argument != session.owner_of(TRAY)


@pytest.mark.parametrize("ends_in, icon, status", [
    (None, "none", "Active"), (8 * HOUR, "active-8", "Active"), (HOUR, "active-1", "Active"),
    (600, "ending", "NeedsAttention"), (-60, "expired", "NeedsAttention"),
])
def test_icon_of_each_state(panel, aws, start, ends_in, icon, status):
    aws.write({"work": ends_in})
    start()
    panel.wait_for_item()
    assert panel.icon() == icon
    assert panel.property("AttentionIconName") == panel.property("IconName")
    assert panel.property("Status") == status


def test_tooltip_is_no_markup(panel, aws, start):
    aws.folder.mkdir()
    aws.replace("config", aws.config("a<b>&c", "plain"))
    start()
    panel.wait_for_item()
    _icon, _pixmaps, title, body = panel.property("ToolTip")
    assert title == "a‹b›＆c — no session"
    assert body == "plain — no session"


def test_registers_again_when_the_watcher_comes_back(session, aws, start):
    """Panels restart, GNOME's watcher leaves with every screen lock, and autostart is early."""
    aws.write({"work": None})
    tray = start().wait_until_ready()
    first = Panel(session).wait_for_item()
    item = first.item
    first.leave()
    second = Panel(session).wait_for_item()
    assert second.item == item
    assert second.labels()[0] == "work — no session"
    # Another watcher takes the name over while the first is there.
    third = Panel(session).wait_for_item()
    assert third.item == item
    assert tray.process.poll() is None


@pytest.mark.parametrize("depth, names", [(-1, ["type", "label", "visible", "enabled", "children-display", "accessible-desc"]),
                                          (1, []), (-1, ["type", "children-display"])],
                         ids=["libdbusmenu", "KDE", "GNOME"])
def test_menu_in_every_dialect(panel, aws, start, depth, names):
    aws.write({"prod_admin": 4 * HOUR, "work": None})
    start()
    panel.wait_for_item()
    revision, (root, properties, children) = panel.menu_call("GetLayout", "(iias)", 0, depth, names)
    assert revision > 0
    assert (root, properties) == (0, {"children-display": "submenu"})
    assert all(not grandchildren for _id, _properties, grandchildren in children)
    ids = [child[0] for child in children]
    group = panel.menu_call("GetGroupProperties", "(aias)", ids, [])[0]
    assert [row for row, _properties in group] == ids
    labels = [properties.get("label") for _row, properties in group]
    assert labels[0].startswith("prod__admin — until ")
    assert labels[1:] == ["work — no session", None, "Open Daypass", "Quit"]
    assert [properties for _row, properties in group if "label" not in properties] == [{"type": "separator"}]
    assert all(properties["enabled"] and properties["visible"] for _row, properties in group if "label" in properties)
    assert panel.menu_call("GetLayout", "(iias)", ids[1], depth, [])[1][1]["label"] == "work — no session"
    assert panel.menu_call("GetProperty", "(is)", ids[1], "label") == ("work — no session",)
    assert panel.menu_call("AboutToShow", "(i)", 0) == (False,)
    assert panel.menu_call("AboutToShowGroup", "(ai)", [0, ids[0], 9999]) == ([], [9999])
    with pytest.raises(GLib.Error, match="InvalidArgs"):
        panel.menu_call("GetLayout", "(iias)", 9999, depth, names)


def click_by_event(panel, row):
    panel.menu_call("Event", "(isvu)", row, "clicked", GLib.Variant("s", ""), 0)


def click_by_group(panel, row):
    assert panel.menu_call("EventGroup", "(a(isvu))", [(row, "hovered", GLib.Variant("i", 0), 0),
                                                       (row, "clicked", GLib.Variant("i", 0), 0)]) == ([],)


@pytest.mark.parametrize("click", [click_by_event, click_by_group])
def test_click_on_a_row_renews(panel, session, aws, start, click):
    window = Window(session)
    aws.write({"home": 4 * HOUR, "work": 4 * HOUR})
    start()
    panel.wait_for_item()
    panel.item_call("ProvideXdgActivationToken", "(s)", "token-1")
    click(panel, panel.row_id("work"))
    assert window.wait_for_call() == ("renew", "work", {"activation-token": "token-1", "desktop-startup-id": "token-1"})
    # A token is for one click.
    click(panel, panel.row_id("home"))
    assert window.wait_for_call(2) == ("renew", "home", {})
    click(panel, panel.row_id("Open"))
    assert window.wait_for_call(3) == ("open", {})


@pytest.mark.parametrize("sessions, call", [
    ({}, ("open",)),
    ({"work": None}, ("renew", "work")),
    ({"work": 600}, ("renew", "work")),
    ({"work": -600}, ("renew", "work")),
    ({"work": 4 * HOUR}, ("open",)),
    ({"home": 4 * HOUR, "work": None}, ("renew", "work")),
    ({"home": None, "work": None}, ("open",)),
])
@pytest.mark.parametrize("method", ["Activate", "SecondaryActivate"])
def test_click_on_the_icon(panel, session, aws, start, sessions, call, method):
    window = Window(session)
    aws.write(sessions)
    start()
    panel.wait_for_item()
    panel.item_call("ProvideXdgActivationToken", "(s)", "token-1")
    panel.item_call(method, "(ii)", 11, 16)
    assert window.wait_for_call() == (*call, {"activation-token": "token-1", "desktop-startup-id": "token-1"})


def test_panels_without_menus_open_the_window(panel, session, aws, start):
    window = Window(session)
    aws.write({"work": None})
    start()
    panel.wait_for_item()
    panel.item_call("Scroll", "(is)", 1, "vertical")
    panel.item_call("ContextMenu", "(ii)", 11, 16)
    assert window.wait_for_call() == ("open", {})
    assert len(window.calls) == 1


def test_text_change_keeps_the_rows(panel, aws, start):
    aws.write({"home": 4 * HOUR, "work": None})
    start()
    panel.wait_for_item()
    ids = [row for row, _properties in panel.rows()]
    panel.signals.clear()
    aws.write({"home": 4 * HOUR, "work": 8 * HOUR})
    panel.wait_for_label("work — until")
    assert [row for row, _properties in panel.rows()] == ids
    wait_for(lambda: any(signal == "ItemsPropertiesUpdated" for signal, _arguments in panel.signals), "the update")
    updated, removed = next(arguments for signal, arguments in panel.signals if signal == "ItemsPropertiesUpdated")
    assert removed == []
    assert {row: set(properties) for row, properties in updated}[ids[1]] == {"label", "enabled", "visible"}
    assert "LayoutUpdated" not in [signal for signal, _arguments in panel.signals]


def test_new_account_makes_fresh_rows(panel, session, aws, start):
    window = Window(session)
    aws.write({"work": 4 * HOUR})
    start()
    panel.wait_for_item()
    revision = panel.menu_call("GetLayout", "(iias)", 0, -1, [])[0]
    stale = panel.row_id("work")
    panel.signals.clear()
    aws.write({"home": None, "work": 4 * HOUR})
    panel.wait_for_label("home")
    (announced, parent), = wait_for(
        lambda: [arguments for signal, arguments in panel.signals if signal == "LayoutUpdated"], "the new layout")
    assert (announced, parent) == (panel.menu_call("GetLayout", "(iias)", 0, -1, [])[0], 0)
    assert announced > revision
    assert min(row for row, _properties in panel.rows()) > stale
    assert panel.menu_call("EventGroup", "(a(isvu))", [(stale, "clicked", GLib.Variant("i", 0), 0)]) == ([stale],)
    panel.click_row("home")
    window.wait_for_call()
    assert window.calls == [("renew", "home", {})]


def test_quit(panel, session, aws, start):
    aws.write({"work": None})
    tray = start()
    panel.wait_for_item()
    item = panel.item
    panel.click_row("Quit")
    tray.wait_for_end()
    wait_for(lambda: not session.owner_of(TRAY) and not session.owner_of(item), "both names to be gone")


def test_panel_is_told_only_of_what_changes(panel, aws, start):
    aws.write({"work": 4 * HOUR})
    start()
    panel.wait_for_item()
    let_pass(0.1)
    panel.signals.clear()
    credentials = (aws.folder / "credentials").read_text()
    aws.replace("credentials", credentials + "\n[foreign]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n")
    let_pass(0.3)
    assert panel.signals == []
    aws.write({"work": 200})
    panel.wait_for_icon("ending")
    expected = {"NewIcon", "NewAttentionIcon", "NewToolTip", "NewStatus", "ItemsPropertiesUpdated"}
    wait_for(lambda: expected <= {signal for signal, _arguments in panel.signals}, "all of them")
    let_pass(0.1)
    assert {signal for signal, _arguments in panel.signals} == expected
    assert ("NewStatus", ("NeedsAttention",)) in panel.signals


def test_item_path(panel, start, aws):
    """A registration by bus name means this path, in every watcher."""
    aws.write({})
    start()
    panel.wait_for_item()
    assert panel.call(panel.item, ITEM_PATH, "org.freedesktop.DBus.Introspectable", "Introspect")[0].count("<interface name=\"org.kde.") == 1
