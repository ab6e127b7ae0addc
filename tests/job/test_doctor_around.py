# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""“daypass doctor” on what is around the files: keyring, AWS and the way to it, desktop."""

import socket
import tempfile
import threading

import pytest
from desktop_programs import DesktopPrograms
from patient import Patient
from private_session import PrivateSession
from standin import Standin

OWN_DISPLAY = {"DISPLAY": ":99"}
OVER_SSH = OWN_DISPLAY | {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
DESKTOP_CHECKS = ("login-files", "tray-host", "notifications", "autostart")


@pytest.fixture
def patient(aws, folder):
    with PrivateSession(folder) as session:
        yield Patient(session, aws).enrol()


# The keyring


@pytest.mark.parametrize("env, is_cross", [({}, True), (OVER_SSH, True), (OWN_DISPLAY, False)])
def test_locked_keyring(patient, env, is_cross):
    patient.session.lock()
    row = next(row for row in patient.examine(env=env) if row["id"] == "keyring")
    assert row["ok"] != is_cross
    if is_cross:
        assert "is locked, and there is no display for its question" in row["message"] and "gnome-keyring-daemon --replace --unlock" in row["mend"]
    else:
        assert "asks for its password when a key is needed" in row["message"]
    assert patient.session.is_locked()
    assert patient.tick("access-key", env=OWN_DISPLAY) == "The keyring has the access key of “work”."


def test_key_that_is_missing(patient):
    patient.append(patient.config, "[profile spare]\nmanager = daypass\n")
    cross = next(row for row in patient.crosses() if row["id"] == "access-key")
    assert cross["profile"] == "spare" and cross["message"] == "The keyring has no access key for “spare”."
    assert cross["mend"] == "Store one with “daypass add spare”."


@pytest.mark.parametrize("keyring, mend", [("absent", "Install gnome-keyring"), ("empty", "Create a keyring")])
def test_no_keyring(aws, folder, keyring, mend):
    with PrivateSession(folder, keyring=keyring) as session:
        cross = Patient(session, aws).only_cross("keyring")
        assert cross["message"] == "The keyring cannot be used." and mend in cross["mend"]


# AWS


def test_nobody_answers(patient):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        env = {"AWS_ENDPOINT_URL": url}
        cross = patient.only_cross("endpoint", env=env)
        assert cross["message"] == f"AWS does not answer at “{url}”." and "does not accept connections" in cross["mend"]
        assert "AWS did not answer" in patient.tick("clock", env=env)


@pytest.mark.parametrize("kind, mend", [("html-200", "A proxy is in the way"), ("redirect", "a login in the browser")])
def test_something_else_answers(patient, kind, mend):
    patient.aws.misbehave(kind, times=None)
    assert mend in patient.only_cross("endpoint")["mend"]


@pytest.mark.parametrize("url, mend", [("http://sts.example.com", "is not encrypted"), ("nonsense", "is not an address")])
def test_endpoint_that_may_not_be_used(patient, url, mend):
    cross = patient.only_cross("endpoint", env={"AWS_ENDPOINT_URL": url})
    assert cross["message"] == "The settings give no address of AWS." and mend in cross["mend"]


def test_each_endpoint_is_asked_once(patient):
    patient.append(patient.config, "[profile spare]\nmanager = daypass\n")
    patient.examine()
    # Unsigned for the endpoint, and signed for the one session.
    assert patient.aws.count() == 2


def answer_once(server, answer):
    connection, _address = server.accept()
    with connection:
        connection.recv(65536)
        connection.sendall(answer)


def test_proxy_that_refuses(patient):
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_once, args=(server, b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"))
        thread.start()
        cross = patient.only_cross("proxy", env={"AWS_ENDPOINT_URL": "https://sts.example.com/",
                                                 "https_proxy": f"http://me:pass-word@127.0.0.1:{server.getsockname()[1]}"})
        thread.join()
    assert cross["message"] == "The proxy on the way to “https://sts.example.com/” fails."
    assert "Check the variable https_proxy" in cross["mend"] and "pass-word" not in str(cross)


def test_proxy_is_named_but_not_its_password(patient):
    said = patient.tick("proxy", env={"https_proxy": "http://me:pass-word@127.0.0.1:1"})
    assert "The variable https_proxy names a proxy" in said and "pass-word" not in said


@pytest.mark.parametrize("content, says", [(None, "cannot be read"), ("", "has no certificate in it")])
def test_certificates_that_are_not_there(patient, folder, content, says):
    path = f"{folder}/authorities.pem"
    if content is not None:
        with open(path, "w") as file:
            file.write(content)
    cross = patient.only_cross("certificates", env={"AWS_CA_BUNDLE": path})
    assert says in cross["message"] and path in cross["message"] and "Fix AWS_CA_BUNDLE" in cross["mend"]


def test_certificate_that_nobody_vouches_for(patient):
    with tempfile.TemporaryDirectory() as certificates, Standin(tls=certificates) as other:
        env = {"AWS_ENDPOINT_URL": other.url}
        cross = patient.only_cross("certificates", env=env)
        assert "no secure connection" in cross["message"] and "AWS_CA_BUNDLE" in cross["mend"]
        assert other.url in patient.tick("endpoint", env=env | {"AWS_CA_BUNDLE": other.ca_file})


@pytest.mark.parametrize("offset, says", [(300, "5 minutes slow"), (-90, "2 minutes fast"), (7200, "120 minutes slow"), (20, None)])
def test_clock(patient, offset, says):
    patient.aws.set(clock_offset=offset)
    if says is None:
        assert "agrees" in patient.tick("clock")
        return
    cross = next(row for row in patient.crosses() if row["id"] == "clock")
    assert cross["message"] == f"This computer’s clock is {says}." and "timedatectl" in cross["mend"]


def test_session_that_aws_refuses(patient):
    patient.taro.delete_key()
    patient.aws.expire_sessions()
    cross = patient.only_cross("session-accepted")
    assert cross["message"] == "AWS refuses the session of “work”." and "enew it" in cross["mend"]


def test_session_of_another_account(patient):
    patient.config.write_text(patient.config.read_text().replace("x_daypass_account_id = 111122223333", "x_daypass_account_id = 444455556666"))
    cross = patient.only_cross("session-accepted")
    assert "reaches the account 111122223333, but it should be 444455556666" in cross["message"]
    assert "daypass renew work" in cross["mend"]


@pytest.mark.parametrize("arguments, says", [([], "Cancelled; nothing was changed."), (["--fix"], "but what is told above.")])
def test_interrupt_while_aws_does_not_answer(patient, arguments, says):
    patient.aws.misbehave("delay", times=None, delay_ms=25000)
    with patient.terminal("doctor", *arguments) as terminal:
        terminal.wait_until(lambda: patient.aws.count("GetCallerIdentity") > 0, "the request")
        terminal.type("\x03")
        terminal.wait_for(says)
        assert terminal.wait() == 4
    assert "✓" not in terminal.screen
    patient.aws.behave()


# The desktop


@pytest.mark.parametrize("env, says", [
    ({}, "does not apply without a display"), (OVER_SSH, "does not apply without a display"),
    (OWN_DISPLAY | {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}, "does not apply without a session bus"),
])
def test_without_a_desktop_its_checks_do_not_apply(patient, env, says):
    rows = [row for row in patient.examine(env=env) if row["id"] in DESKTOP_CHECKS]
    assert len(rows) == len(DESKTOP_CHECKS) and all(row["ok"] and says in row["message"] for row in rows)
    assert patient.run("doctor", env=env).stdout.count("\n– ") >= len(DESKTOP_CHECKS)


def test_desktop_that_has_everything(patient):
    with DesktopPrograms(patient.session):
        rows = {row["id"]: row["message"] for row in patient.examine(env=OWN_DISPLAY) if row["ok"]}
    assert rows["tray-host"] == "The panel shows tray icons."
    assert rows["notifications"] == "Notifications are shown by “bubbles”."
    assert rows["autostart"] == "Daypass does not start at login."


@pytest.mark.parametrize("programs, name, says, mend", [
    ({"host": None}, "tray-host", "No panel shows tray icons here", "AppIndicator"),
    ({"host": False}, "tray-host", "No panel shows tray icons here", "AppIndicator"),
    ({"notifications": None}, "notifications", "No program shows notifications here", "xfce4-notifyd"),
])
def test_desktop_that_lacks_something(patient, programs, name, says, mend):
    with DesktopPrograms(patient.session, **programs):
        cross = patient.only_cross(name, env=OWN_DISPLAY)
    assert says in cross["message"] and mend in cross["mend"]


@pytest.mark.parametrize("whose", ["own", "administrator's"])
@pytest.mark.parametrize("entry, is_cross, says", [
    ("Exec=/nonexistent/daypass-tray", True, "“/nonexistent/daypass-tray”"),
    ("Comment=x", True, "is not there"),
    ("Exec=/bin/true", False, "Daypass starts at login."),
    ("Exec=\"/bin/true\" --quiet", False, "Daypass starts at login."),
    ("Exec=/nonexistent/daypass-tray\nHidden=true", False, "Daypass does not start at login."),
    ("Exec=/nonexistent/daypass-tray\nX-GNOME-Autostart-enabled=false", False, "Daypass does not start at login."),
])
def test_start_at_login(patient, entry, is_cross, says, whose):
    etc = patient.session.home / "etc"
    folder = (etc if whose == "administrator's" else patient.session.home / ".config") / "autostart"
    env = OWN_DISPLAY | {"XDG_CONFIG_DIRS": str(etc)}
    folder.mkdir(parents=True)
    file = folder / "io.github.daypass.Daypass.desktop"
    file.write_text(f"[Desktop Entry]\nType=Application\nName=Daypass\n{entry}\n")
    with DesktopPrograms(patient.session):
        if not is_cross:
            assert patient.tick("autostart", env=env) == says
            return
        cross = patient.only_cross("autostart", env=env)
    assert says in cross["message"] and str(file) in cross["message"] and "Delete the file" in cross["mend"]


# The files of a fresh login


@pytest.mark.parametrize("variable, name", [("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")])
@pytest.mark.parametrize("systemd", [True, False])
def test_shell_that_uses_other_files(patient, systemd, variable, name):
    own = patient.folder / f"my-{name}"
    (patient.folder / name).rename(own)
    home = f"HOME={patient.session.home}"
    with DesktopPrograms(patient.session, environment=[home] if systemd else None):
        cross = patient.only_cross("login-files", env=OWN_DISPLAY | {variable: str(own)})
    assert f"This shell uses “{own}”, but what the desktop starts, tray and window among it, uses “{patient.folder / name}”" in cross["message"]
    assert f"“{variable}={own}” in ~/.config/environment.d/aws.conf" in cross["mend"]


def test_login_that_uses_the_same_files(patient):
    own = patient.folder / "my-config"
    patient.config.rename(own)
    with DesktopPrograms(patient.session, environment=[f"HOME={patient.session.home}", f"AWS_CONFIG_FILE={own}"]):
        assert "the same files" in patient.tick("login-files", env=OWN_DISPLAY | {"AWS_CONFIG_FILE": str(own)})
        patient.config.write_bytes(own.read_bytes())
        patient.config.chmod(0o600)
        assert patient.only_cross("login-files", env=OWN_DISPLAY)
