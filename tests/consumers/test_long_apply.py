# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""An apply that is still running when its session ends, and finishes on the next one."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from private_session import wait_for

BUCKET, STATE = "daypass-state", "example.tfstate"
# Long enough for the first half of the apply on a busy machine.
SECONDS_LEFT = 40


@pytest.fixture
def workspace(terraform, day):
    day.make_live()
    day.s3.make_bucket(BUCKET)
    workspace = terraform.workspace(
        "long-apply", day, profile="work-live", sts_endpoint=day.standin.url, s3_endpoint=day.s3.url,
        command=f"touch {day.home}/started; until [ -e {day.home}/go-on ]; do sleep 0.1; done",
    )
    workspace.lock_provider()
    result = workspace.init("-backend-config=profile=work-live")
    assert result.returncode == 0, result.stderr
    return workspace


def test_apply_finishes_on_the_next_session(day, workspace):
    first = day.access_key_id
    day.end_session_in(SECONDS_LEFT)
    end = time.monotonic() + SECONDS_LEFT
    with ThreadPoolExecutor() as pool:
        apply = pool.submit(workspace.apply)
        try:
            wait_for(lambda: (day.home / "started").exists() or apply.done(), "the middle of the apply", SECONDS_LEFT)
            assert not apply.done(), apply.result().stderr
            assert day.s3.signers() == {first}
            day.renew()
            wait_for(lambda: time.monotonic() > end, "the end of the first session", SECONDS_LEFT + 1)
            day.standin.expire_sessions(first)
            day.s3.end_session(first)
            requests_before = len(day.s3.requests())
        finally:
            (day.home / "go-on").touch()
    result = apply.result()
    assert result.returncode == 0, result.stderr

    assert sorted(day.s3.buckets()) == ["daypass-after", "daypass-before", BUCKET]
    assert day.s3.objects(BUCKET) == [STATE]
    assert day.access_key_id != first
    # None came with the first one any more, not even to be refused.
    assert set(day.s3.requests()[requests_before:]) == {day.access_key_id}
