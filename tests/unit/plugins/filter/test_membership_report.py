# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter's own part: its input."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError

from ansible_collections.netjoin.windows.plugins.filter.membership_report import FilterModule

FILTER = FilterModule().filters()["membership_report"]


def test_an_empty_inventory_gives_an_empty_report() -> None:
    """With every class, so that a page can show them."""
    report = FILTER({})
    assert report["rows"] == []
    assert len(report["classes"]) == 15


@pytest.mark.parametrize("wrong", [None, [], "web01"])
def test_anything_but_a_dictionary_is_refused(wrong: object) -> None:
    """The message says what is wanted."""
    with pytest.raises(AnsibleFilterError, match="dictionary"):
        FILTER(wrong)
