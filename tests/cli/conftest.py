# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors

import pytest
from home import Home


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)
