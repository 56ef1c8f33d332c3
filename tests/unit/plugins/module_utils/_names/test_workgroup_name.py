# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of workgroups."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.module_utils._names.problem import InvalidName
from ansible_collections.netjoin.windows.plugins.module_utils._names.workgroup_name import WorkgroupName


@pytest.mark.parametrize(
    "text", ["WORKGROUP", "workgroup", "ARBEITSGRUPPE", "MY GROUP", "A", "STARS*", "fifteen.letters", "42"]
)
def test_netbios_names_with_an_asterisk_at_most_are_accepted(text: str) -> None:
    """[MS-WKST] 3.2.4.16 lets a workgroup have what no computer may."""
    assert WorkgroupName.parse(text).text == text


@pytest.mark.parametrize(
    ("text", "position"),
    [("", None), ("lab.example.com1", 15), ("A/B", 1), ("A\\B", 1), (" A", 0), ("A ", 1), ("..", None), ("A\tB", 1)],
)
def test_other_names_are_refused_before_windows_answers_2695(text: str, position: int | None) -> None:
    """The refusal points at the place."""
    with pytest.raises(InvalidName) as caught:
        WorkgroupName.parse(text)

    assert caught.value.position == position


def test_case_does_not_make_another_workgroup() -> None:
    """Windows compares NetBIOS names without case."""
    assert WorkgroupName.parse("Workgroup") == WorkgroupName.parse("WORKGROUP")
