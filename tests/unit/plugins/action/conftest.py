# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of actions that restart a host share."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.plugin_utils import _membership_action


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that only sleeping moves; the pauses that were made."""
    pauses: list[float] = []
    monkeypatch.setattr(_membership_action.time, "sleep", pauses.append)
    monkeypatch.setattr(_membership_action.time, "monotonic", lambda: sum(pauses))
    return pauses
