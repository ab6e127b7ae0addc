# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""What the consumers get to read."""

import profiles


def test_the_rest_of_the_file_is_as_it_was(day):
    before = profiles.credentials_before(day.build_user)
    assert (day.home / ".aws/credentials").read_text().startswith(before)
    day.renew()
    assert (day.home / ".aws/credentials").read_text().startswith(before)
