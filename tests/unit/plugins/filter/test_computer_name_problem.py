# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""computer_name_problem tells what is wrong with a computer's name."""

from __future__ import annotations

import pytest

from ansible_collections.netjoin.windows.plugins.filter.computer_name_problem import FilterModule

computer_name_problem = FilterModule().filters()["computer_name_problem"]


@pytest.mark.parametrize("name", ["WEB01", "web-01", "a-name-with-more-than-fifteen-characters"])
def test_a_name_that_a_computer_can_have_has_no_problem(name: str) -> None:
    """Letters, digits and hyphens (RFC 1123 section 2.1)."""
    assert computer_name_problem(name) == ""


@pytest.mark.parametrize(
    ("name", "word"),
    [("WEB_01", "_"), ("web01.corp.example", "dots"), ("", "empty"), ("12345", "number"), (12345, "number")],
)
def test_what_is_wrong_is_one_sentence(name: str | int, word: str) -> None:
    """With the name in it, for it is read in the output of many hosts."""
    problem = computer_name_problem(name)
    assert word in problem
    assert str(name) in problem
    assert problem.endswith(".")
    assert not problem.endswith("..")
