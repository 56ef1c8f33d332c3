# Copyright: (c) 2026, netjoin.windows contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pieces of a log for the result of a task."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.netjoin.windows.plugins.module_utils._netsetup_log.excerpt import EXCERPT_LIMIT, excerpt


def test_what_fits_is_not_touched() -> None:
    """Up to the limit, which counts bytes."""
    assert excerpt("a\nb\n", 4) == "a\nb\n"
    assert EXCERPT_LIMIT == 16 * 1024


def test_a_long_attempt_keeps_its_head_and_its_end_in_whole_lines() -> None:
    """The head says what was asked, the end how it ended."""
    lines = [f"line {number:04}" for number in range(1000)]

    cut = excerpt("\n".join(lines), 1000).split("\n")

    gap = next(index for index, line in enumerate(cut) if "left out" in line)
    head, tail = cut[:gap], cut[gap + 1 :]
    assert head == lines[: len(head)]
    assert tail == lines[-len(tail) :]
    assert 0 < len(head) < len(tail)
    assert cut[gap] == f"[... {1000 - len(head) - len(tail)} lines left out ...]"


def test_one_line_that_is_too_long_is_left_out_whole() -> None:
    """Half a line could be half a name."""
    assert excerpt("x" * 5000, 100) == "[... 1 lines left out ...]"


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=60), max_size=60))
def test_no_excerpt_is_longer_than_its_limit(lines: list[str]) -> None:
    """In bytes of UTF-8; every line in it is one of the text."""
    cut = excerpt("\n".join(lines), 400)

    assert len(cut.encode()) <= 400
    assert all(line in (lines or [""]) or "left out" in line for line in cut.split("\n"))
