# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""One working day for each test: files, a session, and both of Amazon's servers."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / name) for name in ("standin", "keyring", "job")]

import loopback
import prepare
import profiles
from private_session import PrivateSession
from profiles import ACCOUNT_A, ACCOUNT_B
from s3 import S3
from standin import Standin, User
from workspace import Terraform


@dataclass
class Tools:
    """What tests/consumers/prepare.py got."""

    python: Path
    terraform: Path
    mirror: Path
    go_sdk: Path
    node: Path
    javascript_sdk: Path


@dataclass
class Day:
    """A person's home with a session in the profile `work`."""

    session: PrivateSession
    access_key_id: str
    user: User = field(repr=False)
    build_user: User = field(repr=False)
    role_arn: str
    standin: Standin
    s3: S3

    @property
    def home(self):
        return self.session.home

    @property
    def environment(self):
        """All that a consumer is told: no proxies, no keys, no certificates."""
        return {
            "HOME": str(self.home),
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C.UTF-8",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_S3": self.s3.url,
            "AWS_ENDPOINT_URL_STS": self.standin.url,
            "CHECKPOINT_DISABLE": "1",
        }

    def renew(self):
        self.access_key_id = profiles.written_profile(self.session, self.user)

    def make_live(self):
        """The profile `work-live`."""
        profiles.daypass(self.session, self.user, "live", "work", line="")

    def end_session_in(self, seconds):
        """Moves the end that is written beside the session."""
        profiles.move_end(self.session, seconds)

    def revoke(self):
        """Revokes the sessions that were issued until now."""
        profiles.daypass(self.session, self.user, "revoke", "work", "--yes", line="")

    def run(self, *command, **variables):
        return loopback.run(command, env=self.environment | variables, cwd=self.home)

    def signers(self, action):
        """The access key ids that signed ACTION at the stand-in."""
        requests = self.standin.requests()
        return {request["access_key_id"] for request in requests if request["action"] == action}


def pytest_configure(config):
    config.daypass_tools = Tools(
        python=prepare.prepare_python(),
        terraform=prepare.prepare_terraform(),
        mirror=prepare.prepare_provider_mirror(),
        go_sdk=prepare.prepare_go_sdk(),
        node=prepare.prepare_node() / "bin/node",
        javascript_sdk=prepare.prepare_javascript_sdk(),
    )


def pytest_report_header(config):
    return f"terraform: {config.daypass_tools.terraform}"


@pytest.fixture(scope="session")
def tools(request):
    return request.config.daypass_tools


@pytest.fixture(scope="session")
def terraform(tools, tmp_path_factory):
    return Terraform(tools.terraform, tools.mirror, tmp_path_factory.mktemp("terraform"))


@pytest.fixture(scope="session")
def s3_server(tools):
    with S3(tools.python) as server:
        yield server


@pytest.fixture(scope="session")
def standin_server():
    with Standin() as server:
        yield server


@pytest.fixture
def day(tmp_path, standin_server, s3_server):
    standin_server.reset("default")
    standin_server.set(answer_style="aws")
    s3_server.reset()
    user = standin_server.taro
    build_user = standin_server.user("hanako", ACCOUNT_A, device=None)
    # The trust that the README recommends: only who typed a code gets in.
    role_arn = standin_server.role("admin", ACCOUNT_B, [ACCOUNT_A], mfa_required=True)
    with PrivateSession(tmp_path) as session:
        profiles.write_files_before(session.home, build_user, role_arn)
        profiles.add_account(session, user)
        access_key_id = profiles.written_profile(session, user)
        standin_server.call("forget-requests")
        yield Day(session, access_key_id, user, build_user, role_arn, standin_server, s3_server)
